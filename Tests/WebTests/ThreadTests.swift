import Composing
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

/// What is said of the entries of a timeline, and what stands on top of it.
@Suite struct ThreadTests {
    private func comment(_ text: String, on event: String, as person: World.Person, _ world: World, _ change: Int64? = nil) async
        -> WebResponse
    {
        let parts = event.split(separator: ":")
        let about = JSON.object([("object", .string(String(parts[0]))), ("id", .number(String(parts[1])))])
        let more: [(name: String, value: JSON)] = change.map { [("change", .number("\($0)"))] } ?? []
        return await world.api(.post, "/api/comments", as: person, JSON.object([("text", .string(text)), ("about", about)] + more).text)
    }

    private func batch(_ deal: Int64, _ world: World) async -> Int64 {
        await world.api(.get, "/api/deals/\(deal)/history", as: world.amelia).rows.first?["batch"]?.id ?? 0
    }

    @Test(arguments: StorageEngine.allCases)
    func `an action and a note are commented on by whoever may read them, and read by nobody else`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            let change = await batch(deal, world)
            let note = await world.api(
                .post, "/api/activities", as: world.clara,
                "{\"kind\": \"note\", \"body\": \"Yes\", \"about\": {\"object\": \"deal\", \"id\": \(deal)}}"
            ).data.id
            let first = await comment("Why <so>? See #deal:\(deal)", on: "deal:\(deal)", as: world.boris, world, change)
            #expect(first.status == 201, "\(first.text)")
            #expect(await comment("Because", on: "activity:\(note)", as: world.clara, world).status == 201)
            let page = await world.page("/deals/\(deal)", as: world.clara).text
            #expect(page.contains("Why &lt;so&gt;? See <a href=\"/deals/\(deal)\">") && page.contains("Because"))
            #expect(page.contains("id=\"change-\(change)\"") && page.contains("id=\"activity-\(note)\""))
            // Only whoever wrote it changes it.
            let id = first.data.id
            #expect(
                await world.api(.patch, "/api/comments/\(id)", as: world.clara, #"{"text": "No"}"#, headers: ["if-match": "*"]).status
                    == 403)
            #expect(
                await world.api(.patch, "/api/comments/\(id)", as: world.boris, #"{"text": "Well"}"#, headers: ["if-match": "*"]).status
                    == 200)
            #expect(await world.api(.get, "/api/comments", as: world.dmitri).rows.isEmpty)
            #expect(await world.api(.get, "/api/comments/\(id)", as: world.dmitri).status == 404)
            // What is deleted comes back with its record.
            let gone = await world.send("/comments/\(id)/delete?next=/deals/\(deal)", as: world.boris)
            #expect(gone.status == 303 && gone.header("location")?.hasPrefix("/deals/\(deal)?done=") == true)
            #expect(await world.page("/deals/\(deal)", as: world.clara).text.contains("Well") == false)
            #expect(await world.send("/actions/undo", as: world.boris).status == 303)
            #expect(await world.page("/deals/\(deal)", as: world.clara).text.contains("Well"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is said of a change is closed to whom the history is closed`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            let roles = try await world.read(as: nil) {
                try $0.list(Query("role", filter: try Filter("key = \"salesperson\"")), make: \.id).rows
            }
            let all = #""create": true, "read": "all", "update": "all", "delete": "all""#
            let rights = "{\"objects\": {\"deal\": {\(all), \"history\": false}}}"
            let set = await world.api(
                .patch, "/api/roles/\(roles[0])", as: world.amelia, "{\"rights\": \(rights)}", headers: ["if-match": "*"])
            #expect(set.status == 200, "\(set.text)")
            let change = await batch(deal, world)
            #expect(await comment("Cut to 12", on: "deal:\(deal)", as: world.boris, world, change).status == 201)
            #expect(await comment("Looks good", on: "deal:\(deal)", as: world.boris, world).status == 201)
            #expect(await world.api(.get, "/api/comments", as: world.clara).rows.map { $0["text"]?.string } == ["Looks good"])
            let page = await world.page("/deals/\(deal)", as: world.clara).text
            #expect(page.contains("Looks good") && !page.contains("Cut to 12"))
            #expect(await world.page("/deals/\(deal)", as: world.boris).text.contains("Cut to 12"))
            #expect(await world.api(.get, "/api/notifications?waiting=true", as: world.clara).rows.count == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a comment is refused where it leads nowhere, and never in another's name`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (own, foreign) = (world.deals[0], world.deals[9])
            #expect(await comment("x", on: "deal:\(foreign)", as: world.clara, world).status == 404)
            #expect(await comment("x", on: "deal:\(own)", as: world.clara, world, 999_999).fields == ["change"])
            #expect(await comment("x", on: "pipeline:1", as: world.clara, world).fields == ["about"])
            #expect(await comment("", on: "deal:\(own)", as: world.clara, world).fields == ["text"])
            let body = "{\"text\": \"x\", \"about\": {\"object\": \"deal\", \"id\": \(own)}, \"owner\": \(world.dmitri.id)}"
            #expect(await world.api(.post, "/api/comments", as: world.clara, body).fields == ["owner"])
            #expect(await comment("x", on: "deal:\(own)", as: world.olga, world).status == 403)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is pinned stands on top for everybody, however old it is, until it is let go or that is undone`(engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            func write(_ text: String) async -> Int64 {
                await world.api(
                    .post, "/api/activities", as: world.clara,
                    "{\"kind\": \"note\", \"body\": \"\(text)\", \"about\": {\"object\": \"deal\", \"id\": \(deal)}}"
                ).data.id
            }
            let note = await write("The oldest of all")
            for number in 0..<55 { _ = await write("Note \(number)") }
            func page(_ person: World.Person) async -> String { await world.page("/deals/\(deal)", as: person).text }
            #expect(await page(world.clara).contains("The oldest of all") == false)
            let url = "/pins/toggle?about=deal:\(deal)&event=activity:\(note)&next=/deals/\(deal)"
            #expect(await world.send(url, as: world.dmitri).status == 404)
            #expect(await world.send(url, as: world.olga).status == 403)
            #expect(await world.send(url, as: world.clara).status == 303)
            for person in [world.clara, world.boris, world.amelia] {
                let text = await page(person)
                let (top, below) = (text.firstRange(of: "The oldest of all"), text.firstRange(of: "Note 54"))
                #expect(text.contains(">Pinned<") && (top.map { one in below.map { one.lowerBound < $0.lowerBound } ?? false } ?? false))
            }
            #expect(await world.send("/actions/undo", as: world.clara).status == 303)
            #expect(await page(world.clara).contains(">Pinned<") == false)
            #expect(await world.send(url, as: world.clara).status == 303)
            #expect(await world.send(url, as: world.boris).status == 303)
            #expect(await page(world.clara).contains(">Pinned<") == false)
            let change = "{\"about\": {\"object\": \"deal\", \"id\": \(deal)}, \"event\": \"change:\(await batch(deal, world))\"}"
            #expect(await world.api(.post, "/api/pins", as: world.clara, change).status == 201)
            #expect(await page(world.boris).contains(">Pinned<"))
            #expect(await world.api(.post, "/api/pins", as: world.clara, change).fields == ["event"])
            let wrong = "{\"about\": {\"object\": \"deal\", \"id\": \(deal)}, \"event\": \"everything\"}"
            #expect(await world.api(.post, "/api/pins", as: world.clara, wrong).fields == ["event"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `pins of what was deleted make room, and come back with it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let about = "\"about\": {\"object\": \"deal\", \"id\": \(world.deals[0])}"
            func pin(_ note: Int64) async -> WebResponse {
                await world.api(.post, "/api/pins", as: world.clara, "{\(about), \"event\": \"activity:\(note)\"}")
            }
            var notes: [Int64] = []
            for number in 0...20 {
                notes.append(
                    await world.api(.post, "/api/activities", as: world.clara, "{\"kind\": \"note\", \"body\": \"\(number)\", \(about)}")
                        .data.id)
            }
            for note in notes.prefix(20) { #expect(await pin(note).status == 201) }
            #expect(await pin(notes[20]).fields == ["event"])
            #expect(await world.api(.delete, "/api/activities/\(notes[3])", as: world.clara, headers: ["if-match": "*"]).status < 300)
            let page = "/pins/toggle?about=deal:\(world.deals[0])&event=activity:\(notes[20])"
            #expect(await world.send(page, as: world.clara).status == 303)
            func pinned() async -> [String] {
                await world.api(.get, "/api/pins?limit=100", as: world.clara).rows.compactMap { $0["event"]?.string }
            }
            let left = await pinned()
            #expect(left.count == 20 && !left.contains("activity:\(notes[3])"))
            // It went in the same action.
            #expect(await world.send("/actions/undo", as: world.clara).status == 303)
            #expect(await pinned().contains("activity:\(notes[3])"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a pinned file and one that a comment was begun on are shown, however much happened to other files`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            func add(_ name: String) async -> Int64 {
                await world.raw(
                    .post, "/api/files", query: [("about", "deal:\(deal)"), ("name", name)], as: world.clara, [1, 2, 3],
                    headers: ["content-type": "application/octet-stream"]
                ).rows.first?.id ?? 0
            }
            let first = await add("oldest.bin")
            for number in 0..<41 { _ = await add("later-\(number).bin") }
            let draft = [("form", "comment"), ("place", "file:\(first)"), ("text", "Half a thought")]
            #expect(await world.send("/drafts", as: world.clara, draft).status == 204)
            #expect(await world.page("/deals/\(deal)", as: world.clara).text.contains("data-begun=\"Half a thought\""))
            #expect(await world.page("/deals/\(deal)", as: world.boris).text.contains("Half a thought") == false)
            #expect(await world.send("/pins/toggle?about=deal:\(deal)&event=file:\(first)", as: world.clara).status == 303)
            let page = await world.page("/deals/\(deal)", as: world.boris).text
            let pinned = page.firstRange(of: ">Pinned<").map { page[$0.upperBound...].prefix(1_500).contains("oldest.bin") }
            #expect(pinned == true)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a comment that was begun is offered to whoever began it until it is sent`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            let change = await batch(deal, world)
            let fields = [("form", "comment:\(change)"), ("place", "deal:\(deal)"), ("text", "Half a <thought>")]
            #expect(await world.send("/drafts", as: world.clara, fields).status == 204)
            let offered = "data-begun=\"Half a &lt;thought&gt;\""
            let page = await world.page("/deals/\(deal)", as: world.clara).text
            #expect(
                page.contains(offered) && page.contains("Go on with your draft: Half a &lt;thought&gt;")
                    && !page.contains("composer\" value=\"comment"))
            #expect(await world.page("/deals/\(deal)", as: world.boris).text.contains("Half a") == false)
            let sent = [("about", "deal:\(deal)"), ("change", "\(change)"), ("text", "Whole"), ("_draft", "comment:\(change)")]
            #expect(await world.send("/comments/new", as: world.clara, sent).status == 303)
            let after = await world.page("/deals/\(deal)", as: world.clara).text
            #expect(after.contains("Whole") && !after.contains("data-begun"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a comment that was begun on what the page shows no more is offered all the same`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            let change = await batch(deal, world)
            for form in ["comment:\(change)", "note"] {
                let fields = [("form", form), ("place", "deal:\(deal)"), ("text", "Draft of \(form)")]
                #expect(await world.send("/drafts", as: world.clara, fields).status == 204)
            }
            for number in 0...TimelineLimits.shown {
                let answer = await world.api(
                    .patch, "/api/deals/\(deal)", as: world.clara, "{\"source\": \"\(number)\"}", headers: ["if-match": "*"])
                #expect(answer.status == 200)
            }
            let page = await world.page("/deals/\(deal)", as: world.clara).text
            #expect(!page.contains("id=\"change-\(change)\""))
            #expect(page.contains("comment on an earlier entry") && page.contains("data-begun=\"Draft of comment:\(change)\""))
            #expect(!page.contains("data-begun=\"Draft of note\""))
            #expect(await world.page("/deals/\(deal)", as: world.boris).text.contains("Draft of") == false)
        }
    }
}
