import Definitions
import Identity
import Kit
import RecordEngine
import Storage

/// What happened, planned first and then told in the order of time.
final class DemoStory {
    let engine: Engine
    let tx: any Transaction
    let language: Language
    let beginning: Instant
    let end: Instant
    var random = DemoRandom(seed: 2_026)
    var sellers: [Member] = []
    var tags: [Int64] = []
    var products: [DemoProduct] = []
    var clients: [DemoClient] = []
    let doubles = DemoDoubles()
    private var events: [(at: Instant, run: () throws -> Void)] = []

    /// Somebody of the staff.
    struct Member {
        let id: Int64
        let name: String
        let team: Int
    }

    init(_ engine: Engine, _ tx: any Transaction, _ language: Language) throws {
        self.engine = engine
        self.tx = tx
        self.language = language
        end = tx.now
        beginning = tx.now.adding(seconds: -Int64(DemoData.days) * 86_400)
        try DemoStory.backdate(to: beginning, tx)
        let records = records(at: beginning)
        tags = try records.list(Query("tag", sort: [Sort(FieldPath("id"))], limit: 10), make: \.id).rows
    }

    /// The records as somebody of the staff writes them at a moment; one batch.
    func records(at moment: Instant, as member: Member? = nil) -> Records {
        let system = Principal.system(language)
        let author = member.map {
            Principal(user: $0.id, name: $0.name, role: system.role, team: [$0.id], language: language, via: Via(.page))
        }
        return Records(engine, tx, author ?? system, asOf: moment)
    }

    /// Plans something; what lies in the future does not happen.
    func plan(_ moment: Instant, _ run: @escaping () throws -> Void) {
        guard moment <= end else { return }
        events.append((moment, run))
    }

    func tell() throws {
        for event in events.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) { try event.element.run() }
        events = []
    }

    /// A moment of a working day, so many days after another.
    func moment(_ days: Int, after start: Instant) -> Instant {
        var day = engine.settings.zone.day(of: start).adding(days: days)
        if day.weekday > 5 { day = day.adding(days: 8 - day.weekday) }
        let minutes = Int64(random.number(9 * 60...18 * 60))
        let moment = engine.settings.zone.start(of: day).adding(seconds: minutes * 60 + Int64(random.number(0...59)))
        return moment < start ? start.adding(seconds: 60) : moment
    }

    func day(_ moment: Instant) -> FieldValue { .day(engine.settings.zone.day(of: moment)) }
}
