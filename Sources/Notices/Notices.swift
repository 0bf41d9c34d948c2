package import Definitions
import Kit
public import RecordEngine
public import Storage

/// What people are told of what others do: it follows from the writes of records, in the same unit.
public enum Notices {
    /// For so long they are kept.
    static let keptSeconds: Int64 = 90 * 86_400

    /// Makes the principal of a user as of now; nil when there is none any more.
    public typealias PrincipalSource = @Sendable (_ user: Int64, _ connection: any Connection) throws -> Principal?

    /// After each write of any record.
    public static func consequence(_ principal: @escaping PrincipalSource) -> Consequence {
        Consequence { old, new, records in
            guard let new, let author = records.principal.user else { return }
            try assigned(old, new, by: author, records)
            let told = try mentioned(old, new, by: author, records, principal)
            try changed(old, new, by: author, records, principal)
            try written(old, new, told: told, by: author, records, principal)
        }
    }

    private static func assigned(_ old: Record?, _ new: Record, by author: Int64, _ records: Records) throws {
        guard new.object.isInNavigation, let field = new.object.ownerField, let owner = Reference(new[field])?.id,
            owner != author, owner != old.flatMap({ Reference($0[field])?.id }), records.principal.via.kind != .undo, old != nil || new.version == 1
        else { return }
        let via = records.principal.via
        let isOneOfMany = [.importing, .handover, .bulk].contains(via.kind)
        try add(
            .assigned, to: owner, object: new.object.name, record: isOneOfMany ? nil : new.id,
            source: isOneOfMany ? "\(via.kind.rawValue) \(via.id ?? 0)" : "", by: author, in: try records.writing())
    }

    private static func mentioned(
        _ old: Record?, _ new: Record, by author: Int64, _ records: Records, _ principal: PrincipalSource
    ) throws -> [Int64] {
        guard records.principal.via.kind != .importing else { return [] }
        // A note is read where it stands.
        let place = place(of: new)
        var told: [Int64] = []
        for user in try Mentions.added(by: new.object.fields.map { ($0, new[$0.name]) }, to: old, records) where user != author {
            let tx = try records.writing()
            let theirs = try principal(user, tx).map { Records(records.engine, tx, $0) }
            // Whoever may not see it hears nothing of it, and the one who writes hears that.
            guard let theirs, try theirs.may(\.read, new) else {
                try add(.unseen, to: author, object: new.object.name, record: new.id, by: user, in: tx)
                continue
            }
            let (object, record) = place.map { ($0.object, $0.id) } ?? (new.object.name, new.id)
            let source = place == nil ? "" : RecordLink(object: new.object.name, id: new.id).text
            try add(.mentioned, to: user, object: object, record: record, source: source, by: author, in: tx)
            told.append(user)
        }
        return told
    }
}

/// Who is named with “@” in a text: by the whole name, as it is shown.
package struct Mentions {
    private let people: [(id: Int64, name: String)]

    /// Of two who begin alike the longer name is looked for first.
    init(_ people: [(id: Int64, name: String)]) {
        self.people = people.filter { !$0.name.isEmpty }.map { ($0.id, $0.name.lowercased()) }.sorted { $0.name.count > $1.name.count }
    }

    /// Who is named in texts that are being written and was not before, in the order of their numbers.
    package static func added(by written: [(field: FieldDefinition, value: FieldValue)], to old: Record?, _ records: Records) throws -> [Int64] {
        var (before, after): (String, String) = ("", "")
        for (field, value) in written {
            guard field.type.input == .longText || field.type.input == .text, let text = String(value), text.contains("@") else { continue }
            after += text + "\n"
            before += (old.flatMap { String($0[field.name]) } ?? "") + "\n"
        }
        guard before != after, let user = records.schema.object("user") else { return [] }
        let query = Query(user.name, sort: [Sort(FieldPath("id"))], columns: [FieldPath(user.titleField)], limit: 1_000)
        let named = Mentions(try records.list(query) { (id: $0.id, name: String($0.value(0)) ?? "") }.rows)
        return named.users(in: after).subtracting(named.users(in: before)).sorted()
    }

    func users(in text: String) -> Set<Int64> {
        var found: Set<Int64> = []
        for part in text.lowercased().split(separator: "@", omittingEmptySubsequences: false).dropFirst() {
            let named = people.first { part.hasPrefix($0.name) && !(part.dropFirst($0.name.count).first?.isLetter ?? false) }
            if let named { found.insert(named.id) }
        }
        return found
    }
}
