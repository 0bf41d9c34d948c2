import Definitions
import Kit
public import RecordEngine

/// What people are told of what others do: it follows from the writes of records, in the same unit.
public enum Notices {
    /// For so long they are kept.
    static let keptSeconds: Int64 = 90 * 86_400

    /// After each write of any record.
    public static let consequence = Consequence { old, new, records in
        guard let new, let author = records.principal.user else { return }
        try assigned(old, new, by: author, records)
        try mentioned(old, new, by: author, records)
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

    private static func mentioned(_ old: Record?, _ new: Record, by author: Int64, _ records: Records) throws {
        var (before, after): (String, String) = ("", "")
        for field in new.object.fields {
            guard field.type.input == .longText || field.type.input == .text, let text = String(new[field.name]), text.contains("@")
            else { continue }
            after += text + "\n"
            before += (old.flatMap { String($0[field.name]) } ?? "") + "\n"
        }
        guard before != after, records.principal.via.kind != .importing else { return }
        // A note is read where it stands.
        let place = new.object.fields.lazy.compactMap { RecordLink(new[$0.name]) }.first ?? RecordLink(object: new.object.name, id: new.id)
        let named = Mentions(try people(records))
        for user in named.users(in: after).subtracting(named.users(in: before)) where user != author {
            try add(.mentioned, to: user, object: place.object, record: place.id, by: author, in: try records.writing())
        }
    }

    private static func people(_ records: Records) throws -> [(id: Int64, name: String)] {
        guard let user = records.schema.object("user") else { return [] }
        let query = Query(user.name, sort: [Sort(FieldPath("id"))], columns: [FieldPath(user.titleField)], limit: 1_000)
        return try records.list(query) { (id: $0.id, name: String($0.value(0)) ?? "") }.rows
    }
}

/// Who is named with “@” in a text: by the whole name, as it is shown.
struct Mentions {
    private let people: [(id: Int64, name: String)]

    /// Of two who begin alike the longer name is looked for first.
    init(_ people: [(id: Int64, name: String)]) {
        self.people = people.filter { !$0.name.isEmpty }.map { ($0.id, $0.name.lowercased()) }.sorted { $0.name.count > $1.name.count }
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
