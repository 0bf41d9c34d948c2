import Foundation
import TestSupport
import Testing
import Web

@Suite struct FirstStepsTests {
    private static let done = "first-steps__step--done"

    private func count(_ page: WebResponse) -> Int { page.text.components(separatedBy: FirstStepsTests.done).count - 1 }

    @Test(arguments: StorageEngine.allCases)
    func `the first steps are done by what is there, and go when all are`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let home = await world.page("/", as: world.amelia)
            #expect(home.text.contains("First steps") && home.text.contains("Begin a deal of your own"))
            let before = count(home)
            #expect(before == 2, "companies and colleagues are there")
            #expect(await world.page("/", as: world.clara).text.contains("First steps") == false)
            _ = await world.api(.post, "/api/deals", as: world.amelia, #"{"title": "Mine"}"#)
            #expect(count(await world.page("/", as: world.amelia)) == 3)
            let planned = await world.api(.post, "/api/activities", as: world.amelia, #"{"subject": "Call"}"#)
            #expect(planned.status == 201)
            #expect(await world.page("/", as: world.amelia).text.contains("First steps") == false)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who closes the first steps sees them no more, and may ask for them again`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let closed = await world.send("/notifications/first-steps/close", as: world.amelia, [])
            #expect(closed.status == 303)
            #expect(await world.page("/", as: world.amelia).text.contains("First steps") == false)
            let settings = await world.page("/notifications", as: world.amelia).text
            #expect(settings.contains("value=\"beginning\">") && settings.contains("value=\"assigned\" checked"))
            _ = await world.send("/notifications/settings", as: world.amelia, [("kind", "assigned"), ("kind", "beginning")])
            #expect(await world.page("/", as: world.amelia).text.contains("First steps"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an empty list and an empty board teach, and offer only what one may do`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let list = await world.page("/products", as: world.amelia).text
            #expect(
                list.contains("Products are what you sell") && list.contains("/products/new?title=Centrifugal") && list.contains("/import"))
            let observed = await world.page("/products", as: world.olga).text
            #expect(observed.contains("Products are what you sell") && !observed.contains("/products/new"))
            for deal in world.deals { _ = await world.api(.delete, "/api/deals/\(deal)", as: world.amelia, headers: ["if-match": "*"]) }
            let board = await world.page("/deals/board", as: world.amelia).text
            #expect(board.contains("A deal is one sale on its way") && board.contains("/deals/new?title="))
            #expect(await world.page("/deals/board?filter=owner+%3D+me", as: world.amelia).text.contains("A deal is one sale") == false)
        }
    }
}
