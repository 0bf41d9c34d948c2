public import Storage

extension FileText {
    public static let table = SystemTable("file_text") { dialect in
        ["CREATE TABLE file_text (sha256 \(dialect.type(.text)) PRIMARY KEY, words \(dialect.type(.text)) NOT NULL)"]
    }

    /// Nil when they were not read yet.
    static func text(of digest: String, _ connection: any Connection) throws -> String? {
        try connection.first("SELECT words FROM file_text WHERE sha256 = \(digest)") { $0.text(0) }
    }

    /// The contents of a type whose words were not read yet, some of them.
    static func unread(_ mediaType: String, _ connection: any Connection) throws -> [String] {
        try connection.all(
            "SELECT DISTINCT sha256 FROM file WHERE media_type = \(mediaType) AND sha256 NOT IN (SELECT sha256 FROM file_text) LIMIT 10000"
        ) { $0.text(0) }
    }

    static func keep(_ words: String, of digest: String, in tx: any Transaction) throws {
        try tx.execute("INSERT INTO file_text (sha256, words) VALUES (\(digest), \(words))")
    }

    /// Forgets the words of contents that nothing names any more.
    public static func sweep(in tx: any Transaction) throws {
        let gone = Attachment.files.map { "sha256 NOT IN (\($0))" as SQL }.joined(separator: " AND ")
        try tx.execute("DELETE FROM file_text WHERE \(gone)")
    }
}

extension Attachment {
    /// The files that rows name: the living ones, and those of the past, which the history can bring back.
    public static let files: [SQL] = [
        "SELECT sha256 FROM file WHERE sha256 IS NOT NULL", "SELECT sha256 FROM file_past WHERE sha256 IS NOT NULL",
    ]
}
