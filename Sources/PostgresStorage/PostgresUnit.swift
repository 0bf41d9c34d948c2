import Kit
import Storage

/// One unit of writing: one transaction of the server.
final class PostgresUnit: Transaction {
    let now: Instant
    var dialect: any Dialect { link.dialect }
    private(set) var statementsBeforeCommit: [SQL] = []
    private(set) var bodiesAfterCommit: [@Sendable () -> Void] = []
    private var bodiesAtEnd: [() throws -> Void] = []
    private(set) var isAnnounced = false
    private let link: PostgresLink

    init(_ link: PostgresLink, now: Instant) {
        self.link = link
        self.now = now
    }

    func query(_ sql: SQL, _ row: (any Row) throws -> Bool) throws { try link.query(sql, row) }
    func execute(_ sql: SQL) throws -> Int { try link.execute(sql) }
    func send(_ sql: SQL, orFail failure: Failure?) throws { try link.send(sql, orFail: failure) }
    func beforeCommit(_ sql: SQL) { statementsBeforeCommit.append(sql) }
    func atEnd(_ body: @escaping () throws -> Void) { bodiesAtEnd.append(body) }

    /// Does the last part of the unit.
    func end() throws { while !bodiesAtEnd.isEmpty { try bodiesAtEnd.removeFirst()() } }

    func runKept() throws {
        let kept = statementsBeforeCommit
        statementsBeforeCommit = []
        for statement in kept { try link.send(statement) }
    }

    /// Each unit has a connection of its own.
    var isAwaited: Bool { false }

    func announce() { isAnnounced = true }
    func afterCommit(_ body: @escaping @Sendable () -> Void) { bodiesAfterCommit.append(body) }
}
