import Definitions
@testable import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing

struct PrincipalTests {
    @Test(arguments: StorageEngine.allCases)
    func `a principal has the role and the team that the user has now`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let boris = try await #require(office.principal(office.boris))
            #expect(boris.role.key == "salesperson")
            #expect(boris.team == [office.boris, office.clara])
            #expect(boris.language == .ru)
            #expect(boris.name == "Boris")
            // Who heads a team without being in it has its members.
            try await #expect(office.principal(office.amelia)?.team == [office.amelia, office.boris, office.clara])
            try await office.update(office.boris) {
                $0["team"] = .empty
                $0["language"] = .text("en")
            }
            let moved = try await #require(office.principal(office.boris))
            #expect(moved.team == [office.boris])
            #expect(moved.language == .en)
            try await #expect(office.principal(999) == nil)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the last administrator can be neither switched off nor given another role`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            await #expect(throws: Failure.self) { try await office.setActive(office.amelia, false) }
            let observer = try await #require(office.database.read {
                try $0.first("SELECT id FROM \"role\" WHERE key = 'observer'") { $0.int(0) }
            })
            await #expect(throws: Failure.self) { try await office.update(office.amelia) { $0["role"] = .reference(observer) } }
            let administrator = try await #require(office.database.read {
                try $0.first("SELECT id FROM \"role\" WHERE key = 'administrator'") { $0.int(0) }
            })
            try await office.update(office.clara) { $0["role"] = .reference(administrator) }
            try await office.setActive(office.amelia, false)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an e-mail must be one, and nobody else's`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            for email in ["nonsense", "AMELIA@example.com"] {
                await #expect(throws: Failure.self) { try await office.update(office.boris) { $0["email"] = .text(email) } }
            }
        }
    }

    @Test func `an unknown role may do nothing`() {
        #expect(ShippedRoles.role("nonsense").grant("deal") == .nothing)
        #expect(ShippedRoles.role(nil).grant("user") == .nothing)
    }

    @Test(arguments: [
        ("administrator", true, RowRule.all, RowRule.all, true), ("head", true, .rows("owner = my_team"), .rows("owner = my_team"), true),
        ("salesperson", true, .rows("owner = me"), .rows("owner = me"), false), ("observer", false, .all, .none, false),
    ])
    func `each role reaches the deals that it should`(key: String, creates: Bool, reads: RowRule, updates: RowRule, exports: Bool) {
        let grant = ShippedRoles.role(key).grant("deal")
        let erases = key == "administrator"
        #expect(grant == Grant(create: creates, read: reads, update: updates, delete: updates, export: exports, erase: erases))
    }

    @Test func `only administrators change users, roles and stages`() {
        for role in ShippedRoles.all where !role.administers {
            for object in ["user", "team", "role", "stage", "pipeline", "product", "currency_rate"] {
                #expect(role.grant(object) == .reading)
            }
        }
    }
}
