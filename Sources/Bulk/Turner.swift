public import Definitions
import Jobs
import Kit
public import RecordEngine
import Storage

/// One attempt at taking a work of many batches back, newest batch first, or at bringing back what was taken back.
struct Turner {
    let run: JobRun
    let engine: BulkJobs.EngineSource
    let principal: BulkJobs.PrincipalSource

    /// So many records are taken back before it is looked whether somebody waits.
    private static let sliceSize = 150
    private static let unitSize = 2_000
    private static let longest = Duration.milliseconds(250)
    private static let mayNot = Label("It can't be as it was.", ru: "Вернуть прежние значения нельзя.")

    func perform() async throws {
        guard var place = TurnPlace(run.payload) else { throw GiveUp("This can't be read: \(run.payload)") }
        while let batch = try await batch(at: place) {
            place.batch = batch
            place = try await takeBack(place)
        }
        let work = place.batches.work
        try await run.write { tx in
            try Turns.finish(work, in: tx)
            try run.finish(in: tx)
        }
    }

    private func batch(at place: TurnPlace) async throws -> Int64? {
        if place.batch > 0 { return place.batch }
        return try await run.database.read { try place.batches.next(below: place.below, $0) }
    }

    /// Takes back one batch, from a place on. - Returns: the place behind it.
    private func takeBack(_ beginning: TurnPlace) async throws -> TurnPlace {
        var place = beginning
        var reversal = try await run.write { [place] tx in try Reversal(place.batch, records(place, tx)) }
        var most = Turner.unitSize
        while place.from < reversal.count {
            try Task.checkCancellation()
            do {
                (place, reversal) = try await run.write { [place, reversal, most] tx in try unit(place, reversal, most, tx) }
                most = min(most * 2, Turner.unitSize)
            } catch let failure as Failure where failure.isOfRecords {
                guard most > 1 else {
                    // Alone it does not go: it stays, and is named.
                    (place, reversal) = try await run.write { [place, reversal] tx in try leave(place, reversal, failure, tx) }
                    continue
                }
                most /= 8
                most = max(most, 1)
            }
        }
        return TurnPlace(batches: place.batches, below: place.batch, batch: 0, from: 0)
    }

    private func records(_ place: TurnPlace, _ tx: any Transaction) throws -> Records {
        let via = place.batches.work
        guard let author = try run.createdBy.map({ try principal($0, via, tx) }) ?? Principal.system().acting(via: via) else {
            throw GiveUp("Whoever ordered this may not sign in any more.")
        }
        return Records(try engine(tx), tx, author)
    }

    private func unit(_ place: TurnPlace, _ known: Reversal, _ most: Int, _ tx: any Transaction) throws -> (
        TurnPlace, Reversal
    ) {
        let began = ContinuousClock.now
        let records = try records(place, tx)
        var (reversal, place, kept) = (known, place, [Reversal.Kept]())
        let start = place.from
        repeat {
            let end = min(place.from + min(Turner.sliceSize, most), reversal.count)
            kept += try reversal.perform(place.from..<end, records)
            try tx.runKept()
            place.from = end
        } while place.from < min(reversal.count, start + most) && !tx.isAwaited && ContinuousClock.now - began < Turner.longest
        try keep(kept, place, from: start, records, tx)
        return (place, reversal)
    }

    private func leave(
        _ place: TurnPlace, _ known: Reversal, _ failure: Failure, _ tx: any Transaction
    ) throws -> (TurnPlace, Reversal) {
        var (reversal, next) = (known, place)
        let kept = reversal.refuse(place.from, because: failure.reason(nil, else: Turner.mayNot))
        next.from += 1
        try keep([kept].compactMap(\.self), next, from: place.from, try records(place, tx), tx)
        return (next, reversal)
    }

    private func keep(_ kept: [Reversal.Kept], _ place: TurnPlace, from start: Int, _ records: Records, _ tx: any Transaction) throws {
        var names: [RecordLink: String?] = [:]
        let lines = try kept.map { kept in
            let reason = try kept.cause.reason({ records.schema.object($0)?.noun }) { object, id in
                let link = RecordLink(object: object, id: id)
                if let known = names[link] { return known }
                let name = try records.title(of: link)
                names[link] = .some(name)
                return name
            }
            return KeptRecord(object: kept.link.object, id: kept.link.id, reason: reason)
        }
        try Turns.keep(lines, lookedAt: place.from - start, of: place.batches.work, in: tx)
        try run.remember(place.text, in: tx)
        guard let state = try Turns.find(place.batches.work, in: tx) else { throw GiveUp("What was to be taken back is gone.") }
        try run.progress(Int64(state.done), of: Int64(state.total), in: tx)
    }
}

extension Records {
    /// What a record is called; nil when the principal may not know of it.
    public func title(of link: RecordLink) throws -> String? {
        guard let object = schema.object(link.object) else { return nil }
        let among = Filter.compare(FieldPath("id"), .equals, .number("\(link.id)", currency: nil))
        return try list(Query(object.name, filter: among, columns: [FieldPath(object.titleField)], limit: 1)) { String($0.value(0)) ?? "" }
            .rows.first
    }
}
