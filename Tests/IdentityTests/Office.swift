import Definitions
@testable import Identity
import Kit
import RecordEngine
import Storage
import TestSupport

/// Three people, two of them in one team, in an empty workspace whose clock a test sets.
struct Office {
    let database: any Database
    let time: SetClock
    let passwords: Passwords
    let engine: Engine
    let team: Int64
    /// Administers, is in no team, heads the team.
    let amelia: Int64
    /// Sells, in the team.
    let boris: Int64
    let clara: Int64

    static let password = "четыре весёлых слона"
    static let visitor = Visitor(address: "192.0.2.7", agent: "Test")

    var signIn: SignIn { SignIn(database, passwords: passwords) }

    func enter(_ email: String = "boris@example.com", _ password: String = Office.password, from visitor: Visitor = Office.visitor)
        async throws -> NewSession
    {
        try await signIn.enter(email: email, password: password, from: visitor)
    }

    func find(_ session: NewSession) async throws -> SignedIn? {
        let now = time.now
        return try await database.read { try Sessions.find(session.cookie, at: now, in: $0)?.session }
    }

    func principal(_ user: Int64) async throws -> Principal? {
        try await database.read { try Principals.load(user: user, via: Via(.page), in: $0) }
    }

    func setActive(_ user: Int64, _ isActive: Bool) async throws {
        try await update(user) { $0[UserRecord.isActive] = isActive }
    }

    /// Changes a user as an administrator would.
    func update(_ user: Int64, _ change: @escaping @Sendable (inout Draft) -> Void) async throws {
        let engine = engine
        try await database.write { tx in
            let records = Records(engine, tx, .system())
            var draft = Draft(UserRecord.object)
            change(&draft)
            try records.update(user, draft)
        }
    }
}

extension StorageEngine {
    /// Lends an office.
    func withOffice(_ body: (Office) async throws -> Void) async throws {
        let time = SetClock()
        try await withDatabase(clock: time.clock) { database in
            let passwords = Passwords(cost: PasswordCost(log: 4, blockSize: 1, parallelism: 1))
            let stored = try await passwords.hash(Office.password)
            let engine = Engine(
                objects: identityDepartment.objects, verbs: [], preparations: identityDepartment.preparations,
                consequences: identityDepartment.consequences,
                settings: .init(zone: WorkspaceZone(identifier: "UTC", firstWeekday: 1) { _ in 0 }, baseCurrency: .rub, country: "RU")
            )
            let ids = try await database.write { tx in
                try SchemaTables.apply(engine.schema, IdentityModule.tables, tx)
                let records = Records(engine, tx, .system())
                var roles: [String: Int64] = [:]
                for role in ShippedRoles.all {
                    var draft = Draft(RoleRecord.object)
                    draft[RoleRecord.title] = role.label.en
                    draft[RoleRecord.key] = role.key
                    roles[role.key] = try records.create(draft).id
                }
                var team = Draft(TeamRecord.object)
                team[TeamRecord.name] = "North"
                let teamID = try records.create(team).id
                func user(_ name: String, _ role: String, in team: Int64?) throws -> Int64 {
                    var draft = Draft(UserRecord.object)
                    draft[UserRecord.name] = name
                    draft[UserRecord.email] = "\(name)@Example.com"
                    draft[UserRecord.role] = roles[role].map(Reference.init)
                    draft[UserRecord.team] = team.map(Reference.init)
                    let id = try records.create(draft).id
                    try Credentials.set(stored, for: id, in: tx)
                    return id
                }
                let amelia = try user("Amelia", "administrator", in: nil)
                team = Draft(TeamRecord.object)
                team[TeamRecord.head] = Reference(amelia)
                try records.update(teamID, team)
                return [
                    teamID, amelia, try user("Boris", "salesperson", in: teamID), try user("Clara", "head", in: teamID),
                ]
            }
            try await body(
                Office(
                    database: database, time: time, passwords: passwords, engine: engine, team: ids[0], amelia: ids[1], boris: ids[2],
                    clara: ids[3]
                )
            )
        }
    }
}
