import Foundation
import Kit
import Storage

/// What a thread with a connection does. The connection is made when it is first needed, and again after it broke.
final class PostgresWorker {
    private let address: PostgresAddress
    private let dialect: PostgresDialect
    private let bell: PostgresBell
    private let clock: SteadyClock
    private let trace: (@Sendable (String) -> Void)?
    private var link: PostgresLink?
    private let copy: PostgresCopy?
    private var isCopied = false

    init(
        _ address: PostgresAddress, _ dialect: PostgresDialect, _ bell: PostgresBell, clock: SteadyClock, copy: PostgresCopy? = nil,
        trace: (@Sendable (String) -> Void)?
    ) {
        self.copy = copy
        self.address = address
        self.dialect = dialect
        self.bell = bell
        self.clock = clock
        self.trace = trace
    }

    func run(_ queue: WorkQueue<PostgresWork>) {
        while let work = queue.take(upTo: 1).first {
            switch work {
            case .read(let pending): finish(pending) { try read(pending, $0) }
            case .write(let pending): finish(pending) { try write(pending, $0) }
            }
            // Behind the answer: nobody waits for the end of a read.
            end()
        }
        link?.close()
    }

    /// Answers the caller, trying again where that can help.
    private func finish<Lent>(_ pending: Pending<Lent>, _ attempt: (PostgresLink) throws -> @Sendable () -> Void) {
        for number in 1... {
            do {
                let link = try connected()
                do {
                    let answer = try attempt(link)
                    return answer()
                } catch {
                    link.rollback()
                    throw link.rerun ?? error
                }
            } catch let again as PostgresError.Rerun {
                if number > 12 { return pending.refuse(again.cause) }
                // Apart from the one it collided with, so that they do not meet again.
                usleep(.random(in: 1000...10_000) * UInt32(number))
            } catch {
                return pending.refuse(error)
            }
        }
    }

    private func read(_ pending: Pending<any Connection>, _ link: PostgresLink) throws -> @Sendable () -> Void {
        link.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isRepeatable: false)
        let answer = try pending.run(link)
        if let rerun = link.rerun { throw rerun }
        return answer
    }

    private func write(_ pending: Pending<any Transaction>, _ link: PostgresLink) throws -> @Sendable () -> Void {
        link.begin("BEGIN ISOLATION LEVEL READ COMMITTED", isRepeatable: true)
        let unit = PostgresUnit(link, now: clock.now())
        let answer = try pending.run(unit)
        try unit.end()
        for statement in unit.statementsBeforeCommit { try link.send(statement) }
        try link.commit()
        for body in unit.bodiesAfterCommit { body() }
        if unit.isAnnounced { bell.ring() }
        return answer
    }

    private func connected() throws -> PostgresLink {
        if let link, !link.isEnded { return link }
        link?.close()
        link = nil
        // A copy went with its connection. What was meant for it must never reach the original.
        if isCopied { throw Failure.databaseAway }
        do {
            let fresh = PostgresLink(try address.connect(), dialect, trace: trace)
            link = fresh
        } catch {
            throw Failure.databaseAway
        }
        guard let link else { throw Failure.databaseAway }
        guard let copy else { return link }
        isCopied = true
        try copy.make(link)
        return link
    }

    private func end() {
        guard let present = link else { return }
        present.rollback()
        guard present.isBroken else { return }
        present.close()
        link = nil
    }
}
