public import Definitions
public import Kit
public import Storage

/// The one door to records. Every read and write by a page, the API, a report, an import, a rule or a job goes through it,
/// with a principal. Made for one unit of reading or writing and gone after it.
public final class Records {
    public let engine: Engine
    public let principal: Principal
    public let connection: any Connection
    let transaction: (any Transaction)?
    /// The moment of this unit; that of the past when records are read as of one.
    public let now: Instant
    /// The moment of the past that is read; nil for the present.
    let moment: Moment?
    var knownRates: [Day: [String: Int64]] = [:]
    /// The number of this unit's batch, once something was written.
    public internal(set) var batch: Int64?
    /// Counts up with every write. What fails without one has left the unit as it was.
    public internal(set) var writes = 0
    /// What the unit calls itself in the journal: `deal.win`.
    public var action: String?
    /// The batch that this unit undoes.
    var undoes: Int64?
    /// What follows from the undo once all of it is done.
    var postponed: [(Records) throws -> Void] = []
    /// Objects whose past is known to be kept as far back as it is read here.
    var knownPasts: Set<String> = []
    /// Records that were read and locked together because they are about to be changed.
    var held: [RecordLink: Record] = [:]
    /// Records that are being taken away: what they refer to need not be taken out of them first.
    var going: Set<RecordLink> = []
    /// Records that were found to be within reach, so that a thousand references to one company are one question.
    var reachable: Set<RecordLink> = []
    /// What follows from the writes of this unit and is not settled yet: records, by the number of the field that follows.
    package var noted: [Int: Set<Int64>] = [:]
    /// Whether what follows is computed where nothing was before, so that there is no past to keep.
    package var derivesInPlace = false

    /// For reading.
    public init(_ engine: Engine, _ connection: any Connection, _ principal: Principal, now: Instant) {
        self.engine = engine
        self.principal = engine.principal(principal)
        self.connection = connection
        transaction = nil
        self.now = now
        moment = nil
    }

    /// For reading as of a moment. Nobody can change the past: the principal may only read.
    init(_ present: Records, asOf instant: Instant, _ moment: Moment) {
        engine = present.engine
        principal = present.principal.reading
        connection = present.connection
        transaction = nil
        now = instant
        self.moment = moment
    }

    /// For reading and writing. Everything written is one batch of the journal.
    /// - Parameter past: a moment to write as of, for demonstration data that is older than its database. Never before the batch before.
    public init(_ engine: Engine, _ transaction: any Transaction, _ principal: Principal, asOf past: Instant? = nil) {
        self.engine = engine
        self.principal = engine.principal(principal)
        connection = transaction
        self.transaction = transaction
        now = past ?? transaction.now
        moment = nil
    }

    public var schema: Schema { engine.schema }

    /// The context in which this principal's values are read and written, with the rates of today.
    public func context() throws -> ValueContext {
        try context(ratesOf: engine.settings.zone.day(of: now))
    }

    /// Without a day no rates are read.
    func context(ratesOf day: Day?) throws -> ValueContext { try context(ratesOf: day, now: now) }

    private func context(ratesOf day: Day?, now: Instant) throws -> ValueContext {
        let (base, rates) = (engine.settings.baseCurrency, try day.map { try self.rates(of: $0) } ?? [:])
        return ValueContext(
            language: principal.language, now: now, zone: engine.settings.zone, baseCurrency: engine.settings.baseCurrency,
            country: engine.settings.country, me: principal.user, myTeam: principal.team
        ) { money in
            money.currency == base
                ? money.minor : rates[money.currency.code].flatMap { Conversion(of: money.currency, to: base, at: $0)(money.minor) }
        }
    }

    func rates(of day: Day) throws -> [String: Int64] {
        if let known = knownRates[day] { return known }
        let rates = try engine.rates?(day, connection) ?? [:]
        knownRates[day] = rates
        return rates
    }

    /// An object of the schema. - Throws: `Failure.notFound` when there is none or its records are closed to the principal.
    public func object(_ name: String) throws(Failure) -> ObjectDefinition {
        guard let object = schema.object(name), principal.role.grant(name).read != .none else { throw .notFound }
        return object
    }

    /// An object as it is now: whoever speaks of it may know it from before a field was added.
    public func current(_ object: ObjectDefinition) -> ObjectDefinition { schema.object(object.name) ?? object }

    /// - Parameter isFormer: of a moment of the past, whether the former versions are meant or those that still live.
    func compiler(_ object: ObjectDefinition, filter: Filter = .all, isFormer: Bool = false) throws -> QueryCompiler {
        let context = filter.needsRates ? try context() : try context(ratesOf: nil)
        guard let moment else { return QueryCompiler(object, schema: schema, role: principal.role, context: context) }
        try requirePast(of: object, at: moment)
        return QueryCompiler(
            object, schema: schema, role: principal.role, context: context, ruleContext: try self.context(ratesOf: nil, now: moment.present.now),
            source: isFormer ? .former(asOf: moment.batch) : .living(asOf: moment.batch)
        )
    }

    /// The unit of writing that the records are part of, for what belongs to it beside them.
    /// - Throws: `Failure.unavailable` when this is for reading.
    public func writing() throws -> any Transaction {
        guard let transaction else { throw Failure.unavailable(Label("This request only reads.", ru: "Этот запрос только читает.")) }
        return transaction
    }
}

extension Filter {
    /// Whether an amount in some currency is compared.
    var needsRates: Bool {
        switch self {
        case .all: false
        case .and(let parts), .or(let parts): parts.contains(where: \.needsRates)
        case .not(let part), .has(_, let part): part.needsRates
        case .compare(_, _, .number(_, let currency)): currency != nil
        case .compare(_, _, .list): true
        case .compare: false
        }
    }
}
