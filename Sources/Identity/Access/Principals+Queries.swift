import Kit
import Storage

extension Principals {
    typealias UserRow = (name: String, language: Language, role: String?, team: Int64?)

    static func row(_ user: Int64, _ connection: any Connection) throws -> UserRow? {
        try connection.first(
            """
            SELECT u.name, u.language, r.key, u.team FROM "user" u LEFT JOIN "role" r ON r.id = u.role
            WHERE u.id = \(user) AND u.is_active = 1
            """
        ) { row in (row.text(0), Language(rawValue: row.text(1)) ?? .en, row.optionalText(2), row.optionalInt(3)) }
    }

    /// The user, the members of the user's team, and of the teams that the user heads. Who has left still counts: the deals stay.
    static func team(of user: Int64, in team: Int64?, _ connection: any Connection) throws -> [Int64] {
        let others = try connection.all(
            """
            SELECT id FROM "user" WHERE id <> \(user) AND team IN (SELECT id FROM "team" WHERE id = \(team) OR head = \(user))
            ORDER BY id
            """
        ) { $0.int(0) }
        return [user] + others
    }
}
