import Definitions
import Identity
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Web

@Suite struct PageBoardTests {
    private static let script = ["x-requested-with": "fetch"]

    @Test(arguments: StorageEngine.allCases)
    func `the board adds up what its person may see`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let all = await world.page("/deals/board", as: world.amelia).text
            #expect(all.contains("$55,000") && all.contains("Deal 9"))
            let own = await world.page("/deals/board", as: world.clara).text
            #expect(own.contains("$15,000") && !own.contains("Deal 9"))
            let filtered = await world.page("/deals/board?filter=amount+%3E%3D+9000", as: world.amelia).text
            #expect(filtered.contains("$19,000") && !filtered.contains("Deal 0"))
            #expect(await world.page("/deals/board?filter=amount+%3E%3E", as: world.amelia).status == 400)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a move by the script answers with heads, card and notice`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let token = world.clara.session.signedIn.formToken
            let fields = [("stage", "2"), ("_version", "1"), ("_csrf", "")]
            let moved = await world.send(
                "/deals/\(world.deals[0])/move", as: world.clara, fields,
                headers: PageBoardTests.script.merging(["x-csrf-token": token]) { $1 })
            #expect(moved.status == 200)
            #expect(moved.text.contains("data-head=\"2\"") && moved.text.contains("$1,000") && moved.text.contains("$14,000"))
            #expect(moved.text.contains("data-id=\"\(world.deals[0])\" data-version=\"2\"") && moved.text.contains("<undo-toast"))
        }
    }

    @Test func `a card dropped on lost without a reason stays where it was`() async throws {
        try await withWorld(on: .sqlite) { world in
            let id = world.deals[0]
            let refused = await world.send(
                "/deals/\(id)/move", as: world.clara, [("stage", "6"), ("_version", "1")], headers: PageBoardTests.script)
            #expect(refused.status == 422 && refused.text.contains("Say why the deal is lost.") && !refused.text.contains("<html"))
            let kept = try await world.read(as: world.amelia) { try $0.record("deal", id)[Deal.stage]?.id }
            #expect(kept == 1)
            let stale = await world.send(
                "/deals/\(id)/move", as: world.clara, [("stage", "2"), ("_version", "7")], headers: PageBoardTests.script)
            #expect(stale.status == 412)
            let lost = [("stage", "6"), ("_version", "1"), ("lost_reason", "Too dear")]
            #expect(await world.send("/deals/\(id)/move", as: world.clara, lost, headers: PageBoardTests.script).status == 200)
            #expect(await world.send("/deals/\(id)/move", as: nil, lost, headers: PageBoardTests.script).status == 401)
        }
    }

    @Test func `the next step colours a card`() async throws {
        try await withWorld(on: .sqlite) { world in
            for (index, due) in ["2026-11-20T10:00", "2026-11-22T18:00", "2026-11-30T10:00"].enumerated() {
                _ = await world.send(
                    "/activities/new", as: world.clara,
                    [("kind", "call"), ("subject", "Step \(index)"), ("due_at", due), ("about", "deal:\(world.deals[index])")])
            }
            let board = await world.page("/deals/board", as: world.clara).text
            for (urgency, text) in [
                ("overdue", "Overdue: Step 0"), ("today", "today 18:00: Step 1"), ("planned", "30 Nov: Step 2"),
                ("none", "Nothing planned"),
            ] {
                #expect(board.contains("next-step--\(urgency)") && board.contains(text), "\(text)")
            }
        }
    }
}
