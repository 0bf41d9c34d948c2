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
    /// The statements that were sent and whose answers were not looked at, each with what it means when it changed nothing.
    private var underWay: [(text: String, failure: Failure?)] = []
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
        // What may turn out to have changed nothing must be known before.
        if underWay.contains(where: { $0.failure != nil }) { _ = try answer() }
        try post("COMMIT")
        // The server answers some commits with a rollback.
        guard try answer().command == "COMMIT" else {
            throw StorageError(engine: "PostgreSQL", code: "25P02", message: "the transaction was rolled back", statement: "COMMIT")
        }
        isOpen = false
    }

    /// Ends what is open, if anything. What can't be ended ends with the connection.
    func rollback() {
        dueBegin = nil
        if !underWay.isEmpty { _ = try? answer() }
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

    /// Sends a statement on its way. What comes of it is looked at with the next one whose answer is waited for.
    func send(_ sql: SQL, orFail failure: Failure? = nil) throws {
        let text = sql.text
        try post(text, sql.values, as: name(text, sql.values), orFail: failure)
        if underWay.count >= 500 { _ = try answer() }
    }

    private func run(_ sql: SQL) throws -> PostgresResult {
        let text = sql.text
        let name = try name(text, sql.values)
        if dueBegin != nil || !underWay.isEmpty {
            try post(text, sql.values, as: name)
            return try answer()
        }
        trace?(text)
        let types = name == nil ? PreparedStatement.types(sql.values) : []
        let result = PostgresParameters(sql.values).lend { count, values, lengths, formats in
            PostgresResult(
                name.map { PQexecPrepared(connection, $0, count, values, lengths, formats, 0) }
                    ?? PQexecParams(connection, text, count, types, values, lengths, formats, 0)
            )
        }
        return try checked(result, text)
    }

    private func post(_ text: String, _ values: [DatabaseValue] = [], as name: String? = nil, orFail failure: Failure? = nil) throws {
        if let begin = dueBegin {
            dueBegin = nil
            isOpen = true
            try post(begin)
        }
        trace?(text)
        let types = name == nil ? PreparedStatement.types(values) : []
        let isSent = (!underWay.isEmpty || PQenterPipelineMode(connection) == 1)
            && PostgresParameters(values).lend { count, values, lengths, formats in
                name.map { PQsendQueryPrepared(connection, $0, count, values, lengths, formats, 0) }
                    ?? PQsendQueryParams(connection, text, count, types, values, lengths, formats, 0)
            } == 1
        underWay.append((text, failure))
        if !isSent { _ = try answer() }
    }

    /// The answer to what was sent last.
    /// - Throws: what the first of them that failed has failed with. The server did none of those behind it.
    private func answer() throws -> PostgresResult {
        let sent = underWay
        underWay = []
        defer { PQexitPipelineMode(connection) }
        var results: [PostgresResult] = []
        if PQpipelineSync(connection) == 1 {
            while !isBroken {
                // Each statement's results end with a null, all of them with the sync.
                guard let pointer = PQgetResult(connection) else { continue }
                let result = PostgresResult(pointer)
                if PQresultStatus(pointer) == PGRES_PIPELINE_SYNC { break }
                results.append(result)
            }
        }
        for (statement, result) in zip(sent, results) {
            _ = try checked(result, statement.text)
            guard let failure = statement.failure, result.changes == 0 else { continue }
            hasFailed = true
            throw failure
        }
        guard results.count == sent.count, let last = results.last else { return try checked(PostgresResult(nil), sent.last?.text ?? "") }
        return last
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

    /// The name under which the server knows a statement; nil for one that is not worth preparing.
    private func name(_ text: String, _ values: [DatabaseValue]) throws -> String? {
        if PostgresLink.isRunOnce(text, values.count) { return nil }
        if let known = statements[text]?.first(where: { $0.fits(values) }) { return known.name }
        if !underWay.isEmpty { _ = try answer() }
        if statements.count >= 500 { forgetStatements() }
        preparedCount &+= 1
        let name = "s\(preparedCount)"
        _ = try checked(PreparedStatement.prepare(name, text, values, connection), text)
        let statement = PreparedStatement(name, values, connection)
        statements[text, default: []].append(statement)
        return name
    }

    private func forgetStatements() {
        statements = [:]
        isOutdated = false
        _ = try? plain("DEALLOCATE ALL")
    }

    /// What changes tables is not worth preparing. What looks for a pattern among others is planned for that pattern: after a few runs a
    /// prepared statement gets one plan for all, and the plan for a frequent word reads the whole table for a rare one. What looks for many
    /// values at once would compare each row with each of them: only known ones are put into a table to look up.
    private static func isRunOnce(_ text: String, _ valueCount: Int) -> Bool {
        valueCount > 50 && text.hasPrefix("SELECT ")
            || ["CREATE ", "ALTER ", "DROP ", "EXPLAIN "].contains { text.hasPrefix($0) } || text.withCString { strstr($0, " LIKE $") != nil }
    }
}
