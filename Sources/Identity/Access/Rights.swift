public import Kit
public import RecordEngine

/// The rights of a role as data: what the record of a role holds as JSON, and what a form makes of it.
///
/// `{"standard": {"read": "all"}, "objects": {"deal": {"create": true, "read": "owner = me", …}}, "fields": {"deal.amount": "read"}}`.
/// A rule is `none`, `all` or a filter; what is not there is not allowed.
public struct Rights: Sendable, Equatable {
    /// For objects that are not named.
    public var standard: Grant
    public var grants: [String: Grant]
    /// By `object.field`, where less is allowed than with the object.
    public var fields: [String: FieldAccess]

    public init(standard: Grant = .nothing, grants: [String: Grant] = [:], fields: [String: FieldAccess] = [:]) {
        self.standard = standard
        self.grants = grants
        self.fields = fields
    }

    /// - Throws: `Failure.invalid` for the field `rights`, with all that is wrong.
    public init(_ text: String) throws(Failure) {
        var reader = RightsReader()
        self = reader.rights(try JSON.parse(text))
        if !reader.issues.isEmpty { throw .invalid(reader.issues) }
    }

    public var json: JSON {
        .object([
            ("standard", standard.json),
            ("objects", .object(grants.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
            ("fields", .object(fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value == .none ? "none" : "read")) })),
        ])
    }

    /// What the record of the role holds.
    public var text: String {
        var writer = JSONWriter(capacity: 1024)
        writer.value(json)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Reads rights and notes everything that is wrong with them.
private struct RightsReader {
    private(set) var issues: [FieldIssue] = []

    mutating func rights(_ json: JSON) -> Rights {
        var rights = Rights()
        for (name, value) in members(json, "rights") {
            switch name {
            case "standard": rights.standard = grant(value, name)
            case "objects": for (object, value) in members(value, name) { rights.grants[object] = grant(value, object) }
            case "fields":
                for (field, value) in members(value, name) {
                    switch value.string {
                    case "none": rights.fields[field] = FieldAccess.none
                    case "read": rights.fields[field] = .read
                    case "write": break
                    default: issue(field, Label("is none, read or write", ru: "это none, read или write"))
                    }
                }
            default: issue(name, Label("is not a part of rights", ru: "не часть прав"))
            }
        }
        return rights
    }

    private mutating func grant(_ json: JSON, _ object: String) -> Grant {
        var flags: [String: Bool] = [:], rules: [String: RowRule] = [:]
        for (name, value) in members(json, object) {
            switch name {
            case "create", "export", "history", "erase":
                if let flag = value.bool {
                    flags[name] = flag
                } else {
                    issue("\(object).\(name)", Label("is true or false", ru: "это true или false"))
                }
            case "read", "update", "delete":
                if let text = value.string {
                    rules[name] = RowRule(text)
                } else {
                    issue("\(object).\(name)", Label("is none, all or a filter", ru: "это none, all или фильтр"))
                }
            default: issue("\(object).\(name)", Label("is not a right", ru: "не право"))
            }
        }
        return Grant(
            create: flags["create"] ?? false, read: rules["read"] ?? .none, update: rules["update"] ?? .none,
            delete: rules["delete"] ?? .none,
            export: flags["export"] ?? false, history: flags["history"] ?? true, erase: flags["erase"] ?? false
        )
    }

    private mutating func members(_ json: JSON, _ name: String) -> [(name: String, value: JSON)] {
        if json.members == nil { issue(name, Label("is an object", ru: "это объект")) }
        return json.members ?? []
    }

    private mutating func issue(_ name: String, _ problem: Label) {
        issues.append(FieldIssue("rights", Label("“\(name.prefix(80))” \(problem.en).", ru: "«\(name.prefix(80))» \(problem.ru).")))
    }
}

extension RowRule {
    /// `none`, `all` or a filter.
    public init(_ text: String) {
        self =
            switch text {
            case "all": .all
            case "none", "": .none
            default: .rows(text)
            }
    }

    public var text: String {
        switch self {
        case .none: "none"
        case .all: "all"
        case .rows(let filter): filter
        }
    }
}

extension Grant {
    fileprivate var json: JSON {
        .object([
            ("create", .bool(create)), ("read", .string(read.text)), ("update", .string(update.text)), ("delete", .string(delete.text)),
            ("export", .bool(export)), ("history", .bool(history)), ("erase", .bool(erase)),
        ])
    }
}
