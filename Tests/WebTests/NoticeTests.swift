import App
import Jobs
import Kit
import Notices
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct NoticeTests {
    @Test(arguments: StorageEngine.allCases)
    func `who is given a record or named in a text is told so, and by nobody else's doing but others'`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            _ = await world.api(.patch, "/api/deals/\(deal)", as: world.amelia, "{\"owner\": \(world.dmitri.id)}", headers: ["if-match": "*"])
            let name = try await world.read(as: nil) { try $0.record("user", world.dmitri.id).title }
            let note = "{\"kind\": \"note\", \"body\": \"Ask @\(name), please\", \"about\": {\"object\": \"deal\", \"id\": \(deal)}}"
            let made = await world.api(.post, "/api/activities", as: world.amelia, note)
            #expect(made.status == 201, "\(made.text)")
            let told = await world.api(.get, "/api/notifications?waiting=true", as: world.dmitri).rows
            #expect(told.map { $0["kind"]?.string } == ["mentioned", "assigned"])
            // A mention leads to where the note stands.
            #expect(told.map { $0["record"]?.int } == [deal, deal] && told.allSatisfy { $0["object"] == "deal" })
            #expect(told.allSatisfy { $0["author"]?.int == world.amelia.id && $0["read_at"] == .null })
            #expect(await world.api(.get, "/api/notifications", as: world.amelia).rows.isEmpty)
            // What one gives oneself is no news, nor is the same text saved once more.
            _ = await world.api(.patch, "/api/activities/\(made.data.id)", as: world.amelia, #"{"subject": "Again"}"#, headers: ["if-match": "*"])
            _ = await world.api(.patch, "/api/deals/\(deal)", as: world.amelia, "{\"owner\": \(world.amelia.id)}", headers: ["if-match": "*"])
            #expect(await world.api(.get, "/api/notifications", as: world.dmitri).rows.count == 2)
            #expect(await world.api(.get, "/api/notifications", as: world.amelia).rows.isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `whoever is named in a note or takes part in a meeting may read it and nothing more, whoever is not may not`(
        engine: StorageEngine
    ) async throws {
        try await withWorld(on: engine) { world in
            let name = try await world.read(as: nil) { try $0.record("user", world.dmitri.id).title }
            func write(_ body: String) async -> Int64 {
                let about = "{\"object\": \"deal\", \"id\": \(world.deals[0])}"
                let made = await world.api(.post, "/api/activities", as: world.clara, "{\(body), \"about\": \(about)}")
                #expect(made.status == 201, "\(made.text)")
                return made.data.id
            }
            let note = await write("\"kind\": \"note\", \"body\": \"@\(name) knows them\"")
            let meeting = await write("\"kind\": \"meeting\", \"subject\": \"Visit\", \"colleagues\": [\(world.dmitri.id)]")
            let own = await write("\"kind\": \"note\", \"body\": \"Nobody else\"")
            let read = await world.api(.get, "/api/activities/\(note)", as: world.dmitri)
            #expect(read.data["colleagues"]?.array?.compactMap(\.int) == [world.dmitri.id])
            #expect(await world.api(.get, "/api/activities/\(meeting)", as: world.dmitri).status == 200)
            #expect(await world.api(.get, "/api/activities/\(own)", as: world.dmitri).status == 404)
            let mine = await world.api(.get, "/api/activities?filter=colleagues%20%3D%20me", as: world.dmitri).rows
            #expect(Set(mine.compactMap { $0["id"]?.int }) == [note, meeting])
            #expect(await world.api(.get, "/api/activities", as: world.dmitri).rows.count == 2)
            let change = await world.api(.patch, "/api/activities/\(note)", as: world.dmitri, #"{"subject": "Mine"}"#, headers: ["if-match": "*"])
            #expect(change.status == 403, "\(change.text)")
            // The deal is closed to Dmitri: the note is where he reads it, and the deal stays unknown.
            let told = await world.api(.get, "/api/notifications", as: world.dmitri).rows
            #expect(told.map { $0["source"]?["id"]?.int } == [note])
            let page = await world.page("/notifications", as: world.dmitri).text
            #expect(page.contains("href=\"/activities/\(note)\"") && !page.contains("Deal 1"))
            // The head of the team reads what the team may read.
            #expect(await world.api(.get, "/api/activities/\(note)", as: world.boris).status == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a mention where somebody may not read is told to nobody but the one who wrote it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let name = try await world.read(as: nil) { try $0.record("user", world.dmitri.id).title }
            let title = "{\"title\": \"Ask @\(name)\"}"
            _ = await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.clara, title, headers: ["if-match": "*"])
            #expect(await world.api(.get, "/api/notifications", as: world.dmitri).rows.isEmpty)
            let told = await world.api(.get, "/api/notifications", as: world.clara).rows
            #expect(told.map { $0["kind"]?.string } == ["unseen"] && told.first?["author"]?.int == world.dmitri.id)
            #expect(await world.page("/notifications", as: world.clara).text.contains("was mentioned and can"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `notices are read, put off, and no more made of a kind that nobody wants to hear of`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            func give(_ deal: Int64) async {
                _ = await world.api(.patch, "/api/deals/\(deal)", as: world.amelia, "{\"owner\": \(world.dmitri.id)}", headers: ["if-match": "*"])
                _ = await world.api(.patch, "/api/deals/\(deal)", as: world.amelia, "{\"owner\": \(world.amelia.id)}", headers: ["if-match": "*"])
            }
            func waiting() async -> [JSON] { await world.api(.get, "/api/notifications?waiting=true", as: world.dmitri).rows }
            await give(world.deals[0])
            await give(world.deals[0])
            await give(world.deals[3])
            // What is not read yet is told once, with how often it was.
            #expect(await waiting().map { $0["times"]?.int } == [1, 2])
            let ids = await waiting().compactMap(\.["id"]?.int)
            let later = time.now.adding(seconds: 3_600).iso
            let snoozed = await world.api(.post, "/api/notifications/snooze", as: world.dmitri, "{\"ids\": [\(ids[0])], \"until\": \"\(later)\"}")
            #expect(snoozed.status == 204, "\(snoozed.text)")
            #expect(await waiting().compactMap(\.["id"]?.int) == [ids[1]])
            // Others' notices are not one's own to read.
            _ = await world.api(.post, "/api/notifications/read", as: world.clara, "{\"ids\": [\(ids[1])]}")
            #expect(await waiting().count == 1)
            _ = await world.api(.post, "/api/notifications/read", as: world.dmitri, "{\"ids\": [\(ids[1])]}")
            #expect(await waiting().isEmpty)
            time.advance(seconds: 3_601)
            #expect(await waiting().compactMap(\.["id"]?.int) == [ids[0]])
            #expect(await world.api(.post, "/api/notifications/read", as: world.dmitri).status == 204)
            let page = await world.send("/notifications/settings", as: world.dmitri, [("kind", "mentioned")])
            #expect(page.status == 303)
            await give(world.deals[3])
            #expect(await waiting().isEmpty)
            let wrong = await world.api(.post, "/api/notifications/snooze", as: world.dmitri, #"{"ids": ["x"], "until": "later", "who": 1}"#)
            #expect(Set(wrong.fields) == ["ids", "who"], "\(wrong.text)")
            let missing = await world.api(.post, "/api/notifications/snooze", as: world.dmitri, "{}")
            #expect(Set(missing.fields) == ["ids", "until"], "\(missing.text)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the page tells by records, and of a closed record nothing but that it is closed`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[9]
            let given = "{\"owner\": \(world.clara.id), \"title\": \"Secret pumps\"}"
            _ = await world.api(.patch, "/api/deals/\(deal)", as: world.amelia, given, headers: ["if-match": "*"])
            #expect(await world.page("/notifications", as: world.clara).text.contains("Secret pumps"))
            _ = await world.api(.patch, "/api/deals/\(deal)", as: world.amelia, "{\"owner\": \(world.dmitri.id)}", headers: ["if-match": "*"])
            let closed = await world.page("/notifications", as: world.clara)
            #expect(closed.status == 200 && !closed.text.contains("Secret pumps"))
            #expect(await world.send("/notifications/read", as: world.clara).status == 303)
            #expect(await world.api(.get, "/api/notifications?waiting=true", as: world.clara).rows.isEmpty)
            #expect(await world.page("/notifications?show=all", as: world.clara).text.contains("assigned to you"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `whoever wants to be reminded is, at the time that the activity names last`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            func at(_ seconds: Int64) -> String { time.now.adding(seconds: seconds).iso }
            let task = "{\"subject\": \"Call\", \"remind_at\": \"\(at(600))\"}"
            let made = await world.api(.post, "/api/activities", as: world.clara, task)
            #expect(made.status == 201, "\(made.text)")
            let done = await world.api(.post, "/api/activities", as: world.clara, task)
            let target = "/api/activities/\(made.data.id)"
            _ = await world.api(.patch, target, as: world.clara, "{\"remind_at\": \"\(at(1_200))\"}", headers: ["if-match": "*"])
            let finished = await world.api(.post, "/api/activities/\(done.data.id)/complete", as: world.clara, "{}", headers: ["if-match": "*"])
            #expect(finished.status == 200, "\(finished.text)")
            func told() async throws -> [Int64] {
                let (workspace, kinds) = (world.workspace, [Reminders.kind(world.workspace)])
                try await JobRunner(workspace.database, queue: workspace.jobs, kinds: kinds, clock: workspace.clock).drain()
                return await world.api(.get, "/api/notifications?waiting=true", as: world.clara).rows.compactMap { $0["record"]?.int }
            }
            time.advance(seconds: 700)
            let early = try await told()
            #expect(early == [])
            time.advance(seconds: 600)
            let late = try await told()
            #expect(late == [made.data.id])
        }
    }
}
