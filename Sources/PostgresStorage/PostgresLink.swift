import CPostgres
import Foundation
import Kit
import Storage

/// One connection with its prepared statements. Lives and is used on one thread only.
final class PostgresLink: Connection {
    let dialect: any Dialect
    /// A statement failed so that the unit must be run again from its beginning, whatever its body made of it.
    private(set) var rerun: PostgresError.Rerun?

    private let connection: OpaquePointer
    private let trace: (@Sendable (String) -> Void)?
    private var statements: [String: [PreparedStatement]] = [:]
    private var preparedCount = 0
    /// A BEGIN that goes out with the first statement, in one trip.
    private var dueBegin: String?
    private var isOpen = false
    /// It could not be brought back to a clean state.
    private var isLost = false
    /// Whether the body may be run again after it saw a row: a unit of writing has no other effect, a read may have.
    private var isRepeatable = false
    private var hasLentRows = false
    /// What was prepared no longer fits the tables.
    private var isOutdated = false
    private var hasFailed = false

    init(_ connection: OpaquePointer, _ dialect: PostgresDialect, trace: (@Sendable (String) -> Void)?) {
        self.connection = connection
        self.dialect = dialect
        self.trace = trace
    }

    var isBroken: Bool { isLost || PQstatus(connection) != CONNECTION_OK }

    /// Whether the server has ended it while nothing was asked of it. What a server says unasked is its farewell.
    var isEnded: Bool {
        var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        return isBroken || poll(&socket, 1, 0) != 0
    }

    func close() { PQfinish(connection) }

    /// Begins with the first statement that follows.
    func begin(_ statement: StaticString, isRepeatable: Bool) {
        dueBegin = statement.description
        self.isRepeatable = isRepeatable
        rerun = nil
        hasFailed = false
        hasLentRows = false
    }

    func commit() throws {
        if let rerun { throw rerun }
        guard !hasFailed else {
            throw StorageError(engine: "PostgreSQL", code: "25P02", message: "a statement failed and its unit went on", statement: "")
        }
        dueBegin = nil
        guard isOpen else { return }
        // The server answers some commits with a rollback.
        guard try plain("COMMIT").command == "COMMIT" else {
            throw StorageError(engine: "PostgreSQL", code: "25P02", message: "the transaction was rolled back", statement: "COMMIT")
        }
        isOpen = false
    }

    /// Ends what is open, if anything. What can't be ended ends with the connection.
    func rollback() {
        dueBegin = nil
        if isOpen, !isBroken, (try? plain("ROLLBACK")) == nil { isLost = true }
        isOpen = false
        if isOutdated { forgetStatements() }
    }

    func query(_ sql: SQL, _ row: (any Row) throws -> Bool) throws {
        let result = try run(sql)
        let current = PostgresRow(result)
        while current.number < result.rows {
            hasLentRows = true
            if try !row(current) { return }
            current.number += 1
        }
    }

    @discardableResult
    func execute(_ sql: SQL) throws -> Int { try run(sql).changes }

    private func run(_ sql: SQL) throws -> PostgresResult {
        let text = sql.text
        let name = PostgresLink.isRunOnce(text) ? nil : try prepare(text, sql.values).name
        let types = name == nil ? PreparedStatement.types(sql.values) : []
        trace?(text)
        let result = PostgresParameters(sql.values).lend { count, values, lengths, formats in
            guard let begin = dueBegin else {
                return PostgresResult(
                    name.map { PQexecPrepared(connection, $0, count, values, lengths, formats, 0) }
                        ?? PQexecParams(connection, text, count, types, values, lengths, formats, 0)
                )
            }
            dueBegin = nil
            isOpen = true
            trace?(begin)
            return together(begin) {
                name.map { PQsendQueryPrepared(connection, $0, count, values, lengths, formats, 0) }
                    ?? PQsendQueryParams(connection, text, count, types, values, lengths, formats, 0)
            }
        }
        return try checked(result, text)
    }

    /// Sends BEGIN and a statement in one trip to the server.
    private func together(_ begin: String, _ send: () -> Int32) -> PostgresResult {
        guard PQenterPipelineMode(connection) == 1 else { return PostgresResult(nil) }
        defer { PQexitPipelineMode(connection) }
        guard PQsendQueryParams(connection, begin, 0, nil, nil, nil, nil, 0) == 1, send() == 1, PQpipelineSync(connection) == 1 else {
            return PostgresResult(nil)
        }
        var results: [PostgresResult] = []
        // Each statement's results end with a null, all of them with the sync.
        while !isBroken {
            guard let pointer = PQgetResult(connection) else { continue }
            let result = PostgresResult(pointer)
            if PQresultStatus(pointer) == PGRES_PIPELINE_SYNC { break }
            results.append(result)
        }
        return results.first { !$0.isGood } ?? results.last ?? PostgresResult(nil)
    }

    private func plain(_ text: String) throws -> PostgresResult {
        trace?(text)
        return try checked(PostgresResult(PQexec(connection, text)), text)
    }

    private func checked(_ result: PostgresResult, _ text: String) throws -> PostgresResult {
        if result.isGood { return result }
        hasFailed = true
        if isBroken { throw Failure.databaseAway }
        let error = PostgresError.failure(result, text)
        guard let again = error as? PostgresError.Rerun else { throw error }
        if again.isOutdated { isOutdated = true }
        guard isRepeatable || !hasLentRows else { throw again.cause }
        rerun = again
        throw again
    }

    private func prepare(_ text: String, _ values: [DatabaseValue]) throws -> PreparedStatement {
        if let known = statements[text]?.first(where: { $0.fits(values) }) { return known }
        if statements.count >= 500 { forgetStatements() }
        preparedCount &+= 1
        let name = "s\(preparedCount)"
        _ = try checked(PreparedStatement.prepare(name, text, values, connection), text)
        let statement = PreparedStatement(name, values, connection)
        statements[text, default: []].append(statement)
        return statement
    }

    private func forgetStatements() {
        statements = [:]
        isOutdated = false
        _ = try? plain("DEALLOCATE ALL")
    }

    /// What changes tables is not worth preparing. What looks for a pattern among others is planned for that pattern: after a few runs a
    /// prepared statement gets one plan for all, and the plan for a frequent word reads the whole table for a rare one.
    private static func isRunOnce(_ text: String) -> Bool {
        ["CREATE ", "ALTER ", "DROP ", "EXPLAIN "].contains { text.hasPrefix($0) } || text.withCString { strstr($0, " LIKE $") != nil }
    }
}
