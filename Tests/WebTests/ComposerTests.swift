import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct ComposerTests {
    private func note(_ body: String, _ deal: Int64, as person: World.Person, _ world: World) async {
        let fields = [("kind", "note"), ("about", "deal:\(deal)"), ("body", body), ("_draft", "note"), ("_next", "/deals/\(deal)")]
        #expect(await world.send("/activities/new", as: person, fields).status == 303)
    }

    @Test(arguments: StorageEngine.allCases)
    func `a record that a note names is a link by its present title for whoever may read it, and plain text for others`(
        engine: StorageEngine
    ) async throws {
        try await withWorld(on: engine) { world in
            let (own, foreign) = (world.deals[0], world.deals[8])
            await note("See #deal:\(foreign), #deal:999 and c#deal:1 <b>", own, as: world.amelia, world)
            _ = await world.api(
                .patch, "/api/deals/\(foreign)", as: world.amelia, #"{"title": "Renamed since"}"#, headers: ["if-match": "*"])
            let seen = await world.page("/deals/\(own)", as: world.amelia).text
            #expect(seen.contains("See <a href=\"/deals/\(foreign)\">Renamed since</a>, #deal:999 and c#deal:1 &lt;b&gt;"), "\(seen)")
            // Clara may read the deal and, being mentioned, the note, but not the other deal.
            let name = try await world.read(as: nil) { try $0.record("user", world.clara.id).title }
            await note("@\(name): like #deal:\(foreign)", own, as: world.amelia, world)
            let plain = await world.page("/deals/\(own)", as: world.clara).text
            #expect(plain.contains(": like #deal:\(foreign)") && !plain.contains("Renamed since"))
            let hits = await world.page("/search?fragment=picker&q=Renamed", as: world.clara).text
            #expect(!hits.contains("Renamed since"))
            #expect(await world.page("/search?fragment=picker&q=Renamed", as: world.amelia).text.contains("data-id=\"deal:\(foreign)\""))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what one was writing stands there again, for nobody else, until it is sent`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            func draft(_ text: String, as person: World.Person, _ form: String = "note") async -> Int {
                await world.send(
                    "/drafts", as: person, [("form", form), ("place", "deal:\(deal)"), ("text", text), ("due", "2026-12-01T10:00")]
                ).status
            }
            func page(_ person: World.Person) async -> String { await world.page("/deals/\(deal)", as: person).text }
            #expect(await draft("Half a <thought>", as: world.clara) == 204)
            #expect(await draft("Half a <thought>, longer", as: world.clara) == 204)
            #expect(await draft("Ring them", as: world.clara, "call") == 204)
            let mine = await page(world.clara)
            #expect(mine.contains("Half a &lt;thought&gt;, longer") && mine.contains("Ring them"))
            for other in [world.boris, world.amelia] {
                let theirs = await page(other)
                #expect(!theirs.contains("Half a") && !theirs.contains("Ring them"))
            }
            await note("Half a thought, whole", deal, as: world.clara, world)
            let sent = await page(world.clara)
            #expect(sent.contains("Half a thought, whole") && !sent.contains("longer") && sent.contains("Ring them"))
            #expect(await draft("", as: world.clara, "call") == 204)
            #expect(await page(world.clara).contains("Ring them") == false)
            // A form that is refused keeps its draft.
            #expect(await draft("Kept", as: world.clara) == 204)
            let refused = [("kind", "nonsense"), ("about", "deal:\(deal)"), ("body", "Kept"), ("_draft", "note")]
            #expect(await world.send("/activities/new", as: world.clara, refused).status == 422)
            #expect(await page(world.clara).contains(">Kept</textarea>"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a draft is refused where its place is closed, and where it says too much or too little`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func send(_ fields: [(String, String)]) async -> Int { await world.send("/drafts", as: world.dmitri, fields).status }
            #expect(await send([("form", "note"), ("place", "deal:\(world.deals[0])"), ("text", "x")]) == 404)
            #expect(await send([("form", "note"), ("place", "deal"), ("text", "x")]) == 400)
            #expect(await send([("place", "deal:\(world.deals[9])"), ("text", "x")]) == 400)
            let long = String(repeating: "я", count: 200_000)
            #expect(await send([("form", "note"), ("place", "deal:\(world.deals[9])"), ("text", long)]) == 413)
            #expect(await world.page("/deals/\(world.deals[9])", as: world.dmitri).text.contains("яя") == false)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a template says what the record and the person are, and is offered to those whom it is for`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            func make(_ title: String, _ body: String, _ audience: String, as person: World.Person) async -> WebResponse {
                let json = JSON.object([("title", .string(title)), ("body", .string(body)), ("audience", .string(audience))])
                return await world.api(.post, "/api/templates", as: person, json.text)
            }
            let body = "{{title}} / {{Amount}} / {{ owner }} / {{me}} / {{today}} / {{nonsense}} {{"
            let own = await make("Mine", body, "personal", as: world.clara)
            #expect(own.status == 201, "\(own.text)")
            #expect(await make("Team", "Team text", "team", as: world.boris).status == 201)
            let forAll = await make("All", "x", "everyone", as: world.clara)
            #expect(forAll.status == 422 && forAll.fields == ["audience"])
            #expect(await make("All", "For all", "everyone", as: world.amelia).status == 201)
            #expect(await world.api(.get, "/api/templates/\(own.data.id)", as: world.dmitri).status == 404)
            func offered(_ person: World.Person, _ deal: Int64) async -> String {
                await world.page("/templates/choose?about=deal:\(deal)", as: person).text
            }
            let list = await offered(world.clara, deal)
            let (name, title) = try await world.read(as: nil) { records in
                (try records.record("user", world.clara.id).title, try records.record("deal", deal).title)
            }
            #expect(list.contains("data-insert=\"\(title) / $1,000 / \(name) / \(name) / 22 Nov 2026 / {{nonsense}} {{\""), "\(list)")
            #expect(list.contains("Team text") && list.contains("For all"))
            let others = await offered(world.dmitri, world.deals[8])
            #expect(others.contains("For all") && !others.contains("Team text") && !others.contains("Mine"))
            // Without a script the page of the record comes with the text in place, behind what was written before.
            let fields = [("form", "note"), ("place", "deal:\(deal)"), ("text", "Begun")]
            _ = await world.send("/drafts", as: world.clara, fields)
            let page = await world.page("/deals/\(deal)?template=\(own.data.id)", as: world.clara)
            #expect(page.text.contains("Begun\n\(title) / "))
            // What is closed, or was deleted since, says so above an empty box; the record is there.
            let gone = "This template is gone"
            let closed = await world.page("/deals/\(world.deals[8])?template=\(own.data.id)", as: world.dmitri)
            #expect(closed.status == 200 && closed.text.contains(gone) && !closed.text.contains("nonsense"))
            #expect(await world.api(.delete, "/api/templates/\(own.data.id)", as: world.clara, headers: ["if-match": "*"]).status < 300)
            for number in ["\(own.data.id)", "abc", "99999999999999999999"] {
                let page = await world.page("/deals/\(deal)?template=\(number)", as: world.clara)
                #expect(page.status == 200 && page.text.contains(gone) && page.text.contains(">Begun</textarea>"), "\(number)")
            }
        }
    }
}
