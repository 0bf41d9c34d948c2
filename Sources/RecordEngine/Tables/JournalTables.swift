import Storage

/// The tables of the journal and of what clients call their records.
enum JournalTables {
    /// A journal that was restored into another cluster of PostgreSQL may hold transaction numbers that are still to come there. Its
    /// batches then go before all others, in the order of their own numbers.
    static func adopt(_ tx: any Transaction) throws {
        try tx.execute("UPDATE batch SET xid = 0 WHERE (SELECT max(xid) FROM batch) >= \(tx.dialect.nextXID)")
    }

    /// Indexes that came after their tables.
    static let indexes: [(name: Identifier, statement: SQL)] = [
        // The last batch of a moment.
        ("batch_at_idx", "CREATE INDEX batch_at_idx ON batch (at, id)"),
        // What was deleted last.
        ("touched_deleted_idx", "CREATE INDEX touched_deleted_idx ON touched (object, batch) WHERE kind = 'deleted'"),
        // What was done by an import.
        ("batch_via_idx", "CREATE INDEX batch_via_idx ON batch (via, via_id, id) WHERE via_id IS NOT NULL"),
    ]

    static let all: [SystemTable] = [
        SystemTable("batch") { dialect in
            [
                """
                CREATE TABLE batch (
                    id \(dialect.sequentialID), at \(dialect.type(.integer)) NOT NULL, author \(dialect.type(.integer)),
                    via \(dialect.type(.text)) NOT NULL, via_id \(dialect.type(.integer)), action \(dialect.type(.text)),
                    undoes \(dialect.type(.integer)), xid \(dialect.type(.integer)) NOT NULL
                )
                """,
                "CREATE INDEX batch_author_idx ON batch (author, id)",
                "CREATE INDEX batch_undoes_idx ON batch (undoes) WHERE undoes IS NOT NULL",
                "CREATE INDEX batch_xid_idx ON batch (xid, id)",
            ]
        },
        SystemTable("touched") { dialect in
            [
                """
                CREATE TABLE touched (
                    batch \(dialect.type(.integer)) NOT NULL, object \(dialect.type(.text)) NOT NULL,
                    record \(dialect.type(.integer)) NOT NULL, kind \(dialect.type(.text)) NOT NULL,
                    PRIMARY KEY (batch, object, record)
                ) \(dialect.withoutRowID)
                """,
                "CREATE INDEX touched_record_idx ON touched (object, record, batch)",
            ]
        },
        SystemTable("schema_version") { dialect in
            ["CREATE TABLE schema_version (version \(dialect.type(.integer)) NOT NULL)", "INSERT INTO schema_version (version) VALUES (1)"]
        },
        SystemTable("counter") { dialect in
            [
                """
                CREATE TABLE counter (
                    object \(dialect.type(.text)) NOT NULL, field \(dialect.type(.text)) NOT NULL, period \(dialect.type(.text)) NOT NULL,
                    number \(dialect.type(.integer)) NOT NULL, PRIMARY KEY (object, field, period)
                ) \(dialect.withoutRowID)
                """
            ]
        },
        // Up to which batch former versions of an object are no longer kept.
        SystemTable("history_kept") { dialect in
            ["CREATE TABLE history_kept (object \(dialect.type(.text)) NOT NULL PRIMARY KEY, batch \(dialect.type(.integer)) NOT NULL)"]
        },
        // Who got a record of another's, or of nobody's, in a batch. It follows from the former versions.
        SystemTable("changed_owner") { dialect in
            [
                """
                CREATE TABLE changed_owner (
                    object \(dialect.type(.text)) NOT NULL, batch \(dialect.type(.integer)) NOT NULL,
                    record \(dialect.type(.integer)) NOT NULL, owner \(dialect.type(.integer)) NOT NULL, PRIMARY KEY (object, batch, record, owner)
                ) \(dialect.withoutRowID)
                """,
                "CREATE INDEX changed_owner_idx ON changed_owner (object, owner, batch, record)",
            ]
        },
        SystemTable("client_key") { dialect in
            [
                """
                CREATE TABLE client_key (
                    object \(dialect.type(.text)) NOT NULL, key \(dialect.type(.text)) NOT NULL,
                    record \(dialect.type(.integer)) NOT NULL, PRIMARY KEY (object, key)
                ) \(dialect.withoutRowID)
                """
            ]
        },
    ]
}
