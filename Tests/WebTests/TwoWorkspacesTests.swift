import Definitions
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

struct TwoWorkspacesTests {
    @Test(arguments: StorageEngine.allCases)
    func `workspaces do not see each other's fields`(engine: StorageEngine) async throws {
        try await withTwoWorlds(on: engine) { first, second in
            _ = await first.make("deal", "Only here")
            #expect(await first.page("/deals", as: first.clara).text.contains("Only here"))
            #expect(!(await second.page("/deals", as: second.clara, headers: ["host": "second.test"]).text.contains("Only here")))
            #expect(first.workspace.engine.schema.object("deal")?.field("only_here") != nil)
            #expect(second.workspace.engine.schema.object("deal")?.field("only_here") == nil)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a host leads to its own workspace and nowhere else`(engine: StorageEngine) async throws {
        try await withTwoWorlds(on: engine) { first, second in
            let (here, there) = (["host": "default.krug.test:8080"], ["host": "second.krug.test:8080"])
            let made = await first.api(.post, "/api/deals", as: second.clara, #"{"title": "Only there"}"#, headers: there)
            #expect(made.status == 201)

            // The casts of both have the same numbers; only the host and the token tell them apart.
            #expect(await first.api(.get, "/api/deals/\(made.data.id)", as: second.clara, headers: there).data["title"] == "Only there")
            #expect(await first.api(.get, "/api/deals/\(made.data.id)", as: first.clara, headers: here).status == 404)
            for host in ["", "localhost", "second-krug.test", "default", "krug.second.test"] {
                #expect(await first.api(.get, "/api/deals/\(made.data.id)", as: first.clara, headers: ["host": host]).status == 404, "\(host)")
            }

            // Neither token nor session is anything in the other workspace.
            #expect(await first.api(.get, "/api/me", as: second.clara, headers: here).status == 401)
            #expect(await first.api(.get, "/api/me", as: first.clara, headers: there).status == 401)
            #expect(await first.page("/deals", as: first.clara, headers: there).header("location")?.hasPrefix("/sign-in") ?? false)
            #expect(await first.send("/deals/new", as: first.amelia, [("title", "Stray")], headers: there).status == 401)

            #expect(await first.api(.get, "/api/search?q=Only", as: second.amelia, headers: there).rows.count == 1)
            #expect(await first.api(.get, "/api/search?q=Only", as: first.amelia, headers: here).rows.isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `work in one workspace leaves the other as it is`(engine: StorageEngine) async throws {
        try await withTwoWorlds(on: engine) { first, second in
            let before = try await first.digest()
            let there = ["host": "second", "if-match": "*"]
            #expect(await first.api(.patch, "/api/deals/\(second.deals[0])", as: second.clara, #"{"title": "There"}"#, headers: there).status == 200)
            #expect(await first.api(.delete, "/api/deals/\(second.deals[1])", as: second.clara, headers: there).status == 204)
            #expect(World.changed(before, try await first.digest()) == [])
        }
    }
}
