import Definitions
public import Kit
public import Storage

extension Notices {
    /// What people are told, and what each does not want to hear.
    public static let tables = [
        SystemTable(Identifier("notice")) { dialect in
            let (integer, text) = (dialect.type(.integer), dialect.type(.text))
            return [
                """
                CREATE TABLE notice (
                  id \(dialect.sequentialID), user_id \(integer) NOT NULL, kind \(text) NOT NULL, object \(text) NOT NULL,
                  record \(integer) NOT NULL, source \(text) NOT NULL, author \(integer), at \(integer) NOT NULL, times \(integer) NOT NULL,
                  read_at \(integer), snoozed_until \(integer)
                )
                """,
                "CREATE UNIQUE INDEX notice_unread ON notice (user_id, kind, object, record, source) WHERE read_at IS NULL",
                "CREATE INDEX notice_of_user ON notice (user_id, id)", "CREATE INDEX notice_at ON notice (at)",
            ]
        },
        SystemTable(Identifier("notice_off")) { dialect in
            [
                """
                CREATE TABLE notice_off (
                  user_id \(dialect.type(.integer)) NOT NULL, kind \(dialect.type(.text)) NOT NULL, PRIMARY KEY (user_id, kind)
                )
                """
            ]
        },
    ]

    /// Tells a person something, unless they do not want to hear of this kind. What is not read yet is told once, with how often it was.
    /// - Parameter source: what made it one of many, such as `import 7`; then it names no record. Or where it stands: `activity:17`.
    package static func add(
        _ kind: Notice.Kind, to user: Int64, object: String, record: Int64?, source: String = "", by author: Int64?, in tx: any Transaction
    ) throws {
        try tx.send(
            """
            INSERT INTO notice (user_id, kind, object, record, source, author, at, times)
            SELECT \(user), \(kind.rawValue), \(object), \(record ?? 0), \(source), \(author), \(tx.now.milliseconds), 1
            WHERE NOT EXISTS (SELECT 1 FROM notice_off WHERE user_id = \(user) AND kind = \(kind.rawValue))
            ON CONFLICT (user_id, kind, object, record, source) WHERE read_at IS NULL
            DO UPDATE SET times = notice.times + 1, at = excluded.at, author = excluded.author, snoozed_until = NULL
            """)
    }

    /// A person's notices, the newest first: all, or those that wait to be read.
    /// - Parameter before: the number of the last one seen.
    public static func list(
        of user: Int64, onlyWaiting: Bool, before: Int64? = nil, limit: Int, at now: Instant, in connection: any Connection
    ) throws -> [Notice] {
        var sql: SQL = """
            SELECT id, kind, object, record, author, at, times, read_at, snoozed_until, source FROM notice WHERE user_id = \(user)
            """
        if onlyWaiting { sql += " AND \(waiting(now))" }
        if let before { sql += " AND id < \(before)" }
        return try connection.all("\(sql) ORDER BY id DESC LIMIT \(limit)") { row in
            Notice(
                id: row.int(0), kind: Notice.Kind(rawValue: row.text(1)) ?? .assigned, object: row.text(2),
                record: row.int(3) == 0 ? nil : row.int(3), source: RecordLink(text: row.text(9)), author: row.optionalInt(4), at: Instant(milliseconds: row.int(5)),
                times: row.int(6), readAt: row.optionalInt(7).map { Instant(milliseconds: $0) },
                snoozedUntil: row.optionalInt(8).map { Instant(milliseconds: $0) })
        }
    }

    /// How many notices wait to be read, for each of some people who have any.
    public static func waiting(for users: some Sequence<Int64>, at now: Instant, in connection: any Connection) throws -> [Int64: Int64] {
        let list = Set(users).sorted().map { "\($0)" as SQL }
        guard !list.isEmpty else { return [:] }
        let counts = try connection.all(
            "SELECT user_id, count(*) FROM notice WHERE user_id IN (\(list.joined(separator: ", "))) AND \(waiting(now)) GROUP BY user_id"
        ) { ($0.int(0), $0.int(1)) }
        return Dictionary(counts, uniquingKeysWith: { first, _ in first })
    }

    /// Marks notices of a person as read: those of these numbers, or all.
    /// - Returns: how many were not read before.
    @discardableResult
    public static func read(_ ids: [Int64]?, of user: Int64, in tx: any Transaction) throws -> Int {
        try tx.execute("UPDATE notice SET read_at = \(tx.now.milliseconds) WHERE user_id = \(user) AND read_at IS NULL\(those(ids))")
    }

    /// Lets notices of a person come again later.
    @discardableResult
    public static func snooze(_ ids: [Int64], until moment: Instant, of user: Int64, in tx: any Transaction) throws -> Int {
        try tx.execute(
            "UPDATE notice SET snoozed_until = \(moment.milliseconds) WHERE user_id = \(user) AND read_at IS NULL\(those(ids))")
    }

    /// The kinds that a person does not want to hear of.
    public static func silenced(by user: Int64, in connection: any Connection) throws -> Set<Notice.Kind> {
        Set(try connection.all("SELECT kind FROM notice_off WHERE user_id = \(user)") { $0.text(0) }.compactMap(Notice.Kind.init))
    }

    public static func silence(_ kinds: Set<Notice.Kind>, by user: Int64, in tx: any Transaction) throws {
        try tx.execute("DELETE FROM notice_off WHERE user_id = \(user)")
        for kind in kinds { try tx.execute("INSERT INTO notice_off (user_id, kind) VALUES (\(user), \(kind.rawValue))") }
    }

    /// Forgets what happened long ago.
    public static func sweep(in tx: any Transaction) throws {
        try tx.execute("DELETE FROM notice WHERE at < \(tx.now.adding(seconds: -keptSeconds).milliseconds)")
    }

    private static func waiting(_ now: Instant) -> SQL {
        "read_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= \(now.milliseconds))"
    }

    private static func those(_ ids: [Int64]?) -> SQL {
        guard let ids else { return "" }
        return ids.isEmpty ? " AND 1 = 0" : " AND id IN (\(ids.map { "\($0)" as SQL }.joined(separator: ", ")))"
    }
}
