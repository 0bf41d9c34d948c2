import Kit
public import Storage

extension Throttle {
    static let table = SystemTable(Identifier("throttle")) { dialect in
        let integer = dialect.type(.integer)
        return [
            """
            CREATE TABLE throttle (
              name \(dialect.type(.text)) PRIMARY KEY, tries \(integer) NOT NULL, last_at \(integer) NOT NULL,
              blocked_until \(integer) NOT NULL
            )
            """,
            "CREATE INDEX throttle_last ON throttle (last_at)",
        ]
    }

    /// Counts a try and locks the row until the unit ends. The time of the block is that from before.
    static func count(_ key: String, _ tx: any Transaction) throws -> (tries: Int64, blockedUntil: Instant) {
        let now = tx.now
        let forgotten = now.adding(seconds: -memorySeconds).milliseconds
        let state = try tx.first(
            """
            INSERT INTO throttle (name, tries, last_at, blocked_until) VALUES (\(key), 1, \(now.milliseconds), 0)
            ON CONFLICT (name) DO UPDATE SET
              tries = CASE WHEN throttle.last_at <= \(forgotten) THEN 1 ELSE throttle.tries + 1 END, last_at = excluded.last_at
            RETURNING tries, blocked_until
            """
        ) { (tries: $0.int(0), blockedUntil: Instant(milliseconds: $0.int(1))) }
        return state ?? (1, Instant(milliseconds: 0))
    }

    static func block(_ key: String, until: Instant, _ tx: any Transaction) throws {
        try tx.execute("UPDATE throttle SET blocked_until = \(until.milliseconds) WHERE name = \(key)")
    }

    static func forget(_ key: String, _ tx: any Transaction) throws {
        try tx.execute("DELETE FROM throttle WHERE name = \(key)")
    }

    static func refund(_ key: String, _ tx: any Transaction) throws {
        try tx.execute("UPDATE throttle SET tries = tries - 1, blocked_until = 0 WHERE name = \(key)")
    }

    public static func sweep(in tx: any Transaction) throws {
        try tx.execute("DELETE FROM throttle WHERE last_at <= \(tx.now.adding(seconds: -memorySeconds).milliseconds)")
    }
}
