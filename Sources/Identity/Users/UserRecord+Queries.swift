import Kit
import RecordEngine
import Storage

extension UserRecord {
    static func isAdministrator(_ role: Int64?, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT key FROM \"role\" WHERE id = \(role)") { $0.text(0) } == ShippedRoles.administrator.key
    }

    /// Whether without this user nobody could administer.
    static func isLastAdministrator(_ user: Int64, _ connection: any Connection) throws -> Bool {
        let administrators = try connection.all(
            """
            SELECT u.id FROM "user" u JOIN "role" r ON r.id = u.role
            WHERE r.key = \(ShippedRoles.administrator.key) AND u.is_active = 1 LIMIT 2
            """
        ) { $0.int(0) }
        return administrators == [user]
    }
}
