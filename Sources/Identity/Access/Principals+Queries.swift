import Kit
import Storage

extension Principals {
    struct Found {
        let user: Int64
        let name: String
        let language: Language
        let role: String?
        /// The members of the user's team and of the teams that the user heads. Who has left still counts: the deals stay.
        var others: [Int64]
    }

    /// Nil when no active user holds such a key. One question, because every request asks it.
    /// - Parameters:
    ///   - columns: what to read of the key, as the columns from 5 on; lent to `key` once.
    ///   - table: where the key is, as `k`, with the user as `k.user_id`.
    static func find(
        _ columns: SQL, of table: SQL, where condition: SQL, in connection: any Connection, key: (any Row) -> Void = { _ in }
    ) throws -> Found? {
        var found: Found?
        try connection.query(
            """
            SELECT u.id, u.name, u.language, r.key, m.id\(columns) FROM \(table) JOIN "user" u ON u.id = k.user_id AND u.is_active = 1
            LEFT JOIN "role" r ON r.id = u.role
            LEFT JOIN "user" m ON m.id <> u.id AND m.team IN (SELECT t.id FROM "team" t WHERE t.id = u.team OR t.head = u.id)
            WHERE \(condition)
            """
        ) { row in
            if found == nil {
                found = Found(
                    user: row.int(0), name: row.text(1), language: Language(rawValue: row.text(2)) ?? .en, role: row.optionalText(3), others: []
                )
                key(row)
            }
            if let member = row.optionalInt(4) { found?.others.append(member) }
            return true
        }
        found?.others.sort()
        return found
    }
}
