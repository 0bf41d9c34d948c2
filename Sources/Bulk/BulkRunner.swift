import Jobs
import Kit
import RecordEngine
import Storage

/// One attempt at a bulk change, or at finding out what would become of the records.
struct BulkRunner {
    let run: JobRun
    let engine: BulkJobs.EngineSource
    let principal: BulkJobs.PrincipalSource
    let isTrial: Bool

    func perform() async throws {
        guard var place = BulkPlace(run.payload) else { throw GiveUp("This can't be read: \(run.payload)") }
        guard let task = try await run.database.read({ [place] in try BulkRuns.find(place.run, in: $0) }) else {
            throw GiveUp("The bulk change is gone.")
        }
        var most = BulkWork.unitSize
        while true {
            try Task.checkCancellation()
            let piece: BulkWork.Piece
            do {
                piece = try await self.piece(place, task) { [place, most] work in
                    try work.step(after: place.after, to: task.last, most: most)
                }
                most = min(most * 2, BulkWork.unitSize)
            } catch {
                let (before, failure) = try BulkRunner.torn(error, most)
                guard before == 0 else {
                    most = before
                    continue
                }
                piece = try await self.piece(place, task) { [place] work in
                    try work.leave(after: place.after, to: task.last, because: failure)
                }
            }
            place.after = piece.after
            guard !piece.isEnd else { return }
        }
    }

    /// How many records can be done before the one that failed, as far as that is known.
    private static func torn(_ error: any Error, _ most: Int) throws -> (before: Int, failure: Failure) {
        switch error {
        case let torn as BulkWork.Torn: (torn.place, torn.failure)
        case let failure as Failure where failure.isOfRecords: (most / 8, failure)
        default: throw error
        }
    }

    /// Does a piece of the work, or tries it, and notes what became of it.
    private func piece(
        _ place: BulkPlace, _ task: BulkRun, _ body: @escaping @Sendable (BulkWork) throws -> BulkWork.Piece
    ) async throws -> BulkWork.Piece {
        guard isTrial else {
            return try await run.write { tx in
                let piece = try body(try work(task, tx))
                try note(piece, place, task, tx)
                return piece
            }
        }
        let piece = try await BulkRunner.tried(in: run.database) { tx in try body(try work(task, tx)) }
        return try await run.write { tx in
            var piece = piece
            piece.isEnd = try !note(piece, place, task, tx) || piece.isEnd
            return piece
        }
    }

    /// What a unit comes to that is never kept.
    static func tried(
        in database: any Database, _ body: @escaping @Sendable (any Transaction) throws -> BulkWork.Piece
    ) async throws -> BulkWork.Piece {
        struct Tried: Error { let piece: BulkWork.Piece }
        do {
            return try await database.write { tx in throw Tried(piece: try body(tx)) }
        } catch let tried as Tried {
            return tried.piece
        }
    }

    /// - Returns: whether it is still wanted.
    @discardableResult
    private func note(_ piece: BulkWork.Piece, _ place: BulkPlace, _ task: BulkRun, _ tx: any Transaction) throws -> Bool {
        let isWanted = try BulkRuns.keep(piece, of: task.id, in: isTrial ? .trying : .running, tx)
        let now = try BulkRuns.find(task.id, in: tx) ?? task
        try run.remember(BulkPlace(run: task.id, after: piece.after).text, in: tx)
        try run.progress(Int64(now.seen), of: Int64(now.total), in: tx)
        if piece.isEnd || !isWanted { try run.finish(in: tx) }
        return isWanted
    }

    private func work(_ task: BulkRun, _ tx: any Transaction) throws -> BulkWork {
        guard let author = try run.createdBy.flatMap({ try principal($0, task.work, tx) }) else {
            throw GiveUp("Whoever ordered this may not sign in any more.")
        }
        do {
            return try BulkWork(task.order, Records(try engine(tx), tx, author))
        } catch let failure as Failure {
            throw GiveUp(
                failure.reason(nil, else: Label("The order does not fit any more.", ru: "Заказ больше не подходит."))[author.language])
        }
    }
}
