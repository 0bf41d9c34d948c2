import App
import Definitions
import Kit
import Logging
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct LiveTests {
    @Test func `of thousands of pages that hear of one change a few look into the database at a time, and all of them do`() async {
        let (turns, room) = (LiveTurns(8), Room())
        await withTaskGroup { group in
            for _ in 0..<3_000 {
                group.addTask {
                    await turns.take {
                        await room.enter()
                        await room.leave()
                    }
                }
            }
        }
        let (most, all) = await (room.most, room.all)
        #expect(most <= 8 && all == 3_000)
    }

    /// Counts who is in it.
    private actor Room {
        private var present = 0
        private(set) var most = 0
        private(set) var all = 0

        func enter() { (present, most, all) = (present + 1, max(most, present + 1), all + 1) }

        func leave() { present -= 1 }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a page hears of changes to what it shows, of others who look, and of nothing that is closed to it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.live {
                let deal = world.deals[0]
                let clara = try await world.listen("/deals/\(deal)", as: world.clara)
                _ = try await clara.next { $0.contains("event: notices\ndata: 0") }
                let boris = try await world.listen("/deals/\(deal)", as: world.boris)
                _ = try await boris.next { $0.contains("event: present") && $0.contains("Clara") }
                _ = try await clara.next { $0.contains("event: present") && $0.contains("Boris") }
                _ = await world.api(.patch, "/api/deals/\(deal)", as: world.boris, #"{"title": "Pumps"}"#, headers: ["if-match": "*"])
                _ = try await clara.next { $0.contains("event: changed") }
                // Another's deal, and then one's own: of the first nothing is heard.
                let list = try await world.listen("/deals", as: world.clara)
                _ = try await list.next { $0.contains("event: notices") }
                _ = await world.api(.patch, "/api/deals/\(world.deals[9])", as: world.amelia, #"{"title": "Hidden"}"#, headers: ["if-match": "*"])
                _ = await world.api(.patch, "/api/deals/\(deal)", as: world.boris, #"{"title": "Seen"}"#, headers: ["if-match": "*"])
                let heard = try await list.next { $0.contains("event: changed") }
                #expect(heard.contains("data: 1\n"))
                _ = await world.api(.patch, "/api/deals/\(deal)", as: world.amelia, "{\"owner\": \(world.dmitri.id)}", headers: ["if-match": "*"])
                _ = try await clara.next { $0.contains("event: gone") }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is assigned counts at once, and whoever is signed out hears no more`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.live {
                let dmitri = try await world.listen("/", as: world.dmitri)
                _ = try await dmitri.next { $0.contains("event: notices\ndata: 0") }
                let give = "{\"owner\": \(world.dmitri.id)}"
                _ = await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.boris, give, headers: ["if-match": "*"])
                _ = try await dmitri.next { $0.contains("event: notices\ndata: 1") }
                #expect(await world.send("/sign-out", as: world.dmitri).status == 303)
                #expect(await world.page("/live?at=/deals", as: world.dmitri).status != 200)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who comes behind others hears what was written since it was looked at who it is`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.live {
                let before = try await world.read(as: nil) { try $0.journalEnd() }
                let clara = try await world.listen("/deals", as: world.clara)
                _ = await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.amelia, #"{"title": "Missed"}"#, headers: ["if-match": "*"])
                _ = try await clara.next { $0.contains("event: changed") }
                let late = world.workspace.live.listen(world.boris.id, "Boris", to: [.object("deal")], since: before)
                _ = await world.api(.patch, "/api/deals/\(world.deals[1])", as: world.amelia, #"{"title": "Heard"}"#, headers: ["if-match": "*"])
                var heard: Set<Int64> = []
                for await _ in late.wakes {
                    heard.formUnion(late.news.changed.map(\.id))
                    if heard.contains(world.deals[1]) { break }
                }
                #expect(heard.contains(world.deals[0]))
            }
        }
    }

    @Test(arguments: [StorageEngine.sqlite])
    func `of many who look at a record twenty are named and the others counted`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let since = try await world.read(as: nil) { try $0.journalEnd() }
            let pages = (0..<26).map { number in
                world.workspace.live.listen(Int64(100 + number), "Person \(100 + number)", to: [.record(RecordLink(object: "deal", id: 1))], since: since)
            }
            let told = pages.map { $0.news.present }
            #expect(told[25]?.names == (100..<120).map { "Person \($0)" })
            // The first of them is not told of itself.
            #expect(told[0]?.names == (101..<121).map { "Person \($0)" })
            #expect(told.allSatisfy { $0?.more == 5 })
        }
    }

    @Test(arguments: [StorageEngine.sqlite])
    func `a quarter of the connections is left to those whose pages don't listen`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            var world = world
            world.site = try Program.site(
                world.workspace.engine.schema, over: Only(workspace: world.workspace), connections: 4,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            var pages: [WebResponse] = []
            for _ in 0..<3 { pages.append(await world.page("/live?at=/deals", as: world.clara)) }
            #expect(await world.page("/live?at=/deals", as: world.boris).status == 204)
            #expect(await world.page("/deals", as: world.boris).status == 200)
            pages.removeLast()
            pages.append(await world.page("/live?at=/deals", as: world.boris))
            #expect(pages.map(\.status) == [200, 200, 200])
        }
    }
}

private struct Only: Workspaces {
    let workspace: Workspace
    func workspace(host: String) -> Workspace? { workspace }
    var all: [Workspace] { [workspace] }
}

/// What a page hears, piece by piece.
private struct Hearing {
    let take: @Sendable () async throws -> [UInt8]?

    /// The next piece that is as wanted; those before it are passed over.
    func next(_ isWanted: (String) -> Bool) async throws -> String {
        for _ in 0..<1_000 {
            let text = String(decoding: try #require(try await take()), as: UTF8.self)
            if isWanted(text) { return text }
        }
        throw Failure.notFound
    }
}

extension World {
    /// While `body` runs, pages are told what changes.
    fileprivate func live(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [workspace] in await workspace.live.run() }
            try await body()
            group.cancelAll()
        }
    }

    fileprivate func listen(_ address: String, as person: Person) async throws -> Hearing {
        let answer = await page("/live?at=\(address)", as: person)
        guard case .stream(let take) = answer.body else { throw Failure.notFound }
        return Hearing(take: take)
    }
}
