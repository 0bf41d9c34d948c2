public import Bulk
import Definitions
public import Jobs
import Kit
public import RecordEngine
public import Storage

/// Giving records to other owners, as many as there are: what is given and to whom, and how far it is.
public struct Reassignment: Sendable {
    /// Records of one object, and those who get them in turn.
    public struct Part: Sendable {
        public let object: String
        public let filter: String
        public let to: [Int64]

        public init(_ object: String, filter: String, to: [Int64]) {
            self.object = object
            self.filter = filter
            self.to = to
        }
    }

    public let parts: [Part]
    /// The part under way, and the record in it behind which it goes on.
    var part = 0
    var after: Int64 = 0
    /// Whose turn it is in the part.
    var turn: Int64 = 0
    var done: Int64 = 0
    var skipped: Int64 = 0
    var total: Int64 = 0

    public init(_ parts: [Part], total: Int64) {
        self.parts = parts
        self.total = total
    }

    init?(_ text: String) {
        guard let json = try? JSON.parse(text), let list = json["parts"]?.array else { return nil }
        parts = list.map { part in
            Part(part["object"]?.string ?? "", filter: part["filter"]?.string ?? "", to: (part["to"]?.array ?? []).compactMap(\.int))
        }
        part = Int(clamping: json["part"]?.int ?? 0)
        after = json["after"]?.int ?? 0
        turn = max(json["turn"]?.int ?? 0, 0)
        done = json["done"]?.int ?? 0
        skipped = json["skipped"]?.int ?? 0
        total = json["total"]?.int ?? 0
    }

    var text: String {
        let list = parts.map { part -> JSON in
            .object([
                ("object", .string(part.object)), ("filter", .string(part.filter)), ("to", .array(part.to.map { .number("\($0)") })),
            ])
        }
        var json = JSONWriter(capacity: 256)
        json.value(
            .object([
                ("parts", .array(list)), ("part", .number("\(part)")), ("after", .number("\(after)")), ("turn", .number("\(turn)")),
                ("done", .number("\(done)")),
                ("skipped", .number("\(skipped)")), ("total", .number("\(total)")),
            ]))
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The engine for a unit of writing, and the principal of a user as of now.
    public typealias EngineSource = @Sendable (any Transaction) throws -> Engine
    public typealias PrincipalSource = @Sendable (_ user: Int64, _ via: Via, _ connection: any Connection) throws -> Principal?

    static let name = "reassignment"
    private static let label = Label("Handing over", ru: "Передача записей")
    static let unit = 100

    /// Puts the work into the queue. - Returns: its number, by which its batches are known.
    public func order(_ queue: JobQueue, by user: Int64?, in tx: any Transaction) throws -> Int64 {
        try queue.enqueue(JobKind(Reassignment.name, Reassignment.label) { _ in }, payload: text, by: user, in: tx)
    }

    /// What the batches of a reassignment were done through, by its number.
    public static func work(_ id: Int64) -> Via { Via(.handover, id) }

    /// Orders that everything which a reassignment did is taken back, as far as nothing newer would be lost, or is brought back.
    /// - Parameter kind: the job that takes works back.
    /// - Throws: `Failure.notFound` for whom it does not concern, `Failure.conflict` when it is not the time for that.
    public static func turn(_ id: Int64, _ direction: Turn.Direction, _ kind: JobKind, _ queue: JobQueue, _ records: Records) throws {
        guard try isKnown(id, records) else { throw Failure.notFound }
        let tx = try records.writing()
        if let job = try JobView.find(id, in: tx), !job.state.isFinished {
            throw Failure.conflict(Label("Wait for the end of the handing over.", ru: "Дождитесь конца передачи."))
        }
        let last = try Turns.find(work(id), in: tx)
        let isUnderWay = try last?.job.flatMap { try JobView.find($0, in: tx) }.map { !$0.state.isFinished } ?? false
        if isUnderWay { throw Failure.conflict(Label("This is under way already.", ru: "Это уже выполняется.")) }
        // A former version took works back without noting turns.
        let stands = try state(of: id, tx).map { !$0.isUndone } ?? false
        guard direction == .undo ? last.map({ $0.mayUndo || $0.isRunning }) ?? stands : last?.mayRedo ?? false else {
            throw Failure.conflict(
                direction == .undo
                    ? Label("There is nothing left to undo.", ru: "Отменять уже нечего.")
                    : Label("This is not taken back.", ru: "Это не отменено."))
        }
        try Turns.order(work(id), direction, kind, queue, by: records.principal.user, in: tx)
    }

    /// What a former version put into the queue to take a reassignment back: it is left to the job that takes works back.
    public static func formerUndo(_ kind: JobKind, _ queue: JobQueue) -> JobKind {
        JobKind("reassignment_undo", Label("Undo of handing over", ru: "Отмена передачи записей")) { run in
            guard let id = (try? JSON.parse(run.payload))?["run"]?.int else { throw GiveUp("This can't be read: \(run.payload)") }
            try await run.write { tx in
                let stands = try state(of: id, tx).map { !$0.isUndone } ?? false
                if stands, try Turns.find(work(id), in: tx) == nil {
                    try Turns.order(work(id), .undo, kind, queue, by: run.createdBy, in: tx)
                }
                try run.finish(in: tx)
            }
        }
    }

    public static func kinds(engine: @escaping EngineSource, principal: @escaping PrincipalSource) -> [JobKind] {
        @Sendable func records(_ id: Int64, _ run: JobRun, _ tx: any Transaction) throws -> Records {
            guard let author = try run.createdBy.flatMap({ try principal($0, work(id), tx) }) else {
                throw GiveUp("Whoever ordered this may not sign in any more.")
            }
            return Records(try engine(tx), tx, author)
        }
        return [
            JobKind(name, label) { run in
                guard var work = Reassignment(run.payload) else { throw GiveUp("This can't be read: \(run.payload)") }
                while work.part < work.parts.count {
                    try Task.checkCancellation()
                    work = try await run.write { [work] tx in
                        var work = work
                        try work.step(try records(run.id, run, tx))
                        try run.remember(work.text, in: tx)
                        try run.progress(work.done, of: work.total, note: work.skipped > 0 ? "\(work.skipped)" : nil, in: tx)
                        return work
                    }
                }
            }
        ]
    }

    /// Gives the next records away. What can't be given, because a rule or a right stands against it, stays.
    private mutating func step(_ records: Records) throws {
        let part = parts[self.part]
        guard let object = records.schema.object(part.object), let owner = object.ownerField, !part.to.isEmpty else {
            self.part += 1
            return
        }
        let rest = Filter.compare(FieldPath("id"), .greater, .number("\(after)", currency: nil))
        let query = Query(object.name, filter: try Filter(part.filter) & rest, sort: [Sort(FieldPath("id"))], limit: Reassignment.unit)
        let ids = try records.list(query, make: \.id).rows
        records.action = "\(object.name).assign"
        for id in ids {
            let next = part.to[Int(turn % Int64(part.to.count))]
            do {
                try records.update(id, Draft(object, [owner: .reference(next)]))
                done += 1
                turn += 1
            } catch let failure as Failure where failure.isOfRecord {
                skipped += 1
            }
            after = id
            if try records.writing().isAwaited { return }
        }
        if ids.count < Reassignment.unit { (self.part, after, turn) = (self.part + 1, 0, 0) }
    }
}

extension Failure {
    fileprivate var isOfRecord: Bool {
        switch self {
        case .invalid, .conflict, .forbidden, .notFound: true
        default: false
        }
    }
}
