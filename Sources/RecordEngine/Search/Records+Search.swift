import Definitions
import Kit
import Storage

/// A record that search found.
public struct SearchHit: Sendable, Hashable {
    public let object: String
    public let id: Int64
    public let title: String
}

extension Records {
    /// Finds records of all objects, or of one, that the principal may read: first those with a word that begins with the
    /// text, then those with it inside, then those with a telephone number that the text may be a part of. A text typed on the wrong keyboard
    /// layout is tried the other way round.
    /// - Parameter archived: whether those in the archive are looked for, too.
    public func search(_ text: String, object only: String? = nil, limit: Int = 20, archived: Bool = false) throws -> [SearchHit] {
        let text = String(text.prefix(200))
        guard !text.folded.isEmpty else { return [] }
        let objects = schema.objects.filter { object in
            let isMeant = only == nil ? object.isFound : object.name == only
            return isMeant && object.isSearched && principal.role.grant(object.name).read != .none
        }
        let readings = SearchText.readings(text, country: engine.settings.country)
        let meant = readings.first == text ? objects : objects.filter { !$0.hasPhones }
        var hits = try search(text, meant, limit, archived)
        for digits in readings where digits != text && hits.count < limit {
            hits = try hits.followed(by: search(digits, objects.filter(\.hasPhones), limit, archived), limit)
        }
        guard hits.isEmpty, let swapped = KeyboardLayout.swapped(text) else { return hits }
        return try search(swapped, objects, limit, archived)
    }

    private func search(_ text: String, _ objects: [ObjectDefinition], _ limit: Int, _ archived: Bool) throws -> [SearchHit] {
        // Short words are looked for at beginnings only.
        let isInside = SearchText.needles(text, atStart: false) != SearchText.needles(text, atStart: true)
        // What begins so also has it inside, and may be all that is found there. So as many are asked for as are wanted in all.
        func inside() throws -> [SearchHit] { try hits(text, objects, atStart: false, limit, archived) }
        // A long text is rare: when it stands nowhere, one look is enough.
        let early = isInside && text.count >= 8 ? try inside() : nil
        // Digits alone are a part of a number, wherever they stand in it.
        if let early, early.isEmpty || text.utf8.allSatisfy({ (48...57).contains($0) }) { return early }
        let found = try hits(text, objects, atStart: true, limit, archived)
        return found.count < limit && isInside ? try found.followed(by: early ?? inside(), limit) : found
    }

    /// The newest records of the first object, then of the next, until there are enough.
    private func hits(_ text: String, _ objects: [ObjectDefinition], atStart: Bool, _ limit: Int, _ archived: Bool) throws -> [SearchHit] {
        let parts = try objects.enumerated().compactMap { number, object -> SQL? in
            guard let title = object.field(object.titleField), principal.role.access(object.name, title.name) >= .read else { return nil }
            let compiler = try compiler(object)
            let rules = [
                archived ? nil : compiler.leavingOutArchived(), try compiler.ownRule(principal.role.grant(object.name).read),
                compiler.readableMatch(text, atStart: atStart, connection.dialect),
            ].compactMap(\.self)
            let rule = rules.isEmpty ? nil : rules.joined(separator: " AND ")
            let newest = connection.dialect.newestHits(object.table, text: text, atStart: atStart, where: rule, limit: limit)
            return """
                SELECT * FROM (SELECT \(number) AS object, t.id, t.\(title.identifiers[0]) FROM (\(newest)) AS hit
                JOIN \(object.table) t ON t.id = hit.id ORDER BY t.id DESC LIMIT \(limit)) AS part
                """
        }
        guard !parts.isEmpty else { return [] }
        return try connection.all("\(parts.joined(separator: " UNION ALL ")) LIMIT \(limit)") { row in
            SearchHit(object: objects[Int(row.int(0))].name, id: row.int(1), title: row.text(2))
        }
    }
}

extension ObjectDefinition {
    /// Whether records are found by their telephone numbers.
    var hasPhones: Bool { fields.contains { $0.isSearched && $0.type is PhonesType } }
}

extension [SearchHit] {
    /// These, then what else is in `more`, at most `limit` in all.
    fileprivate func followed(by more: [SearchHit], _ limit: Int) -> [SearchHit] {
        let known = Set(self)
        return self + more.filter { !known.contains($0) }.prefix(limit - count)
    }
}

extension QueryCompiler {
    /// For a role to which some searched field is closed: each word must also stand in a field that is not, since the index holds them all
    /// together. Nil where nothing is closed.
    func readableMatch(_ text: String, atStart: Bool, _ dialect: any Dialect) -> SQL? {
        let searched = object.fields.filter(\.isSearched)
        let readable = searched.filter { role.access(object.name, $0.name) >= .read }
        guard isGuarded, readable.count < searched.count else { return nil }
        let columns = readable.map { field -> SQL in
            let own: Identifier = field.identifiers[0]
            // Words begin behind a space, as they do in the index.
            return ["«", "(", "\"", "\n"].reduce("' ' || \(dialect.folded("\(alias).\(own)"))") { "replace(\($0), \($1), ' ')" }
        }
        let words = SearchText.needles(text, atStart: atStart).map { needle -> SQL in
            let word = needle.hasPrefix("  ") ? String(needle.dropFirst()) : needle
            let places = columns.compactMap { try? TextPattern.condition($0, word) }
            return places.isEmpty ? "1 = 0" : "(\(places.joined(separator: " OR ")))"
        }
        return words.isEmpty ? nil : "(\(words.joined(separator: " AND ")))"
    }
}
