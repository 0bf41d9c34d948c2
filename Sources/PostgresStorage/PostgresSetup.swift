import CPostgres
import Storage

/// What a schema needs before the first table: itself, the extension for search and the function for folding.
struct PostgresSetup {
    private let address: PostgresAddress

    init(_ address: PostgresAddress) { self.address = address }

    func run() throws -> PostgresDialect {
        let link = PostgresLink(try address.connect(), PostgresDialect(trigrams: Identifier("public")), trace: nil)
        defer { link.close() }
        guard try link.first("SHOW server_encoding", { $0.text(0) }) == "UTF8" else {
            throw PostgresError.unusable("a database that is not in UTF-8")
        }
        link.begin("BEGIN", isRepeatable: false)
        do {
            // Two servers that start together would get in each other's way. One waits for the other as long as a start may take.
            try link.execute("SET LOCAL lock_timeout TO 60000")
            try link.query("SELECT pg_advisory_xact_lock(1265791335)") { _ in true }
            let exists = try link.first("SELECT 1 FROM pg_namespace WHERE nspname = \(address.schema.name)") { _ in true } ?? false
            if !exists { try link.execute("CREATE SCHEMA \(address.schema)") }
            let trigrams = try link.first(extensionSchema) { $0.text(0) }
            if trigrams == nil { try link.execute("CREATE EXTENSION pg_trgm SCHEMA public") }
            try link.execute(foldFunction)
            try link.execute(versionFunction)
            try link.commit()
            guard let found = Identifier(checked: trigrams ?? "public") else { throw PostgresError.unusable("the schema of pg_trgm") }
            return PostgresDialect(trigrams: found)
        } catch {
            link.rollback()
            throw error
        }
    }

    private let extensionSchema: SQL = """
        SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'
        """

    /// The version is read behind the lock, in one trip: a plain statement would see what there was before it waited.
    private let versionFunction: SQL = """
        CREATE OR REPLACE FUNCTION krug_schema_version() RETURNS bigint LANGUAGE plpgsql VOLATILE AS
        'BEGIN
            PERFORM pg_advisory_xact_lock_shared(1265791335, hashtext(current_schema()));
            RETURN (SELECT version FROM schema_version);
        END'
        """

    /// The same as `String.folded`. ICU's rules, because those of the database may know Latin letters only.
    private let foldFunction: SQL = """
        CREATE OR REPLACE FUNCTION krug_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
        btrim(regexp_replace(translate(lower(normalize(value, NFC) COLLATE "und-x-icu"),
        'ё\u{A0}\u{AD}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{2060}\u{FEFF}', 'е '), '\\s+', ' ', 'g'))
        """
}
