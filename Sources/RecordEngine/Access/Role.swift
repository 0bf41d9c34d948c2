public import Kit
import Synchronization

/// What a group of people may do. A value; the engine knows no "own" or "team", only filters.
public struct Role: Sendable {
    public let key: String
    public let label: Label
    /// By object; `standard` holds for all others.
    public let grants: [String: Grant]
    public let standard: Grant
    /// By `object.field`, where less is allowed than the object's grant says.
    public let fields: [String: FieldAccess]
    /// May manage users, teams, roles and the workspace.
    public let administers: Bool
    /// The roles that this one is made of; empty for one alone.
    let parts: [Role]
    /// Tells this very set of rights from all others of this process, those of the same key included.
    public let number: Int

    private static let numbers = Atomic(0)

    public init(
        _ key: String, _ label: Label, standard: Grant, grants: [String: Grant] = [:], fields: [String: FieldAccess] = [:],
        administers: Bool = false
    ) {
        self.key = key
        self.label = label
        self.standard = standard
        self.grants = grants
        self.fields = fields
        self.administers = administers
        parts = []
        number = Role.numbers.add(1, ordering: .relaxed).newValue
    }

    /// All of them together, under the name of the first: what one allows is allowed.
    public init(together roles: [Role], or none: Role) {
        let first = roles.first ?? none
        let both = roles.dropFirst().reduce(Set(first.fields.keys)) { $0.intersection($1.fields.keys) }
        key = first.key
        label = first.label
        standard = Grant.together(roles.map(\.standard))
        grants = Role.grants(together: roles.map { ($0.grants, $0.standard) })
        // A field is closed only when every role closes it.
        fields = Dictionary(uniqueKeysWithValues: both.map { name in (name, roles.map { $0.fields[name] ?? .write }.max() ?? .write) })
        administers = roles.contains(where: \.administers)
        parts = roles
        number = Role.numbers.add(1, ordering: .relaxed).newValue
    }

    /// By object, of each role what it gives, and what it gives for all others.
    static func grants(together roles: [(grants: [String: Grant], standard: Grant)]) -> [String: Grant] {
        let objects = roles.reduce(into: Set<String>()) { $0.formUnion($1.grants.keys) }
        return Dictionary(uniqueKeysWithValues: objects.map { name in (name, Grant.together(roles.map { $0.grants[name] ?? $0.standard })) })
    }

    /// The role as a workspace has it: without fields that the engine keeps from everybody, with rights on objects of the workspace's own.
    /// Nothing is remembered beyond an engine, so the number may stay.
    func tailored(fields: [String: FieldAccess], grants: [String: Grant]) -> Role { Role(self, closing: fields, granting: grants) }

    private init(_ role: Role, closing closed: [String: FieldAccess], granting granted: [String: Grant]) {
        key = role.key
        label = role.label
        grants = role.grants.merging(granted) { _, granted in granted }
        standard = role.standard
        fields = role.fields.merging(closed) { _, closed in closed }
        administers = role.administers
        parts = []
        number = role.number
    }

    /// The same rights without those to change anything.
    init(reading role: Role) {
        key = role.key
        label = role.label
        standard = role.standard.reading
        grants = role.grants.mapValues(\.reading)
        fields = role.fields.mapValues { min($0, .read) }
        administers = role.administers
        parts = []
        // One number for each role, like the role's own.
        number = -abs(role.number)
    }

    var reading: Role { Role(reading: self) }

    public func grant(_ object: String) -> Grant { grants[object] ?? standard }

    public func access(_ object: String, _ field: String) -> FieldAccess { fields.isEmpty ? .write : fields["\(object).\(field)"] ?? .write }
}

/// The rights of a role on one object.
public struct Grant: Sendable, Hashable {
    public let create: Bool
    public let read: RowRule
    public let update: RowRule
    public let delete: RowRule
    public let export: Bool
    /// May read who changed what and how it was before, of what may be read.
    public let history: Bool
    /// May erase for good what may be deleted.
    public let erase: Bool

    public init(create: Bool, read: RowRule, update: RowRule, delete: RowRule, export: Bool, history: Bool = true, erase: Bool = false) {
        self.create = create
        self.read = read
        self.update = update
        self.delete = delete
        self.export = export
        self.history = history
        self.erase = erase
    }

    static func together(_ grants: [Grant]) -> Grant {
        Grant(
            create: grants.contains(where: \.create), read: .together(grants.map(\.read)), update: .together(grants.map(\.update)),
            delete: .together(grants.map(\.delete)), export: grants.contains(where: \.export),
            history: grants.contains { $0.history && $0.read != .none }, erase: grants.contains(where: \.erase)
        )
    }

    /// The same without the rights to change anything.
    var reading: Grant { Grant(create: false, read: read, update: .none, delete: .none, export: export, history: history) }

    public static let everything = Grant(create: true, read: .all, update: .all, delete: .all, export: true, erase: true)
    public static let reading = Grant(create: false, read: .all, update: .none, delete: .none, export: false)
    public static let nothing = Grant(create: false, read: .none, update: .none, delete: .none, export: false, history: false)
}

/// Which rows a right reaches.
public enum RowRule: Sendable, Hashable {
    case none
    case all
    /// The rows that a filter matches: `owner = me`.
    case rows(String)

    static func together(_ rules: [RowRule]) -> RowRule {
        if rules.contains(.all) { return .all }
        var filters: [String] = []
        for case .rows(let filter) in rules where !filters.contains(filter) { filters.append(filter) }
        if filters.count < 2 { return filters.first.map(RowRule.rows) ?? .none }
        return .rows(filters.map { "(\($0))" }.joined(separator: " or "))
    }
}

/// How far a role may go with one field.
public enum FieldAccess: Sendable, Hashable, Comparable {
    case none, read, write
}
