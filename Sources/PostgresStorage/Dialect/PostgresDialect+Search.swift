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
        let conditions = patterns(text, atStart: atStart).map { "s.text LIKE \($0)" as SQL }
        return "SELECT s.id FROM \(table.adding("_search")) s WHERE \(conditions.isEmpty ? "1 = 0" : conditions.joined(separator: " AND "))"
    }

    /// The index gives its hits in no order and all at once. So a frequent text is first looked for among the newest thousand records,
    /// one by one, and only what is rare there is left to the index. The limit and `OFFSET 0` keep the planner to that, and patterns
    /// that it does not see to one plan for all texts: making one takes longer than most searches.
    func newestHits(_ table: Identifier, text: String, atStart: Bool, where rule: SQL?, limit: Int) -> SQL {
        let search = table.adding("_search")
        let conditions = patterns(text, atStart: atStart).map { "s.text LIKE (SELECT \($0))" as SQL }
        let matches = conditions.isEmpty ? "1 = 0" : conditions.joined(separator: " AND ")
        let readable: SQL = rule.map { " JOIN \(table) t ON t.id = s.id AND \($0)" } ?? ""
        let newest: SQL = "(SELECT max(id) - 1000 FROM \(search))"
        let end: SQL = "ORDER BY s.id DESC LIMIT \(limit)"
        return """
            (SELECT s.id FROM (SELECT id, text FROM \(search) WHERE id > \(newest) ORDER BY id DESC LIMIT 1000) s\(readable) WHERE \(matches) \(end))
            UNION ALL (SELECT s.id FROM (SELECT s.id FROM \(search) s WHERE \(matches) OFFSET 0) s\(readable) WHERE s.id <= \(newest) \(end))
            LIMIT \(limit)
            """
    }

    private func patterns(_ text: String, atStart: Bool) -> [String] {
        SearchText.needles(text, atStart: atStart).map { "%\(PostgresDialect.escaped($0))%" }
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
