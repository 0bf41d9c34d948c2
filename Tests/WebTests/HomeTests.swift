import Definitions
import Foundation
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Web

@Suite struct HomeTests {
    /// Closes deals in this month and in the one before.
    private func close(_ world: World) async throws {
        let deals = world.deals
        try await world.write(as: nil) { records in
            // Of Clara the deals 0, 2, 4, 6 and 8; the day is the 22nd of November.
            for (index, day, stage) in [
                (0, "2026-11-02", 5), (2, "2026-10-31", 5), (4, "2026-10-01", 5), (6, "2026-11-22", 6), (8, "2026-09-30", 5),
            ] {
                guard let object = records.schema.object("deal"), let day = Day(iso: day) else { continue }
                var draft = Draft(object, ["stage": .reference(Int64(stage)), "closed_on": .day(day)])
                if stage == 6 { draft["lost_reason"] = .text("Price") }
                try records.update(deals[index], draft)
            }
        }
    }

    /// The rows behind a link of the home page, by the text that it has.
    private func rows(_ text: String, in panel: String, _ home: String, _ world: World, as person: World.Person) async -> [Int64]? {
        guard let start = home.range(of: ">\(panel)<"), let link = home[start.upperBound...].range(of: "\">\(text)</a>") else { return nil }
        let before = home[..<link.lowerBound]
        guard let href = before.range(of: "href=\"", options: .backwards) else { return nil }
        let address = before[href.upperBound...].replacing("&amp;", with: "&")
        guard let items = URLComponents(string: String(address))?.queryItems,
            let filter = items.first(where: { $0.name == "filter" })?.value
        else { return nil }
        return await world.list("/api/deals", ["filter": filter, "sort": "id", "fields": "id"], as: person).rows.map(\.id)
    }

    @Test(arguments: StorageEngine.allCases)
    func `this month stands beside the last one, and every number opens its rows`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await close(world)
            let mine = try await world.read(as: world.amelia) { records in
                try records.list(Query("deal", filter: try Filter("owner = \(world.clara.id)"), sort: [Sort(FieldPath("id"))]), make: \.id)
                    .rows
            }
            let home = await world.page("/", as: world.clara).text
            #expect(home.contains("My numbers") && !home.contains("The team"))
            let won = [0, 2, 4].map { world.deals[$0] }.filter(mine.contains)
            #expect(won.count == 3, "the cast has changed: \(mine)")
            #expect(await rows("$1,000", in: "My numbers", home, world, as: world.clara) == [world.deals[0]])
            #expect(await rows("$8,000", in: "My numbers", home, world, as: world.clara) == [world.deals[2], world.deals[4]])
            // 1,000 after 3,000 and 5,000; one deal after two.
            #expect(home.contains("\u{2212}87%") && home.contains("\u{2212}50%"), "\(home)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a head sees the team, each with the rows behind the numbers`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await close(world)
            let body = #"{"subject": "Late", "due_at": "2026-11-20T09:00:00Z"}"#
            #expect(await world.api(.post, "/api/activities", as: world.clara, body).status == 201)
            let all = await world.page("/", as: world.amelia).text
            #expect(all.contains("Our numbers") && all.contains(">The team<"))
            #expect(await rows("$1,000", in: "The team", all, world, as: world.amelia) == [world.deals[0]])
            let team = await world.page("/", as: world.boris).text
            #expect(team.contains("Our numbers") && !team.contains(">The team<"))
        }
    }

    @Test func `home asks few questions`() async throws {
        let ledger = Ledger<String>()
        try await withWorld(on: .sqlite, trace: { ledger.note($0) }) { world in
            try await close(world)
            for person in [world.amelia, world.boris, world.clara] {
                _ = await world.page("/", as: person)
                let before = ledger.entries.count
                #expect(await world.page("/", as: person).status == 200)
                let asked = ledger.entries[before...].filter { $0.hasPrefix("SELECT") }
                #expect(asked.count <= 21, "\(asked.count)")
                // What is open is added up once.
                #expect(asked.count { $0.contains("sum(") && $0.contains("stage") && !$0.contains("closed_on") } == 1)
            }
        }
    }
}
