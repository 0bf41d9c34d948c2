import CPostgres
import Foundation
import Storage

/// Where the workspace is, and how each connection to it is set up.
struct PostgresAddress: Sendable {
    let url: String
    let schema: Identifier
    let statementTimeLimit: Duration

    /// A connection that is ready for work. Its rules hold from the first statement on.
    func connect() throws -> OpaquePointer {
        // The address first: what comes after it wins over what it says.
        let options = [
            ("dbname", url), ("connect_timeout", "3"), ("client_encoding", "UTF8"), ("fallback_application_name", "krug"),
            ("keepalives", "1"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "10000"),
        ]
        let keys = CStrings(options.map(\.0))
        let values = CStrings(options.map(\.1))
        let opened = withExtendedLifetime((keys, values)) { PQconnectdbParams(keys.pointers, values.pointers, 1) }
        guard let connection = opened else { throw PostgresError.unusable("the address") }
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            throw PostgresError.unreachable(String(cString: PQerrorMessage(connection)))
        }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        let limit = statementTimeLimit.components.seconds * 1000 + statementTimeLimit.components.attoseconds / 1_000_000_000_000_000
        let rules = """
            SET search_path TO "\(schema.name)"; SET statement_timeout TO \(limit); SET lock_timeout TO 3000;
            SET idle_in_transaction_session_timeout TO 15000; SET bytea_output TO hex; SET extra_float_digits TO 1; SET jit TO off;
            SET standard_conforming_strings TO on
            """
        let result = PostgresResult(PQexec(connection, rules))
        guard result.isGood else {
            defer { PQfinish(connection) }
            throw PostgresError.unreachable(result.message)
        }
        return connection
    }
}

/// C strings in an array that ends with null.
private final class CStrings {
    let pointers: [UnsafePointer<CChar>?]
    private let owned: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        owned = texts.map { strdup($0) }
        pointers = owned.map { UnsafePointer($0) } + [nil]
    }

    deinit {
        for pointer in owned { free(pointer) }
    }
}
