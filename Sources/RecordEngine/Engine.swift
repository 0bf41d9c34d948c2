public import Definitions
public import Kit
public import Storage
import Synchronization

/// What a workspace's records are made of: its schema, the code behind its verbs, and how it reckons. Immutable; swapped whole.
public final class Engine: Sendable {
    public let schema: Schema
    public let settings: Settings
    let verbs: [String: Verb]
    let preparations: [String: [Preparation]]
    let consequences: [String: [Consequence]]
    let rates: RateSource?
    let plans = PlanCache()
    let statements: [ObjectIdentifier: RecordStatements]
    /// Tells this engine, and so its schema, from all others of this process.
    public let number = Engine.numbers.add(1, ordering: .relaxed).newValue

    private static let numbers = Atomic(0)

    /// Which state of the schema this is, as the database counts them.
    let version: Int64
    /// The fields that nobody sees, as roles spell them.
    private let hidden: [String: FieldAccess]
    private let outdated = Atomic(false)

    /// How a workspace reckons days and money.
    public struct Settings: Sendable {
        public var zone: WorkspaceZone
        public var baseCurrency: Currency
        /// The country of phones and tax numbers that do not name one.
        public var country: String

        public init(zone: WorkspaceZone, baseCurrency: Currency, country: String) {
            self.zone = zone
            self.baseCurrency = baseCurrency
            self.country = country
        }
    }

    public init(
        objects: [ObjectDefinition], verbs: [Verb], preparations: [Preparation], consequences: [Consequence] = [], rates: RateSource? = nil,
        settings: Settings
    ) {
        schema = Schema(objects: objects, verbs: verbs.map(\.definition))
        statements = Engine.statements(schema)
        version = 0
        hidden = [:]
        self.settings = settings
        self.verbs = Dictionary(verbs.map { ("\($0.definition.object ?? "")/\($0.definition.name)", $0) }, uniquingKeysWith: { first, _ in first })
        self.preparations = Dictionary(grouping: preparations, by: \.object)
        self.consequences = Dictionary(grouping: consequences, by: \.object)
        self.rates = rates
    }

    /// The shipped engine with the fields that an administrator added to its objects.
    init(_ shipped: Engine, adding fields: [String: [FieldDefinition]], version: Int64) {
        schema = Schema(
            objects: shipped.schema.objects.map { object in fields[object.name].map(object.having) ?? object }, verbs: shipped.schema.verbs)
        statements = Engine.statements(schema)
        self.version = version
        let unseen = fields.flatMap { name, fields in fields.filter(\.isHidden).map { ("\(name).\($0.name)", FieldAccess.none) } }
        hidden = Dictionary(unseen, uniquingKeysWith: { first, _ in first })
        settings = shipped.settings
        verbs = shipped.verbs
        preparations = shipped.preparations
        consequences = shipped.consequences
        rates = shipped.rates
    }

    private static func statements(_ schema: Schema) -> [ObjectIdentifier: RecordStatements] {
        Dictionary(schema.objects.map { (ObjectIdentifier($0), RecordStatements($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// A change of the schema is durable that this engine does not know.
    var isOutdated: Bool {
        get { outdated.load(ordering: .acquiring) }
        set { outdated.store(newValue, ordering: .releasing) }
    }

    /// A principal for whom hidden fields do not exist.
    func principal(_ principal: Principal) -> Principal {
        hidden.isEmpty ? principal : principal.acting(as: principal.role.closing(hidden))
    }

    func verb(_ name: String, of object: String) -> Verb? { verbs["\(object)/\(name)"] ?? verbs["/\(name)"] }
}

/// What one unit of each currency costs in the base currency on a day, in millionths, by the currency's code.
public typealias RateSource = @Sendable (_ day: Day, _ connection: any Connection) throws -> [String: Int64]

/// What an object does to every draft before it is written: fills what follows from other fields, refuses what can't be.
public struct Preparation: Sendable {
    let object: String
    let body: @Sendable (inout Draft, _ original: Record?, Records) throws -> Void

    public init(_ object: String, _ body: @escaping @Sendable (inout Draft, _ original: Record?, Records) throws -> Void) {
        self.object = object
        self.body = body
    }
}

/// What follows when a record of an object was written, in whatever way: made, changed, deleted, restored, undone. It sees the
/// record as it was and as it is, nil when it was or is not there. What it throws refuses the whole unit.
public struct Consequence: Sendable {
    let object: String
    let body: @Sendable (_ old: Record?, _ new: Record?, Records) throws -> Void

    public init(_ object: String, _ body: @escaping @Sendable (_ old: Record?, _ new: Record?, Records) throws -> Void) {
        self.object = object
        self.body = body
    }
}

/// A verb: its definition and the function behind the button, the API, the rule.
public struct Verb: Sendable {
    public let definition: VerbDefinition
    let run: @Sendable (_ record: Record, _ input: Draft, Records) throws -> Void

    /// `run` changes records through the `Records` it is given; everything it does is one batch.
    public init(_ definition: VerbDefinition, run: @escaping @Sendable (_ record: Record, _ input: Draft, Records) throws -> Void) {
        self.definition = definition
        self.run = run
    }
}
