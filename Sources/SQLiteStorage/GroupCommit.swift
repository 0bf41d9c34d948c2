import Foundation
import Kit
import Storage

/// What the writing thread does: all units that wait are committed together, so they share one wait for the disk.
/// A unit is answered after the commit, and a unit that fails takes only its own changes along.
struct GroupCommit {
    private enum Outcome {
        case done(SQLiteUnit, answer: @Sendable () -> Void)
        case failed(any Error)
    }

    /// The group as it is can't be committed, but its units may be, each for itself.
    private struct Separate: Error { let cause: any Error }

    private let handle: SQLiteHandle
    private let clock: SteadyClock
    private let queue: WorkQueue<Pending<any Transaction>>

    init(_ handle: SQLiteHandle, clock: SteadyClock, queue: WorkQueue<Pending<any Transaction>>) {
        self.handle = handle
        self.clock = clock
        self.queue = queue
        handle.watchLog()
    }

    func run() {
        var mayMerge = true
        while true {
            if mayMerge, queue.staysEmpty(for: .milliseconds(200)) {
                mayMerge = mergeSearch()
                continue
            }
            let group = queue.take(upTo: 256)
            if group.isEmpty { return }
            commit(group)
            mayMerge = true
            // Behind the answers: those who have one go on meanwhile.
            handle.checkpointIfDue(isBusy: !queue.isEmpty)
        }
    }

    /// Brings the parts together that the search indexes have been written in, step by step while nobody writes; says whether there is more
    /// to do. The fewer parts an index has, the quicker it is asked.
    private func mergeSearch() -> Bool {
        do {
            for index in try handle.searchIndexes() {
                while try handle.mergeSearch(index) {
                    handle.checkpointIfDue(isBusy: false)
                    if !queue.isEmpty { return true }
                }
            }
        } catch {
            stopIfFatal()
        }
        return false
    }

    private func commit(_ group: [Pending<any Transaction>]) {
        do {
            try handle.execute("BEGIN IMMEDIATE")
            let outcomes = try group.map { try attempt($0, isAlone: group.count == 1) }
            try finish(outcomes)
            stopIfFatal()
            answer(outcomes, group)
        } catch {
            if !handle.isIdle { _ = try? handle.execute("ROLLBACK") }
            stopIfFatal()
            if group.count > 1, error is Separate {
                for unit in group { commit([unit]) }
            } else {
                let cause = (error as? Separate)?.cause ?? error
                for unit in group { unit.refuse(cause) }
            }
        }
    }

    private func attempt(_ pending: Pending<any Transaction>, isAlone: Bool) throws -> Outcome {
        let unit = SQLiteUnit(handle, now: clock.now(), isAlone: isAlone, before: queue)
        do {
            if !isAlone { try handle.execute("SAVEPOINT unit") }
            let answer = try pending.run(unit)
            try unit.end()
            try unit.checkUnspoiled()
            if !isAlone { try handle.execute("RELEASE unit") }
            return .done(unit, answer: answer)
        } catch {
            // A full disk and the like end the whole transaction, the other units' part included.
            if handle.isIdle { throw Separate(cause: error) }
            if !isAlone {
                try handle.execute("ROLLBACK TO unit")
                try handle.execute("RELEASE unit")
            }
            return .failed(error)
        }
    }

    private func finish(_ outcomes: [Outcome]) throws {
        let units = outcomes.compactMap { if case .done(let unit, _) = $0 { unit } else { nil } }
        guard !units.isEmpty else {
            try handle.execute("ROLLBACK")
            return
        }
        do {
            for unit in units {
                for statement in unit.statementsBeforeCommit { try handle.execute(statement) }
            }
        } catch {
            throw Separate(cause: error)
        }
        do {
            try handle.execute("COMMIT")
        } catch let failure as Failure where failure == .referenceBroken {
            // A deferred reference of one unit only shows now.
            throw Separate(cause: failure)
        }
    }

    private func answer(_ outcomes: [Outcome], _ group: [Pending<any Transaction>]) {
        for outcome in outcomes {
            guard case .done(let unit, _) = outcome else { continue }
            for body in unit.bodiesAfterCommit { body() }
        }
        for (pending, outcome) in zip(group, outcomes) {
            switch outcome {
            case .done(_, let answer): answer()
            case .failed(let error): pending.refuse(error)
            }
        }
    }

    /// After a failed write or sync the pages in memory and on the disk may differ, and only a fresh start tells which count.
    private func stopIfFatal() {
        guard let error = handle.fatalError else { return }
        FileHandle.standardError.write(Data("krug: the disk failed, stopping before anything is lost: \(error)\n".utf8))
        _exit(74)
    }
}
