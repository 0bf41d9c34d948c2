public import Bulk
public import Jobs
import Kit
import RecordEngine
public import Storage

extension Import {
    /// What its batches were done through.
    var work: Via { Via(.importing, id) }

    /// Whether there is something to take back. What was stopped half way counts, what is under way does not.
    public var mayUndo: Bool { state == .done && undo?.mayUndo ?? true }

    /// Whether it was taken back and can be brought back.
    public var mayRedo: Bool { undo?.mayRedo ?? false }

    public var isTakenBack: Bool { mayRedo }
}

/// Taking an import back, and bringing it back again.
extension Imports {
    /// Puts the taking back of an import, or the bringing back, into the queue.
    /// - Throws: `Failure.conflict` when it is not the time for that.
    public static func turn(
        _ run: Import, _ direction: Turn.Direction, _ kind: JobKind, _ queue: JobQueue, by user: Int64?, in tx: any Transaction
    ) throws {
        var run = run
        if run.state == .running, try isStopped(run, tx) {
            try finish(run.id, in: tx)
            guard let stopped = try find(run.id, in: tx) else { throw Failure.notFound }
            run = stopped
        }
        guard direction == .undo ? run.mayUndo : run.mayRedo else { throw refusal(run, direction) }
        try Turns.order(run.work, direction, kind, queue, by: user, in: tx)
    }

    private static func isStopped(_ run: Import, _ connection: any Connection) throws -> Bool {
        let state = try run.job.flatMap { try JobView.find($0, in: connection) }?.state
        return state == .dead || state == .uncertain
    }

    private static func refusal(_ run: Import, _ direction: Turn.Direction) -> Failure {
        if run.state == .new { return .conflict(Label("This import has not begun.", ru: "Этот импорт ещё не начат.")) }
        if run.state == .running { return .conflict(Label("Wait for the end of the import.", ru: "Дождитесь конца импорта.")) }
        if run.undo?.isRunning ?? false { return .conflict(Label("This is under way already.", ru: "Это уже выполняется.")) }
        return direction == .undo
            ? .conflict(Label("This import is taken back already.", ru: "Этот импорт уже отменён."))
            : .conflict(Label("This import is not taken back.", ru: "Этот импорт не отменён."))
    }

    /// The records that were not taken back, in the order of objects.
    public static func kept(of run: Int64, after: (object: String, id: Int64) = ("", 0), limit: Int = 100, in connection: any Connection)
        throws
        -> [KeptRecord]
    {
        try Turns.kept(of: Via(.importing, run), after: after, limit: limit, in: connection)
    }
}
