import Definitions
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct LastAdministratorTests {
    @Test(arguments: StorageEngine.allCases)
    func `the last administrator can't be deleted`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let path = "/api/users/\(world.amelia.id)"
            let version = await world.api(.get, path, as: world.amelia).etag
            let before = try await world.digest()
            #expect(await world.api(.delete, path, as: world.amelia, headers: ["if-match": version]).status == 409)
            #expect(await world.send("/users/\(world.amelia.id)/delete", as: world.amelia).status == 409)
            let after = try await world.digest()
            #expect(World.changed(before, after).allSatisfy { ["session", "token"].contains($0) })
            #expect(await world.api(.get, "/api/me", as: world.amelia).status == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `no undo takes the last administrator away`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let roles = try await world.roles()
            let (administrator, observer) = (try #require(roles["administrator"]), try #require(roles["observer"]))
            let promotion = try await world.setRoles([(world.clara.id, administrator)])
            _ = try await world.setRoles([(world.amelia.id, observer)])
            await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.undo(promotion) } }
            let eve = try await world.write(as: world.clara) { records -> Int64 in
                var draft = Draft(UserRecord.object)
                draft[UserRecord.name] = "Eve"
                draft[UserRecord.role] = Reference(administrator)
                return try records.create(draft).id
            }
            let creation = try await world.read(as: nil) { try $0.history(UserRecord.object, eve)[0].batch.id }
            _ = try await world.setRoles([(world.clara.id, observer)])
            let failure = await #expect(throws: Failure.self) { try await world.write(as: nil) { try $0.undo(creation) } }
            guard case .conflict = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
            #expect(try await world.read(as: nil) { try $0.record("user", eve)[UserRecord.isActive] } == true)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an exchange of administrators can be taken back, whichever comes first`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let roles = try await world.roles()
            let (administrator, observer) = (try #require(roles["administrator"]), try #require(roles["observer"]))
            for (old, new) in [(world.amelia.id, world.olga.id), (world.olga.id, world.amelia.id)] {
                let exchange = try await world.setRoles([(new, administrator), (old, observer)])
                let undo = try await world.write(as: nil) { try $0.undo(exchange).id }
                #expect(try await world.read(as: nil) { try $0.record("user", old)[UserRecord.role]?.id } == administrator)
                // And the undo itself, so that the second round begins with the other one.
                _ = try await world.write(as: nil) { try $0.undo(undo) }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a deleted user's sessions and tokens are gone for good`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let path = "/api/users/\(world.clara.id)"
            let version = await world.api(.get, path, as: world.amelia).etag
            #expect(await world.api(.delete, path, as: world.amelia, headers: ["if-match": version]).status == 204)
            #expect(await world.api(.get, "/api/me", as: world.clara).status == 401)
            #expect(await world.page("/deals", as: world.clara).status == 303)
            #expect(await world.api(.post, "\(path)/restore", as: world.amelia).status == 200)
            #expect(await world.api(.get, "/api/me", as: world.clara).status == 401)
            #expect(await world.page("/deals", as: world.clara).status == 303)
        }
    }
}

extension World {
    func roles() async throws -> [String: Int64] {
        let all = try await workspace.database.read { try $0.all("SELECT key, id FROM \"role\"") { ($0.text(0), $0.int(1)) } }
        return Dictionary(all, uniquingKeysWith: { first, _ in first })
    }

    /// Gives users roles in one batch, whose number is returned.
    func setRoles(_ changes: [(user: Int64, role: Int64)]) async throws -> Int64 {
        try await write(as: nil) { records in
            for (user, role) in changes {
                var draft = Draft(UserRecord.object)
                draft[UserRecord.role] = Reference(role)
                try records.update(user, draft)
            }
            return records.batch ?? 0
        }
    }
}
