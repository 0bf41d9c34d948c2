import Storage

extension PostgresDialect {
    func createSearch(_ table: Identifier) -> [SQL] {
        let search = table.adding("_search")
        return [
            "CREATE TABLE \(search) (id bigint PRIMARY KEY, text text NOT NULL)",
            "CREATE INDEX \(search.adding("_text")) ON \(search) USING gin (text \(trigrams).gin_trgm_ops) WITH (gin_pending_list_limit = 256)",
        ]
    }

    func updateSearch(_ table: Identifier, id: Int64, from old: String, to new: String) -> [SQL] {
        let search = table.adding("_search")
        let (before, after) = (SearchText.padded(old), SearchText.padded(new))
        if before == after { return [] }
        if after.isEmpty { return ["DELETE FROM \(search) WHERE id = \(id)"] }
        return ["INSERT INTO \(search) (id, text) VALUES (\(id), \(after)) ON CONFLICT (id) DO UPDATE SET text = excluded.text"]
    }

    func searchHits(_ table: Identifier, text: String, atStart: Bool) -> SQL {
        let search = table.adding("_search")
        let conditions = SearchText.needles(text, atStart: atStart).map { "text LIKE \("%\(PostgresDialect.escaped($0))%")" as SQL }
        guard !conditions.isEmpty else { return "SELECT id FROM \(search) WHERE 1 = 0" }
        return "SELECT id FROM \(search) WHERE \(conditions.joined(separator: " AND "))"
    }

    /// The text with nothing in it that LIKE reads as a sign.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { out.unicodeScalars.append("\\") }
            out.unicodeScalars.append(scalar)
        }
        return out
    }
}
