import Storage

/// The tables by which records are recognized, and that remember what became of those that were recognized.
enum MatchTables {
    static let keys: Identifier = "match_key"

    static let all: [SystemTable] = [
        // In the order in which all who share a key stand together.
        SystemTable(keys) { dialect in
            [
                """
                CREATE TABLE match_key (
                    object \(dialect.type(.text)) NOT NULL, kind \(dialect.type(.integer)) NOT NULL, key \(dialect.type(.text)) NOT NULL,
                    record \(dialect.type(.integer)) NOT NULL, bearer \(dialect.type(.integer)) NOT NULL,
                    PRIMARY KEY (object, kind, key, record, bearer)
                ) \(dialect.withoutRowID)
                """
            ]
        },
        // Pairs of records that somebody has looked at and found to be two; the lower number first.
        SystemTable("not_duplicate") { dialect in
            [
                """
                CREATE TABLE not_duplicate (
                    object \(dialect.type(.text)) NOT NULL, record \(dialect.type(.integer)) NOT NULL, other \(dialect.type(.integer)) NOT NULL,
                    author \(dialect.type(.integer)), at \(dialect.type(.integer)) NOT NULL, PRIMARY KEY (object, record, other)
                ) \(dialect.withoutRowID)
                """
            ]
        },
        // Into which record another one went, and by what batch.
        SystemTable("merged") { dialect in
            [
                """
                CREATE TABLE merged (
                    object \(dialect.type(.text)) NOT NULL, record \(dialect.type(.integer)) NOT NULL, batch \(dialect.type(.integer)) NOT NULL,
                    survivor \(dialect.type(.integer)) NOT NULL, PRIMARY KEY (object, record, batch)
                ) \(dialect.withoutRowID)
                """,
                "CREATE INDEX merged_survivor_idx ON merged (object, survivor)",
            ]
        },
    ]
}
