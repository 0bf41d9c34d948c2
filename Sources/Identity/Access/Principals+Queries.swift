import Definitions
import Kit
import Storage

extension Principals {
    struct Found {
        let user: Int64
        let name: String
        let language: Language
        /// The user's role, and those that it has besides.
        var roles: [Roles.Written]
        /// The members of the user's team and of the teams that the user heads. Who has left still counts: the deals stay.
        var others: [Int64]
    }

    /// Finds who holds a key. One question, because every request asks it.
    /// - Parameters:
    ///   - columns: what to read of the key, as the columns from 9 on.
    ///   - table: where the key is, as `k`, with the user as `k.user_id`.
    static func statement(_ columns: SQL, of table: SQL, where condition: SQL) -> SQL {
        let statement: SQL = """
            SELECT u.id, u.name, u.language, m.id, u.more_roles, r.id, r.key, r.title, r.rights\(columns)
            FROM \(table) JOIN "user" u ON u.id = k.user_id AND u.is_active = 1
            LEFT JOIN "role" r ON r.id = u.role
            LEFT JOIN "user" m ON m.id <> u.id AND m.team IN (SELECT t.id FROM "team" t WHERE t.id = u.team OR t.head = u.id)
            WHERE \(condition)
            """
        return statement.prepared
    }

    /// Nil when no active user holds such a key.
    /// - Parameter key: is lent once what the statement reads of the key.
    static func find(_ statement: SQL, in connection: any Connection, key: (any Row) -> Void = { _ in }) throws -> Found? {
        var found: Found?
        var more: [Int64] = []
        try connection.query(statement) { row in
            if found == nil {
                let roles = row.isNull(5) ? [] : [written(row, at: 5)]
                found = Found(
                    user: row.int(0), name: row.text(1), language: Language(rawValue: row.text(2)) ?? .en, roles: roles, others: [])
                more = References(UserRecord.moreRoles.definition.type.load(row, at: 4))?.ids ?? []
                key(row)
            }
            if let member = row.optionalInt(3) { found?.others.append(member) }
            return true
        }
        found?.others.sort()
        if !more.isEmpty { found?.roles += try written(more, connection) }
        return found
    }

    /// Roles in the order of their numbers, so that the same ones always look the same.
    private static func written(_ ids: [Int64], _ connection: any Connection) throws -> [Roles.Written] {
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        return try connection.all("SELECT id, key, title, rights FROM \"role\" WHERE id IN (\(list)) ORDER BY id") { written($0, at: 0) }
    }

    private static func written(_ row: any Row, at column: Int) -> Roles.Written {
        Roles.Written(
            id: row.int(column), key: row.optionalText(column + 1), title: row.text(column + 2), rights: row.optionalText(column + 3))
    }
}
