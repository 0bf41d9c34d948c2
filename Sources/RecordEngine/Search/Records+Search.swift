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
    /// text, then those with it inside. A text typed on the wrong keyboard layout is tried the other way round.
    public func search(_ text: String, object only: String? = nil, limit: Int = 20) throws -> [SearchHit] {
        let text = String(text.prefix(200))
        guard !text.folded.isEmpty else { return [] }
        let objects = schema.objects.filter { object in
            let isMeant = only == nil ? object.isInNavigation && object.custom?.isFound ?? true : object.name == only
            return isMeant && object.isSearched && principal.role.grant(object.name).read != .none
        }
        let hits = try search(text, objects, limit: limit)
        guard hits.isEmpty, let swapped = KeyboardLayout.swapped(text) else { return hits }
        return try search(swapped, objects, limit: limit)
    }

    private func search(_ text: String, _ objects: [ObjectDefinition], limit: Int) throws -> [SearchHit] {
        var hits: [SearchHit] = []
        var seen: Set<SearchHit> = []
        for atStart in [true, false] {
            for object in objects where hits.count < limit {
                for hit in try search(text, object, atStart: atStart, limit: limit - hits.count) where seen.insert(hit).inserted { hits.append(hit) }
            }
        }
        return hits
    }

    private func search(_ text: String, _ object: ObjectDefinition, atStart: Bool, limit: Int) throws -> [SearchHit] {
        guard let title = object.field(object.titleField), principal.role.access(object.name, title.name) >= .read else { return [] }
        let compiler = try compiler(object)
        // Joining the hits first lets the index stream: few of many are wanted, the newest of them.
        let hits = connection.dialect.searchHits(object.table, text: text, atStart: atStart)
        var sql: SQL = "SELECT t.id, t.\(title.identifiers[0]) FROM (\(hits)) AS hit CROSS JOIN \(object.table) t WHERE t.id = hit.id"
        if let rule = try compiler.ownRule(principal.role.grant(object.name).read) { sql += " AND \(rule)" }
        return try connection.all("\(sql) ORDER BY hit.id DESC LIMIT \(limit)") { SearchHit(object: object.name, id: $0.int(0), title: $0.text(1)) }
    }
}
