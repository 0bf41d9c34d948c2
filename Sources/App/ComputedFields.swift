import Definitions
import Formulas
public import Jobs
import Kit
import RecordEngine
import Storage
public import Web

/// What computes fields that follow from others where one unit can't, or where they change with the day or with rates.
enum ComputedFields {
    static func kind(_ perform: @escaping @Sendable (JobRun) async throws -> Void = { _ in }) -> JobKind {
        JobKind(DerivedWork.kind, Label("Computed fields", ru: "Вычисляемые поля"), perform: perform)
    }

    /// Figures that objects are shipped with and that are new to tables which hold records already.
    /// - Parameter columns: what the tables had before.
    static func begin(_ objects: [ObjectDefinition], _ columns: [String: Set<String>], _ records: Records) throws {
        for object in objects {
            guard let known = columns[object.name] else { continue }
            let isNew = object.fields.contains { $0.figure != nil && !known.contains($0.identifiers[0].name) }
            if isNew { try DerivedWork(object.name, isFirst: true).postpone(records) }
        }
    }

    /// What a unit has put off.
    static func postponing(_ jobs: JobQueue) -> Postponing {
        { name, payload, tx in try jobs.enqueue(JobKind(name, .verbatim(name)) { _ in }, payload: payload, in: tx) }
    }

    /// Sums of money over other records follow a rate a little later, once for all that were written in that minute.
    static func repricing(_ jobs: JobQueue, after object: String) -> Consequence {
        Consequence(object) { _, _, records in
            let minute = records.now.milliseconds / 60_000
            for object in (records.engine.derivation as? Derivations)?.pricedObjects ?? [] {
                let key = "derived:\(object):rates:\(minute)"
                try jobs.enqueue(kind(), payload: DerivedWork(object).payload, uniqueKey: key, delay: 60, in: try records.writing())
            }
        }
    }

    /// Orders the figures over other records that change with each day or with rates. However often this is called for the same occasion,
    /// they are computed once.
    /// - Parameter occasion: a name for why; the day of the workspace unless given.
    static func beginDay(_ jobs: JobQueue, _ records: Records, _ occasion: String? = nil) throws {
        guard let derivations = records.engine.derivation as? Derivations else { return }
        let today = occasion ?? records.engine.settings.zone.day(of: records.now).iso
        for object in Set(derivations.relativeObjects + derivations.pricedObjects).sorted() {
            try jobs.enqueue(
                kind(), payload: DerivedWork(object).payload, uniqueKey: "derived:\(object):\(today)", in: try records.writing())
        }
    }
}

extension Workspace {
    /// Formulas and rollups of records that were there before them, or of more records than one unit should change.
    public var computing: JobKind {
        ComputedFields.kind { run in
            var left = DerivedWork(run.payload)
            while let work = left {
                left = try await run.write { tx in
                    let next = try work.perform(try records(tx, .system()))
                    if let next { try run.remember(next.payload, in: tx) }
                    return next
                }
            }
        }
    }

    /// A rate may have been entered for a day that has come meanwhile.
    public var rating: JobKind {
        JobKind("rates", Label("Rates of the day", ru: "Курсы дня")) { run in
            try await run.write { tx in
                let records = try records(tx, .system())
                try records.revalue()
                try ComputedFields.beginDay(jobs, records)
            }
        }
    }
}
