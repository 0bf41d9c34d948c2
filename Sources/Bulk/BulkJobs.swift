import Definitions
public import Jobs
import Kit
public import RecordEngine
public import Storage

/// The jobs of bulk changes. Killed at any moment they go on where they were: what a unit wrote and where the next one begins commit
/// together.
public enum BulkJobs {
    /// Makes the principal of a user as of now; nil when there is none any more.
    public typealias PrincipalSource = @Sendable (_ user: Int64, _ via: Via, _ connection: any Connection) throws -> Principal?
    /// The engine for a unit of writing: fields may have come meanwhile.
    public typealias EngineSource = @Sendable (any Transaction) throws -> Engine

    static let change = JobKind("bulk", Label("Bulk change", ru: "Массовое изменение")) { _ in }
    static let trial = JobKind("bulk_trial", Label("Preview of a bulk change", ru: "Проверка массового изменения")) { _ in }

    public static func kinds(engine: @escaping EngineSource, principal: @escaping PrincipalSource) -> [JobKind] {
        [(change, false), (trial, true)].map { kind, isTrial in
            JobKind(kind.name, kind.label) { run in
                try await BulkRunner(run: run, engine: engine, principal: principal, isTrial: isTrial).perform()
            }
        }
    }

    /// The job that takes a work of many batches back, or brings it back. It acts for whoever ordered it.
    public static func turning(engine: @escaping EngineSource, principal: @escaping PrincipalSource) -> JobKind {
        JobKind("turn", Label("Undo of a work", ru: "Отмена операции")) { run in
            try await Turner(run: run, engine: engine, principal: principal).perform()
        }
    }

    /// Does a small change at once, in this unit, and leaves what is not due to the job.
    /// - Parameter records: of whoever ordered it, through the change itself.
    /// - Throws: `BulkWork.Torn` when that can't be done in one unit; nothing is done then.
    public static func start(_ run: BulkRun, _ records: Records, _ queue: JobQueue, isAtOnce: Bool) throws {
        let tx = try records.writing()
        try BulkRuns.begin(run, in: tx)
        guard isAtOnce, run.total <= BulkWork.unitSize else { return try BulkRuns.enqueue(run, after: 0, queue, in: tx) }
        // One more than there are, so that the end is seen.
        let piece = try BulkWork(run.order, records).step(after: 0, to: run.last, most: run.total + 1, makesWay: false)
        _ = try BulkRuns.keep(piece, of: run.id, in: .running, tx)
        if !piece.isEnd { try BulkRuns.enqueue(run, after: piece.after, queue, in: tx) }
    }

    /// Whether a failure says that a change has to be left to its job.
    public static func isForJob(_ error: any Error) -> Bool { error is BulkWork.Torn }

    /// Finds out at once what would become of a few records, in a unit of its own that is never kept.
    /// - Parameter records: makes those of whoever ordered it.
    /// - Returns: nil when there are too many, or it does not go in one unit.
    public static func rehearse(
        _ run: BulkRun, in database: any Database, _ records: @escaping @Sendable (any Transaction) throws -> Records
    ) async throws -> BulkTrial? {
        guard run.total <= BulkWork.unitSize else { return nil }
        do {
            let piece = try await BulkRunner.tried(in: database) { tx in
                try BulkWork(run.order, records(tx)).step(after: 0, to: run.last, most: run.total + 1, makesWay: false)
            }
            return piece.isEnd ? BulkTrial(piece: piece) : nil
        } catch is BulkWork.Torn {
            return nil
        }
    }

    /// Keeps what was found out at once.
    public static func keep(_ trial: BulkTrial, of run: BulkRun, in tx: any Transaction) throws {
        _ = try BulkRuns.keep(trial.piece, of: run.id, in: .trying, tx)
    }
}

/// What would become of a few records.
public struct BulkTrial: Sendable {
    let piece: BulkWork.Piece
}

/// Where a bulk change goes on.
struct BulkPlace: Sendable {
    let run: Int64
    /// Behind this record.
    var after: Int64 = 0

    var text: String { "{\"run\":\(run),\"after\":\(after)}" }

    init(run: Int64, after: Int64 = 0) { (self.run, self.after) = (run, after) }

    init?(_ text: String) {
        guard let json = try? JSON.parse(text), let run = json["run"]?.int, let after = json["after"]?.int else { return nil }
        self.init(run: run, after: after)
    }
}
