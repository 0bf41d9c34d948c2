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
    /// What follows from writes of all objects.
    let generalConsequences: [Consequence]
    /// Rung after each unit that wrote.
    public let bell: ChangeBell
    let rates: RateSource?
    /// What search finds records by beyond their fields, by the object.
    let words: [String: SearchWords]
    /// Puts off work that is too much for one unit.
    public let postpones: Postponing?
    /// What keeps the fields that follow from others; nil where there are none.
    public let derivation: (any Derivation)?
    let plans = PlanCache()
    let statements: [ObjectIdentifier: RecordStatements]
    /// Tells this engine, and so its schema, from all others of this process.
    public let number = Engine.numbers.add(1, ordering: .relaxed).newValue

    private static let numbers = Atomic(0)

    /// Which state of the schema this is, as the database counts them.
    let version: Int64
    /// What records must not be, by the object.
    public let rules: [String: [Rule]]
    /// When fields are asked for, where that is not always: by the object, then by the field.
    public let visible: [String: [String: Filter]]
    /// The fields that nobody sees, as roles spell them.
    private let hidden: [String: FieldAccess]
    /// The rights on what the workspace added, by the key of a role.
    private let grants: [String: [String: Grant]]
    /// The objects whose records have the rights of others.
    private let dependent: [(object: ObjectDefinition, on: Dependence)]
    /// The objects that nobody sees.
    private let concealed: [String: Grant]
    /// Roles with the rights that hold here, by their numbers.
    private let roles = Mutex<[Int: Role]>([:])
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
        objects: [ObjectDefinition], verbs: [Verb], preparations: [Preparation], consequences: [Consequence] = [], words: [SearchWords] = [],
        rates: RateSource? = nil, postpones: Postponing? = nil, settings: Settings
    ) {
        schema = Schema(objects: objects, verbs: verbs.map(\.definition))
        statements = Engine.statements(schema)
        version = 0
        hidden = [:]
        grants = [:]
        concealed = [:]
        rules = [:]
        visible = [:]
        derivation = nil
        self.postpones = postpones
        self.settings = settings
        self.verbs = Dictionary(verbs.map { ("\($0.definition.object ?? "")/\($0.definition.name)", $0) }, uniquingKeysWith: { first, _ in first })
        self.preparations = Dictionary(grouping: preparations, by: \.object)
        self.consequences = Dictionary(grouping: consequences.filter { $0.object != nil }) { $0.object ?? "" }
        generalConsequences = consequences.filter { $0.object == nil }
        bell = ChangeBell()
        self.rates = rates
        self.words = Dictionary(words.map { ($0.object, $0) }, uniquingKeysWith: { first, _ in first })
        dependent = Engine.dependent(schema)
    }

    /// The shipped engine with what an administrator made of it.
    init(_ shipped: Engine, adding additions: Additions, version: Int64) {
        schema = Schema(objects: additions.joined(to: shipped.schema.objects), verbs: shipped.schema.verbs)
        statements = Engine.statements(schema)
        self.version = version
        let unseen = additions.objects.flatMap { object in
            object.fields.filter(\.isHidden).map { ("\(object.name).\($0.name)", FieldAccess.none) }
        }
        grants = additions.grants
        rules = Dictionary(grouping: additions.rules, by: \.object)
        visible = additions.visible
        derivation = additions.derivation
        postpones = shipped.postpones
        concealed = Dictionary(
            additions.objects.filter { $0.custom?.isHidden ?? false }.map { ($0.name, .nothing) }, uniquingKeysWith: { first, _ in first })
        hidden = Dictionary(unseen, uniquingKeysWith: { first, _ in first })
        settings = shipped.settings
        verbs = shipped.verbs
        preparations = shipped.preparations
        consequences = shipped.consequences
        generalConsequences = shipped.generalConsequences
        bell = shipped.bell
        rates = shipped.rates
        words = shipped.words
        dependent = Engine.dependent(schema)
    }

    private static func dependent(_ schema: Schema) -> [(object: ObjectDefinition, on: Dependence)] {
        schema.objects.compactMap { object in object.dependence.map { (object, $0) } }
    }

    private static func statements(_ schema: Schema) -> [ObjectIdentifier: RecordStatements] {
        Dictionary(schema.objects.map { (ObjectIdentifier($0), RecordStatements($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// A change of the schema is durable that this engine does not know.
    var isOutdated: Bool {
        get { outdated.load(ordering: .acquiring) }
        set { outdated.store(newValue, ordering: .releasing) }
    }

    /// A principal with the rights on what the workspace added, for whom what is hidden does not exist.
    func principal(_ principal: Principal) -> Principal {
        if hidden.isEmpty, grants.isEmpty, concealed.isEmpty, dependent.isEmpty, derivation == nil { return principal }
        let role = principal.role
        if let known = roles.withLock({ $0[role.number] }) { return principal.acting(as: known) }
        var tailored = role.tailored(fields: hidden, grants: grants(of: role).merging(concealed) { _, concealed in concealed })
        if let closed = derivation?.closed(to: tailored), !closed.isEmpty { tailored = tailored.tailored(fields: closed, grants: [:]) }
        roles.withLock { $0[role.number] = tailored }
        return principal.acting(as: tailored)
    }

    /// The rights of a role by object. Of an object that the workspace added, the object itself says what a shipped role may do until
    /// the role says it; what hangs on other records has their rights.
    public func grants(of role: Role) -> [String: Grant] {
        if !role.parts.isEmpty { return Role.grants(together: role.parts.map { (grants(of: $0), $0.standard) }) }
        return dependentGrants(role).merging(grants[role.key] ?? [:]) { _, given in given }.merging(role.grants) { _, own in own }
    }

    private func dependentGrants(_ role: Role) -> [String: Grant] {
        // Who may do everything or nothing needs no look at other records.
        guard !role.administers, role.standard != .nothing || !role.grants.isEmpty else { return [:] }
        let exports = role.standard.export || role.grants.values.contains(where: \.export)
        return Dictionary(dependent.map { object, rule in
            (object.name, Grant(
                create: mayHang(object, on: rule, role), read: .rows(rule.read), update: .rows(rule.change), delete: .rows(rule.change),
                export: exports, history: role.standard.history))
        }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether a role may change anything that records of an object could hang on.
    private func mayHang(_ object: ObjectDefinition, on rule: Dependence, _ role: Role, depth: Int = 0) -> Bool {
        func changes(_ name: String) -> Bool { (grants[role.key]?[name] ?? role.grant(name)).update != .none }
        guard let name = object.field(rule.field)?.type.target, let holder = schema.object(name) else {
            return schema.objects.contains { $0.isInNavigation && changes($0.name) }
        }
        if let further = holder.dependence, role.grants[name] == nil, depth < 3 { return mayHang(holder, on: further, role, depth: depth + 1) }
        return changes(name)
    }

    func verb(_ name: String, of object: String) -> Verb? {
        if let own = verbs["\(object)/\(name)"] { return own }
        return verbs["/\(name)"].flatMap { verb in
            verb.definition.field.map { schema.object(object)?.field($0) != nil } ?? true ? verb : nil
        }
    }
}

/// Puts work of a kind off until after the unit: what it is to be done with is a text.
public typealias Postponing = @Sendable (_ kind: String, _ payload: String, any Transaction) throws -> Void

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
    /// Nil for all objects.
    let object: String?
    let body: @Sendable (_ old: Record?, _ new: Record?, Records) throws -> Void

    /// - Parameter object: whose records it follows; those of all objects when left out.
    public init(_ object: String? = nil, _ body: @escaping @Sendable (_ old: Record?, _ new: Record?, Records) throws -> Void) {
        self.object = object
        self.body = body
    }
}

/// Words that search finds the records of an object by beyond those in their fields: what stands in a file.
public struct SearchWords: Sendable {
    let object: String
    let text: @Sendable (Record, any Connection) throws -> String

    /// `text` gives the same for the same record until `Records.reword` is told otherwise.
    public init(_ object: String, _ text: @escaping @Sendable (Record, any Connection) throws -> String) {
        self.object = object
        self.text = text
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
