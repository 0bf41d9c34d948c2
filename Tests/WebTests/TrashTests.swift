import Definitions
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Upkeep
import Web

@Suite struct TrashTests {
    @Test(arguments: StorageEngine.allCases)
    func `what was deleted lies in the bin of those who may delete it, and comes back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (deal, person) in [(0, world.clara), (1, world.clara), (5, world.boris), (8, world.dmitri)] {
                let gone = await world.api(.delete, "/api/deals/\(world.deals[deal])", as: person, headers: ["if-match": "*"])
                #expect(gone.status == 204)
            }
            func titles(_ person: World.Person, _ query: String = "") async -> [String] {
                await world.api(.get, "/api/deals/deleted\(query)", as: person).rows.compactMap { $0["title"]?.string }
            }
            #expect(await titles(world.clara) == ["Deal 1", "Deal 0"])
            #expect(await titles(world.boris) == ["Deal 5", "Deal 1", "Deal 0"])
            #expect(await titles(world.amelia) == ["Deal 8", "Deal 5", "Deal 1", "Deal 0"])
            #expect(await titles(world.amelia, "?q=deal%205") == ["Deal 5"])
            let first = await world.api(.get, "/api/deals/deleted?limit=3", as: world.amelia)
            #expect(await titles(world.amelia, "?after=\(first.json["next"]?.string ?? "")") == ["Deal 0"])
            #expect(await titles(world.olga) == [])
            let page = await world.page("/trash?object=deal", as: world.clara).text
            #expect(
                page.contains("Deal 0") && page.contains("Deal 1") && !page.contains("Deal 5") && page.contains("Clara")
                    && !page.contains("Erase"))
            let back = await world.send(
                "/trash", as: world.clara, [("object", "deal"), ("deed", "restore")] + [0, 1].map { ("id", "\(world.deals[$0])") })
            #expect(back.status == 303)
            #expect(await titles(world.boris) == ["Deal 5"])
            // Gone, back and gone again: once in the bin.
            #expect(await world.api(.delete, "/api/deals/\(world.deals[0])", as: world.clara, headers: ["if-match": "*"]).status == 204)
            #expect(await titles(world.clara) == ["Deal 0"])
            let none = await world.send("/trash", as: world.clara, [("object", "deal"), ("deed", "restore")])
            #expect(none.status == 409)
            let other = await world.send("/trash", as: world.clara, [("object", "deal"), ("deed", "restore"), ("id", "\(world.deals[5])")])
            #expect(other.status == 404)
            #expect(await world.api(.get, "/api/deals/deleted?after=nonsense", as: world.clara).status == 400)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is erased for good leaves nothing but the fact`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let secret = "Zanzibar"
            let made = await world.api(
                .post, "/api/companies", as: world.clara, #"{"title": "\#(secret)", "owner": \#(world.clara.id)}"#,
                headers: ["krug-client-key": "zz"])
            let id = made.data.id
            _ = await world.api(
                .patch, "/api/companies/\(id)", as: world.clara, #"{"city": "\#(secret) City"}"#, headers: ["if-match": "*"])
            for owner in [world.boris.id, world.clara.id] {
                _ = await world.api(.patch, "/api/companies/\(id)", as: world.amelia, #"{"owner": \#(owner)}"#, headers: ["if-match": "*"])
            }
            try await #expect(owners(of: "company", world) == [world.boris.id, world.clara.id])
            let note = #"{"subject": "About \#(secret)", "about": {"object": "company", "id": \#(id)}, "owner": \#(world.clara.id)}"#
            #expect(await world.api(.post, "/api/activities", as: world.clara, note).status == 201)
            #expect(await world.api(.post, "/api/companies/\(id)/erase", as: world.amelia).status == 404, "only what is deleted")
            #expect(await world.api(.delete, "/api/companies/\(id)", as: world.clara, headers: ["if-match": "*"]).status == 204)
            #expect(await world.api(.post, "/api/companies/\(id)/erase", as: world.clara).status == 403)
            let asked = await world.send("/trash", as: world.amelia, [("object", "company"), ("deed", "erase"), ("id", "\(id)")])
            #expect(asked.status == 200 && asked.text.contains("Nobody can bring that back"))
            let erased = await world.send(
                "/trash", as: world.amelia, [("object", "company"), ("deed", "erase"), ("id", "\(id)"), ("confirmed", "1")])
            #expect(erased.status == 303)
            // Nothing of it is in any table, that of the note about it included.
            let rest = try await world.workspace.database.read { connection -> [String] in
                try connection.dialect.columns(connection).keys.sorted().filter { table in
                    guard let name = Identifier(checked: table), !table.contains("search"), table != "idempotency" else { return false }
                    return try connection.all("SELECT * FROM \(name)") { row in (0..<60).contains { row.has(secret, at: $0) } }.contains(
                        true)
                }
            }
            #expect(rest == [])
            try await #expect(owners(of: "company", world) == [])
            #expect(await world.api(.get, "/api/search?q=\(secret)", as: world.amelia).rows.isEmpty)
            #expect(await world.api(.post, "/api/companies/\(id)/restore", as: world.amelia).status == 404)
            // The journal says who erased what, and that can't be undone.
            let facts: SQL =
                "SELECT b.action, t.object, b.author FROM touched t JOIN batch b ON b.id = t.batch WHERE t.kind = 'erased' ORDER BY t.object"
            let kept = try await world.workspace.database.read { try $0.all(facts) { "\($0.text(0)) \($0.text(1)) \($0.int(2))" } }
            #expect(kept == ["activity", "company"].map { "company.erase \($0) \(world.amelia.id)" })
            let batch = erased.header("location")?.split(separator: "=").last.flatMap { Int64($0) } ?? 0
            let undo = await world.api(.post, "/api/batches/\(batch)/undo", as: world.amelia)
            #expect(undo.status == 409 && undo.text.contains("erased for good"))
        }
    }

