import Kit
import RecordEngine
import Storage

extension UserRecord {
    static func isAdministrator(_ role: Int64?, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT key FROM \"role\" WHERE id = \(role)") { $0.text(0) } == ShippedRoles.administrator.key
    }

    /// Whether anybody can administer. Locks those who can, so that two administrators can't remove each other at the same time.
    static func hasAdministrator(_ tx: any Transaction) throws -> Bool {
        let administrators = try tx.all(
            """
            SELECT t.id FROM "user" t
            WHERE t.is_active = 1 AND t.role IN (SELECT id FROM "role" WHERE key = \(ShippedRoles.administrator.key))
            ORDER BY t.id \(tx.dialect.lockRow)
            """
        ) { $0.int(0) }
        return !administrators.isEmpty
    }
}
