import Kit
public import Storage

extension FirstAdministrator {
    static let table = SystemTable(Identifier("setup_code")) { dialect in
        ["CREATE TABLE setup_code (hash \(dialect.type(.text)) PRIMARY KEY, created_at \(dialect.type(.integer)) NOT NULL)"]
    }

    /// Whether there is no user yet.
    public static func isNeeded(in connection: any Connection) throws -> Bool {
        try connection.first("SELECT id FROM \"user\" LIMIT 1") { _ in true } == nil
    }

    static func insert(_ hash: String, _ tx: any Transaction) throws {
        try tx.execute("INSERT INTO setup_code (hash, created_at) VALUES (\(hash), \(tx.now.milliseconds))")
    }

    static func isKnown(_ hash: String, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM setup_code WHERE hash = \(hash)") { _ in true } ?? false
    }

    /// Spends a code and all others; false when there is no such. Two that come at once wait for each other here.
    static func spend(_ hash: String, _ tx: any Transaction) throws -> Bool {
        guard try tx.execute("DELETE FROM setup_code WHERE hash = \(hash)") == 1 else { return false }
        try tx.execute("DELETE FROM setup_code")
        return true
    }
}
