import Kit
public import Storage

/// Texts that are being written and were not sent yet, kept for the one who writes them and shown to nobody else.
public enum Drafts {
    /// Long enough for whatever a field takes.
    public static let mostBytes = 300_000
    private static let keptSeconds: Int64 = 90 * 86_400
    /// More than are shown: what is gone or closed now falls out.
    private static let latestLimit = 100

    public static let tables = [
        SystemTable(Identifier("draft")) { dialect in
            let (integer, text) = (dialect.type(.integer), dialect.type(.text))
            return [
                """
                CREATE TABLE draft (
                  user_id \(integer) NOT NULL, place \(text) NOT NULL, form \(text) NOT NULL, fields \(text) NOT NULL, at \(integer) NOT NULL,
                  PRIMARY KEY (user_id, place, form)
                )
                """,
                "CREATE INDEX draft_at ON draft (at)",
            ]
        }
    ]

    /// Keeps what stands in a form; nothing is kept of an empty one.
    /// - Parameters:
    ///   - place: the record that it is about: `deal:7`.
    ///   - form: which of the forms there: `note`.
    public static func keep(_ fields: [String: String], _ form: String, at place: String, of user: Int64, in tx: any Transaction) throws {
        guard fields["text"]?.isEmpty == false else { return try drop(form, at: place, of: user, in: tx) }
        let text = JSON.object(fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
        try tx.send(
            """
            INSERT INTO draft (user_id, place, form, fields, at) VALUES (\(user), \(place), \(form), \(text), \(tx.now.milliseconds))
            ON CONFLICT (user_id, place, form) DO UPDATE SET fields = excluded.fields, at = excluded.at
            """)
    }

    /// Forgets what was sent.
    public static func drop(_ form: String, at place: String, of user: Int64, in tx: any Transaction) throws {
        try tx.send("DELETE FROM draft WHERE user_id = \(user) AND place = \(place) AND form = \(form)")
    }

    /// What a person was writing about records, the last first.
    public static func list(
        at places: [String], of user: Int64, in connection: any Connection
    ) throws -> [(place: String, form: String, fields: [String: String])] {
        let among = places.map { "\($0)" as SQL }.joined(separator: ", ")
        let sql: SQL = "SELECT place, form, fields FROM draft WHERE user_id = \(user) AND place IN (\(among)) ORDER BY at DESC"
        return try connection.all(sql) { row in (row.text(0), row.text(1), fields(row.text(2))) }
    }

    /// What a person was writing wherever it is, the last first.
    public static func latest(of user: Int64, in connection: any Connection) throws -> [(place: String, text: String)] {
        let sql: SQL = "SELECT place, fields FROM draft WHERE user_id = \(user) ORDER BY at DESC LIMIT \(latestLimit)"
        // A pasted book is not read to its end.
        return try connection.all(sql) { row in (row.text(0), String((fields(row.text(1))["text"] ?? "").prefix(400)).trimmed) }
            .filter { !$0.1.isEmpty }
    }

    /// Where among the records of an object a person was writing.
    public static func ids(of object: String, by user: Int64, in connection: any Connection) throws -> [Int64] {
        let sql: SQL =
            "SELECT place FROM draft WHERE user_id = \(user) AND place LIKE \(object + ":%") GROUP BY place ORDER BY max(at) DESC LIMIT 100"
        return try connection.all(sql) { row in row.text(0) }.compactMap { Int64($0.dropFirst(object.count + 1)) }
    }

    private static func fields(_ text: String) -> [String: String] {
        let members = (try? JSON.parse(text))?.members ?? []
        return Dictionary(members.compactMap { name, value in value.string.map { (name, $0) } }, uniquingKeysWith: { $1 })
    }

    /// Forgets what nobody has gone on with for long.
    public static func sweep(in tx: any Transaction) throws {
        try tx.execute("DELETE FROM draft WHERE at < \(tx.now.adding(seconds: -keptSeconds).milliseconds)")
    }
}
