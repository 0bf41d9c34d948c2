import Definitions
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Web
import Work

@Suite struct PageRecordTests {
    @Test(arguments: StorageEngine.allCases)
    func `the page of a deal tells all that happened to it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[1]
            #expect(await world.send("/deals/\(id)/move", as: world.clara, [("stage", "3"), ("_version", "1")]).status == 303)
            _ = await world.send(
                "/activities/new", as: world.clara,
                [("kind", "note"), ("body", "They decide on Friday."), ("about", "deal:\(id)"), ("_next", "/deals/\(id)")])
            _ = await world.send(
                "/activities/new", as: world.clara,
                [("kind", "task"), ("subject", "Call again"), ("due_at", "2026-11-23T10:00"), ("about", "deal:\(id)")])
            let page = await world.page("/deals/\(id)", as: world.boris).text
            for text in [
                "Clara", "Deal moved", "New", "Proposal", "They decide on Friday.", "Call again", "Time in stages", "Borealis", "$2,000",
            ] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(page.contains("aria-current=\"step\""))
            #expect(await world.page("/deals/\(id)/history", as: world.boris).text.contains("Deal created"))
        }
    }

    @Test func `losing a deal asks for the reason and keeps what was typed`() async throws {
        try await withWorld(on: .sqlite) { world in
            let id = world.deals[0]
            #expect(await world.page("/deals/\(id)/lose", as: world.clara).text.contains("Why is it lost?"))
            let refused = await world.send("/deals/\(id)/lose", as: world.clara, [("lost_reason", "")])
            #expect(refused.status == 422 && refused.text.contains("Fill this in."))
            let lost = await world.send("/deals/\(id)/lose", as: world.clara, [("lost_reason", "Too dear")])
            #expect(lost.status == 303)
            let page = await world.page("/deals/\(id)", as: world.clara).text
            #expect(page.contains("Too dear") && page.contains("Reopen") && !page.contains("action=\"/deals/\(id)/win\""))
        }
    }

    @Test func `a closed deal can't be won again`() async throws {
        try await withWorld(on: .sqlite) { world in
            let id = world.deals[0]
            #expect(await world.send("/deals/\(id)/win", as: world.clara).status == 303)
            #expect(await world.send("/deals/\(id)/win", as: world.clara).status == 409)
        }
    }

    @Test func `the page of a company shows what hangs on it`() async throws {
        try await withWorld(on: .sqlite) { world in
            let page = await world.page("/companies/\(world.companies[0])", as: world.amelia).text
            #expect(page.contains("Deal 9"))
            #expect(page.contains("/deals/new?company=\(world.companies[0])&amp;next="))
        }
    }

    @Test func `an activity is completed from the home page`() async throws {
        try await withWorld(on: .sqlite) { world in
            let made = await world.send(
                "/activities/new", as: world.clara, [("kind", "call"), ("subject", "Ring the bell"), ("due_at", "2026-11-22T07:00")])
            let id = try #require(made.place?.split(separator: "/").last)
            let home = await world.page("/", as: world.clara).text
            #expect(home.contains("Ring the bell") && home.contains("Overdue: today 07:00"))
            #expect(await world.send("/activities/\(id)/complete?next=/", as: world.clara).place == "/")
            #expect(!(await world.page("/", as: world.clara).text.contains("Ring the bell")))
        }
    }

    @Test func `home counts one's own deals and leads to them`() async throws {
        try await withWorld(on: .sqlite) { world in
            let home = await world.page("/", as: world.clara).text
            #expect(home.contains("$15,000") && home.contains("5 deals"))
            #expect(home.contains("/deals?filter=owner%20%3D%20me%20and%20status%20%3D%20open%20and%20stage%20%3D%201"))
        }
    }

    @Test func `search finds records, places and actions`() async throws {
        try await withWorld(on: .sqlite) { world in
            let hits = await world.page("/search?q=bor&fragment=1", as: world.clara).text
            #expect(hits.contains("Borealis") && !hits.contains("<html"))
            #expect(await world.page("/search?q=&fragment=1", as: world.clara).text.contains("/deals/new"))
            let picked = await world.page("/search?q=acm&fragment=picker&object=company", as: world.clara).text
            #expect(picked.contains("data-id=\"\(world.companies[0])\""))
            #expect(await world.page("/search?q=deal&fragment=picker", as: world.clara).text.contains("data-id=\"deal:"))
            #expect(!(await world.page("/search?q=Deal+9", as: world.clara).text.contains(">Deal 9<")))
        }
    }
}
