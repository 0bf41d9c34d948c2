import CPostgres

/// A result of libpq, freed with its owner.
final class PostgresResult {
    let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var isGood: Bool {
        let status = PQresultStatus(pointer)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    var rows: Int32 { PQntuples(pointer) }

    /// The rows changed; 0 where nothing is.
    var changes: Int {
        guard PQresultStatus(pointer) == PGRES_COMMAND_OK, let text = PQcmdTuples(pointer) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// What the server says it did: "COMMIT", or "ROLLBACK" in its place.
    var command: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    var state: String { PQresultErrorField(pointer, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? "" }

    var message: String { PQresultErrorMessage(pointer).map { String(cString: $0) } ?? "" }
}
