import Kit
public import Storage

extension Idempotency {
    static let table = SystemTable(Identifier("idempotency")) { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE idempotency (
              user_id \(integer) NOT NULL, name \(text) NOT NULL, route \(text) NOT NULL, digest \(text) NOT NULL,
              status \(integer), head \(text), body \(text), created_at \(integer) NOT NULL,
              PRIMARY KEY (user_id, name)
            )
            """,
            "CREATE INDEX idempotency_created ON idempotency (created_at)",
        ]
    }

    /// Keeps the answer for whoever sends the order again.
    public static func store(_ answer: Answer, to order: Order, in tx: any Transaction) throws {
        try tx.execute(
            """
            UPDATE idempotency SET status = \(answer.status), head = \(answer.head), body = \(answer.body)
            WHERE user_id = \(order.user) AND name = \(order.key)
            """
        )
    }

    public static func sweep(in tx: any Transaction) throws {
        try tx.execute("DELETE FROM idempotency WHERE created_at <= \(tx.now.adding(seconds: -keptSeconds).milliseconds)")
    }

    /// Takes the key; false when it is taken. Waits while another transaction is about to take it.
    static func claim(_ order: Order, _ tx: any Transaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO idempotency (user_id, name, route, digest, created_at)
            VALUES (\(order.user), \(order.key), \(order.route), \(order.digest), \(tx.now.milliseconds))
            ON CONFLICT (user_id, name) DO NOTHING
            """
        ) == 1
    }

    static func find(_ order: Order, _ tx: any Transaction) throws -> (route: String, digest: String, answer: Answer?)? {
        try tx.first(
            "SELECT route, digest, status, head, body FROM idempotency WHERE user_id = \(order.user) AND name = \(order.key)"
        ) { row in
            let answer = row.optionalInt(2).map { Answer(status: Int(truncatingIfNeeded: $0), head: row.text(3), body: row.text(4)) }
            return (row.text(0), row.text(1), answer)
        }
    }
}
