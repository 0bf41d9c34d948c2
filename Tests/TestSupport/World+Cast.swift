import App
import Definitions
import Identity
import Kit
import Logging
import People
import RecordEngine
import Sales
import Storage
import Web

extension World {
    /// The cast of every world, made in one unit.
    /// - Parameter workspaces: those that the site serves; the one alone for nil.
    static func populated(_ workspace: Workspace, _ language: Language, among workspaces: (any Workspaces)? = nil) async throws -> World {
        struct Made: Sendable {
            let people: [Person]
            let companies: [Int64]
            let deals: [Int64]
        }
        let made = try await workspace.database.write { tx -> Made in
            let records = Records(workspace.engine, tx, .system(language))
            let teams = try ["North", "South"].map { name in
                try records.create(Draft(TeamRecord.object, [TeamRecord.name.name: .text(name)])).id
            }
            let cast: [(name: String, role: String, team: Int64?)] = [
                ("Amelia", "administrator", nil), ("Boris", "head", teams[0]), ("Clara", "salesperson", teams[0]),
                ("Dmitri", "salesperson", teams[1]), ("Olga", "observer", nil),
            ]
            let people = try cast.map { try person($0.name, role: $0.role, team: $0.team, language, records, tx) }
            let companies = try ["Acme", "Borealis", "Cirrus"].map { name in
                try records.create(Draft(Company.object, ["title": .text(name), "owner": .reference(people[2].id)])).id
            }
            let deals = try (0..<10).map { index in
                let owner = people[index < 5 ? 2 : index < 8 ? 1 : 3]
                return try records.create(Draft(Deal.object, [
                    "title": .text("Deal \(index)"), "company": .reference(companies[index % 3]), "owner": .reference(owner.id),
                    "amount": .money(Money(minor: Int64(index + 1) * 100_000, currency: .usd)),
                ])).id
            }
            return Made(people: people, companies: companies, deals: deals)
        }
        let site = try Program.site(
            workspace.engine.schema, over: workspaces ?? SingleWorkspace(only: workspace),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return World(
            workspace: workspace, site: site, language: language, amelia: made.people[0], boris: made.people[1], clara: made.people[2],
            dmitri: made.people[3], olga: made.people[4], companies: made.companies, deals: made.deals
        )
    }

    private static func person(
        _ name: String, role: String, team: Int64?, _ language: Language, _ records: Records, _ tx: any Transaction
    ) throws -> Person {
        let id = try Administration.createUser(email: "\(name.lowercased())@krug.test", name: name, role: role, records)
        var draft = Draft(UserRecord.object, ["language": .text(language.rawValue)])
        draft["team"] = team.map(FieldValue.reference)
        try records.update(id, draft)
        return try seated(id, name, tx)
    }

    private static func seated(_ id: Int64, _ name: String, _ tx: any Transaction) throws -> Person {
        let token = try Tokens.create(named: "test", for: id, in: tx).secret
        let session = try Sessions.start(for: id, from: Visitor(address: "127.0.0.1", agent: "test"), in: tx)
        return Person(id: id, name: name, token: token, session: session)
    }
}

extension World {
    /// One more user, signed in.
    public func hire(_ name: String, role: Int64, team: Int64? = nil) async throws -> Person {
        let workspace = workspace
        let language = language
        return try await workspace.database.write { tx in
            let records = Records(workspace.engine, tx, .system(language))
            let values: [String: FieldValue] = ["name": .text(name), "email": .text("\(name.lowercased())@krug.test"), "role": .reference(role)]
            var draft = Draft(UserRecord.object, values)
            draft["team"] = team.map(FieldValue.reference)
            return try World.seated(try records.create(draft).id, name, tx)
        }
    }

    /// A salesperson of Clara's team.
    public func colleague() async throws -> Person {
        let clara = try await read(as: nil) { try $0.record("user", self.clara.id) }
        guard let role = clara[UserRecord.role]?.id else { throw Failure.notFound }
        return try await hire("Carl", role: role, team: clara[UserRecord.team]?.id)
    }
}

/// A store of one workspace, whatever the host.
struct SingleWorkspace: Workspaces {
    let only: Workspace
    func workspace(host: String) -> Workspace? { only }
    var all: [Workspace] { [only] }
}