    /// To whom records went from others, as far as that is noted.
    private func owners(of object: String, _ world: World) async throws -> [Int64] {
        try await world.workspace.database.read {
            try $0.all("SELECT owner FROM changed_owner WHERE object = \(object) ORDER BY batch") { $0.int(0) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `policies erase what was kept long enough, and no more`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            func change(_ deal: Int, _ title: String) async {
                let body = #"{"title": "\#(title)"}"#
                #expect(
                    await world.api(.patch, "/api/deals/\(world.deals[deal])", as: world.amelia, body, headers: ["if-match": "*"]).status
                        == 200)
            }
            func drop(_ deal: Int) async {
                #expect(
                    await world.api(.delete, "/api/deals/\(world.deals[deal])", as: world.amelia, headers: ["if-match": "*"]).status == 204)
            }
            func give(_ person: World.Person) async {
                let body = #"{"owner": \#(person.id)}"#
                _ = await world.api(.patch, "/api/deals/\(world.deals[4])", as: world.amelia, body, headers: ["if-match": "*"])
            }
            await give(world.boris)
            await change(0, "Old title")
            await drop(1)
            time.advance(seconds: 40 * 86_400)
            await give(world.clara)
            await change(0, "New title")
            await change(2, "Second")
            await drop(3)
            time.advance(seconds: 86_400)
            func apply() async throws -> Int {
                let (workspace, now) = (world.workspace, time.clock.now())
                let limits = try await workspace.database.read { try Retention.limits(Records(workspace.engine, $0, .system(), now: now)) }
                return try await Retention.apply(limits) { unit in
                    try await workspace.database.write { try unit(try workspace.records($0, .system())) }
                }
            }
            try await #expect(apply() == 0, "without a policy everything is kept")
            try await #expect(owners(of: "deal", world) == [world.boris.id, world.clara.id])
            for wrong in [
                #"{"object": "nothing"}"#, #"{"object": "deal", "deleted_days": 0}"#, #"{"object": "deal", "history_months": -1}"#,
            ] {
                #expect(await world.api(.post, "/api/retention_policies", as: world.amelia, wrong).status == 422)
            }
            let policy = #"{"object": "deal", "deleted_days": 30, "history_months": 1}"#
            #expect(await world.api(.post, "/api/retention_policies", as: world.amelia, policy).status == 201)
            try await #expect(apply() > 0)
            try await #expect(apply() == 0)
            try await #expect(owners(of: "deal", world) == [world.clara.id])
            let bin = await world.api(.get, "/api/deals/deleted", as: world.amelia).rows.compactMap { $0["title"]?.string }
            #expect(bin == ["Deal 3"])
            // The newer change is known in full, the older one only that it was.
            let history = await world.api(.get, "/api/deals/\(world.deals[0])/history", as: world.amelia)
            #expect(history.text.contains("Old title") && !history.text.contains("Deal 0"), "\(history.text)")
            #expect(history.rows.count == 3)
            let second = await world.api(.get, "/api/deals/\(world.deals[2])/history", as: world.amelia).text
            #expect(second.contains("Deal 2"))
            // What is not kept can't be shown.
            let past = await world.api(.get, "/api/deals?as_of=2027-01-15T07:59:00Z", as: world.amelia)
            #expect(past.status == 400 && past.text.contains("not kept"), "\(past.text)")
            #expect(await world.api(.get, "/api/deals?as_of=2027-02-10T08:00:00Z", as: world.amelia).status == 200)
            #expect(await world.api(.get, "/api/companies?as_of=2027-01-15T07:59:00Z", as: world.amelia).status == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the history is read by those who have the right to`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let roles = try await world.read(as: nil) {
                try $0.list(Query("role", filter: try Filter("key = \"salesperson\"")), make: \.id).rows
            }
            _ = await world.api(
                .patch, "/api/deals/\(world.deals[0])", as: world.amelia, #"{"title": "Renamed"}"#, headers: ["if-match": "*"])
            let all = #""create": true, "read": "all", "update": "all", "delete": "all""#
            let rights = #"{"objects": {"deal": {\#(all), "history": false}, "company": {\#(all)}}}"#
            let set = await world.api(
                .patch, "/api/roles/\(roles[0])", as: world.amelia, #"{"rights": \#(rights)}"#, headers: ["if-match": "*"])
            #expect(set.status == 200, "\(set.text)")
            let deal = "/deals/\(world.deals[0])"
            for path in ["/api\(deal)/history", "/api\(deal)?as_of=2026-11-22T08:00:00Z", "/api/deals?as_of=2026-11-22T08:00:00Z"] {
                let answer = await world.api(.get, path, as: world.clara)
                #expect(answer.status == 403, "\(path) \(answer.status)")
            }
            let page = await world.page(deal, as: world.clara)
            #expect(page.status == 200 && page.text.contains("Renamed") && !page.text.contains("Deal 0"))
            #expect(await world.page("\(deal)/history", as: world.clara).status == 403)
            #expect(await world.api(.get, "/api/companies/\(world.companies[0])/history", as: world.clara).status == 200)
            #expect(await world.api(.get, "/api\(deal)/history", as: world.boris).status == 200)
        }
    }
}

extension Row {
    /// Whether a column holds a text with this inside; there may be no such column.
    fileprivate func has(_ text: String, at column: Int) -> Bool { optionalText(column)?.contains(text) ?? false }
}
