import Identity
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct RoleTests {
    @Test(arguments: StorageEngine.allCases)
    func `rights that an administrator writes hold from the next request on`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.titles(as: world.clara).count == 5)
            let rights = #"""
                {"objects":{"deal":{"read":"amount >= 3000 USD and owner = me","update":"owner = me"}},
                "fields":{"deal.source":"none","deal.amount":"read"}}
                """#
            let answer = await world.change("salesperson", rights: rights)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(await world.titles(as: world.clara) == ["Deal 2", "Deal 3", "Deal 4"])
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).status == 404)
            #expect(await world.api(.get, "/api/companies", as: world.clara).status == 404)
            #expect(await world.api(.get, "/api/deals?fields=source", as: world.clara).status == 400)
            let own = "/api/deals/\(world.deals[3])"
            #expect(
                await world.api(.patch, own, as: world.clara, #"{"amount":{"minor":1,"currency":"USD"}}"#, headers: ["if-match": "*"])
                    .status == 422)
            #expect(await world.api(.patch, own, as: world.clara, #"{"title":"Mine"}"#, headers: ["if-match": "*"]).status == 200)
            #expect(await world.api(.post, "/api/deals", as: world.clara, #"{"title":"New"}"#).status == 403)
            #expect(await world.page("/deals/new", as: world.clara).status == 403)
            #expect(await world.titles(as: world.boris).count == 8)
            #expect(await world.change("salesperson", rights: "null").status == 200)
            #expect(await world.titles(as: world.clara).count == 5)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a role of one's own is made of another, given, and taken away by undo`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let roles = try await world.roles()
            let copy = await world.send("/roles/\(try #require(roles["observer"]))/copy", as: world.amelia)
            #expect(copy.status == 303)
            let newest = Query("role", sort: [Sort(FieldPath("id"), descending: true)], limit: 1)
            let own = try #require(try await world.read(as: nil) { try $0.list(newest, make: \.id).rows.first })
            let given = try await world.setRoles([(world.dmitri.id, own)])
            #expect(await world.titles(as: world.dmitri).count == 10)
            #expect(await world.api(.post, "/api/deals", as: world.dmitri, #"{"title":"New"}"#).status == 403)
            #expect(await world.api(.post, "/api/batches/\(given)/undo", as: world.amelia).status == 200)
            #expect(await world.titles(as: world.dmitri).count == 2)
            #expect(await world.send("/roles/\(own)/delete", as: world.amelia).status == 303)
            #expect(await world.send("/roles/\(try #require(roles["observer"]))/delete", as: world.amelia).status == 409)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `with several roles one may do what one of them allows`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let more = await world.api(
                .post, "/api/roles", as: world.amelia,
                #"""
                {"title":"Small deals","rights":{"objects":{"deal":{"read":"amount < 7000 USD","export":true}},"fields":{"deal.amount":"read"}}}
                """#)
            #expect(more.status == 201, "\(more.text)")
            let path = "/api/users/\(world.dmitri.id)"
            let answer = await world.api(.patch, path, as: world.amelia, #"{"more_roles":[\#(more.data.id)]}"#, headers: ["if-match": "*"])
            #expect(answer.status == 200, "\(answer.text)")
            // His own two and what the other role shows.
            #expect(await world.titles(as: world.dmitri) == (0..<6).map { "Deal \($0)" } + ["Deal 8", "Deal 9"])
            #expect(
                await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.dmitri, #"{"title":"x"}"#, headers: ["if-match": "*"])
                    .status == 403)
            // A field is closed only when all roles close it.
            let own = "/api/deals/\(world.deals[9])"
            #expect(await world.api(.patch, own, as: world.dmitri, #"{"amount":null}"#, headers: ["if-match": "*"]).status == 200)
            let administrator = try #require(try await world.roles()["administrator"])
            let refused = await world.api(
                .patch, path, as: world.amelia, #"{"more_roles":[\#(administrator)]}"#, headers: ["if-match": "*"])
            #expect(refused.status == 422)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `with several roles one may do with a company's own objects what one of them allows`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let made = await world.makeObject(#", "salesperson_rights": "none", "observer_rights": "read""#)
            #expect(made.status == 201, "\(made.text)")
            #expect(await world.api(.get, "/api/contracts", as: world.dmitri).status == 404)
            let observer = try #require(try await world.roles()["observer"])
            let change = #"{"more_roles":[\#(observer)]}"#
            let path = "/api/users/\(world.dmitri.id)"
            #expect(await world.api(.patch, path, as: world.amelia, change, headers: ["if-match": "*"]).status == 200)
            #expect(await world.api(.get, "/api/contracts", as: world.dmitri).status == 200)
            #expect(await world.api(.post, "/api/contracts", as: world.dmitri, #"{"title":"Lease"}"#).status == 403)
            #expect(await world.change("observer", rights: #"{"objects":{"x_contract":{}}}"#).status == 200)
            #expect(await world.api(.get, "/api/contracts", as: world.dmitri).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rights that make no sense are refused with all that is wrong, and change nothing`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let before = try await world.digest()
            let rights = #"""
                {"standard":{"read":"owner = me"},"objects":{"dragon":{"read":"all"},"deal":{"read":"colour = red","create":1,"fly":"all"}},
                "fields":{"deal.wings":"none","deal.amount":"maybe"}}
                """#
            let refused = await world.change("observer", rights: rights)
            #expect(refused.status == 422)
            for word in ["deal.create", "deal.fly", "deal.amount"] { #expect(refused.text.contains(word), "\(word) in \(refused.text)") }
            let second = await world.change(
                "observer", rights: #"{"objects":{"dragon":{},"deal":{"read":"colour = red"}},"fields":{"deal.wings":"none"}}"#)
            for word in ["dragon", "colour", "deal.wings"] { #expect(second.text.contains(word), "\(word) in \(second.text)") }
            #expect(await world.change("administrator", rights: "{}").status == 422)
            #expect(await world.api(.patch, "/api/roles/1", as: world.boris, #"{"rights":{}}"#, headers: ["if-match": "*"]).status == 403)
            #expect(World.changed(before, try await world.digest()).allSatisfy { ["token", "session"].contains($0) })
        }
    }

    @Test(arguments: Language.allCases)
    func `the form of rights keeps what was typed and saves what it shows`(language: Language) async throws {
        try await withWorld(on: .sqlite, language: language) { world in
            let id = try #require(try await world.roles()["observer"])
            let page = await world.page("/roles/\(id)/rights", as: world.amelia)
            #expect(page.status == 200)
            #expect(page.text.contains("name=\"read:deal\""))
            let version = try await world.read(as: nil) { try $0.record("role", id).version }
            var fields = [
                ("_version", "\(version)"), ("read:deal", "filter"), ("read:deal:filter", "amount >< 5"), ("update:deal", "own"),
                ("create:deal", "1"),
                ("field:deal.source", "none"), ("read:*", "none"),
            ]
            let refused = await world.send("/roles/\(id)/rights", as: world.amelia, fields)
            #expect(refused.status == 422)
            #expect(refused.text.contains("amount &gt;&lt; 5"))
            fields[2].1 = "amount >= 5000 USD"
            #expect(await world.send("/roles/\(id)/rights", as: world.amelia, fields).status == 303)
            #expect(await world.titles(as: world.olga) == (4..<10).map { "Deal \($0)" })
            let role = try await world.read(as: nil) { Roles.role(of: try $0.record("role", id)) }
            #expect(
                role.grant("deal")
                    == Grant(create: true, read: .rows("amount >= 5000 USD"), update: .rows("owner = me"), delete: .none, export: false, history: false))
            #expect(role.access("deal", "source") == .none)
            #expect(role.grant("company") == .nothing)
            // Sent a second time it is about a role that has changed since.
            #expect(await world.send("/roles/\(id)/rights", as: world.amelia, fields).status == 422)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an administrator sees who has access to a record and why`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let path = "deals/\(world.deals[0])/access"
            let rows = await world.api(.get, "/api/\(path)", as: world.amelia).rows
            func row(_ name: String) -> JSON? { rows.first { $0["name"]?.string == name } }
            #expect(rows.count == 5)
            #expect(row("Clara")?["update"]?["allowed"] == true)
            #expect(row("Clara")?["update"]?["reasons"]?.array?.first?["rule"] == "owner = me")
            #expect(row("Boris")?["read"]?["allowed"] == true)
            #expect(row("Dmitri")?["read"]?["allowed"] == false)
            #expect(row("Dmitri")?["read"]?["reasons"]?.array?.first?["met"] == false)
            #expect(row("Olga")?["read"]?["allowed"] == true)
            #expect(row("Olga")?["update"]?["allowed"] == false)
            #expect(await world.page("/\(path)", as: world.amelia).text.contains("Dmitri"))
        }
    }
}

extension World {
    fileprivate func titles(as person: Person) async -> [String] {
        await api(.get, "/api/deals?fields=title&sort=title", as: person).rows.compactMap { $0["title"]?.string }
    }

    fileprivate func change(_ key: String, rights: String) async -> WebResponse {
        guard let id = try? await roles()[key] else { return WebResponse(0) }
        return await api(.patch, "/api/roles/\(id)", as: amelia, "{\"rights\":\(rights)}", headers: ["if-match": "*"])
    }
}
