import Definitions
import Foundation
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

    /// The titles of cards in the order of the page.
    private static func cards(_ text: String) -> [String] {
        text.components(separatedBy: "class=\"card__title\"").dropFirst().compactMap { piece in
            piece.firstIndex(of: ">").flatMap { start in
                piece[piece.index(after: start)...].firstIndex(of: "<").map { String(piece[piece.index(after: start)..<$0]) }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `cards stand in the chosen order`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (index, due) in [(4, "2026-11-30T10:00"), (6, "2026-11-20T10:00"), (1, "2026-11-22T18:00")] {
                _ = await world.send(
                    "/activities/new", as: world.amelia,
                    [("kind", "call"), ("subject", "Step"), ("due_at", due), ("about", "deal:\(world.deals[index])")])
            }
            let planned = PageBoardTests.cards(await world.page("/deals/board?sort=next_step", as: world.amelia).text)
            // Late, due today, nothing planned, and what can wait at the end.
            #expect(planned.first == "Deal 6" && planned.dropFirst().first == "Deal 1" && planned.last == "Deal 4", "\(planned)")
            #expect(planned.count == 10)
            let worth = PageBoardTests.cards(await world.page("/deals/board?sort=-amount", as: world.amelia).text)
            #expect(worth == (0..<10).reversed().map { "Deal \($0)" })
            #expect(await world.page("/deals/board?sort=nonsense", as: world.amelia).status == 200)
        }
    }

    @Test func `the head of a column tells of weight, limit and what has stood too long`() async throws {
        let time = SetClock()
        try await withWorld(on: .sqlite, clock: time.clock) { world in
            let limit = await world.api(
                .patch, "/api/stages/1", as: world.amelia, #"{"wip_limit": 8, "rots_after": 1, "probability": 10}"#,
                headers: ["if-match": "*"])
            #expect(limit.status == 200, "\(limit.text)")
            let fresh = await world.page("/deals/board", as: world.amelia).text
            #expect(fresh.contains("10 / 8") && fresh.contains("Over the limit by 2") && fresh.contains("weighted $5,500"))
            #expect(!fresh.contains("too long here") && !fresh.contains("card--aged"))
            // Somebody who looks in now and then stays signed in.
            for _ in 0..<8 {
                time.advance(seconds: 6 * 3_600)
                #expect(await world.page("/deals/board", as: world.amelia).status == 200)
            }
            _ = await world.api(.post, "/api/deals/\(world.deals[9])/move", as: world.amelia, #"{"stage": 2}"#, headers: ["if-match": "*"])
            _ = await world.api(.post, "/api/deals/\(world.deals[9])/move", as: world.amelia, #"{"stage": 1}"#, headers: ["if-match": "*"])
            let old = await world.page("/deals/board?sort=stage_since", as: world.amelia).text
            #expect(old.contains("9 too long here") && old.contains("2 days here"))
            #expect(PageBoardTests.cards(old).last == "Deal 9")
            // The number opens the rows that it counts.
            let rows = await world.list(
                "/api/deals", ["filter": "stage = 1 and stage_since < days_ago(1)", "fields": "id"], as: world.amelia)
            #expect(rows.rows.count == 9)
        }
    }

    @Test func `each owner has a lane, and short cards leave out what is long`() async throws {
        try await withWorld(on: .sqlite) { world in
            let board = await world.page("/deals/board?lanes=owner&cards=compact", as: world.amelia).text
            #expect(board.contains("board--lanes") && board.contains("board--compact") && board.contains("class=\"board__owner\""))
            #expect(PageBoardTests.cards(board).count == 10)
            let lanes = board.components(separatedBy: "class=\"board__lane\"").dropFirst()
            #expect(lanes.count > 1)
            for lane in lanes { #expect(PageBoardTests.cards(lane).count > 0) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a lane counts all deals of its owner, those too that are not shown as cards`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let owner = world.clara.id
            _ = try await world.write(as: world.amelia) { records in
                for number in 1...60 {
                    var draft = Draft(Deal.object)
                    draft[Deal.title] = "Many \(number)"
                    draft[Deal.stage] = Reference(2)
                    draft[Deal.owner] = Reference(owner)
                    draft[Deal.amount] = Money(minor: 100, currency: .usd)
                    _ = try records.create(draft)
                }
            }
            let board = await world.page("/deals/board?lanes=owner&filter=title+contains+%22Many%22", as: world.amelia).text
            #expect(PageBoardTests.cards(board).count == 50)
            let head = "data-head=\"lane-\(owner)\""
            let lane = try #require(board.components(separatedBy: head).dropFirst().first?.components(separatedBy: "</h2>").first)
            #expect(lane.contains("board__count\">60<") && lane.contains("$60"), "\(lane)")
            #expect(board.contains(">10 more</a>"))
            let id = try await world.read(as: world.amelia) {
                try $0.list(Query("deal", filter: try Filter("title = \"Many 1\""), limit: 1)) { $0.id }.rows[0]
            }
            let token = world.amelia.session.signedIn.formToken
            let won = await world.send(
                "/deals/\(id)/move?lanes=owner&filter=title+contains+%22Many%22", as: world.amelia,
                [("stage", "5"), ("_version", "1"), ("_csrf", "")],
                headers: PageBoardTests.script.merging(["x-csrf-token": token]) { $1 })
            #expect(won.status == 200 && won.text.contains("data-head=\"total\">59<"), "\(won.text)")
            let renewed = won.text.components(separatedBy: head).dropFirst().first ?? ""
            #expect(renewed.contains("board__count\">59<"))
            // The last one of a lane leaves it at none.
            let last = try await world.read(as: world.amelia) {
                try $0.list(Query("deal", filter: try Filter("title = \"Many 2\""), limit: 1)) { $0.id }.rows[0]
            }
            let left = await world.send(
                "/deals/\(last)/move?lanes=owner&filter=title+%3D+%22Many+2%22", as: world.amelia,
                [("stage", "5"), ("_version", "1"), ("_csrf", "")],
                headers: PageBoardTests.script.merging(["x-csrf-token": token]) { $1 })
            let emptied = left.text.components(separatedBy: head).dropFirst().first ?? ""
            #expect(emptied.contains("board__count\">0<"), "\(left.text)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a board is filtered by chips, whose forms count what the board would show and lead back to it`(engine: StorageEngine) async throws
    {
        try await withWorld(on: engine) { world in
            let board = await world.page("/deals/board?lanes=owner&filter=amount+%3E%3D+9000", as: world.amelia).text
            #expect(board.contains("class=\"chip__label\" data-condition") && board.contains("/deals/condition?layout=board"))
            let order =
                "/deals/condition?layout=board&lanes=owner&within=status+%3D+open+and+pipeline+%3D+1&for=amount&field=amount&operator=%3E%3D&value=9000"
            #expect(await world.page("\(order)&count=1", as: world.amelia).text == "Found: 2")
            let applied = await world.page("\(order)&apply=1", as: world.amelia)
            #expect(
                applied.status == 303 && applied.headers.contains { $0.name == "location" && $0.value.hasPrefix("/deals/board?") },
                "\(applied.text)")
            let location = applied.headers.first { $0.name == "location" }?.value ?? ""
            #expect(location.contains("lanes=owner") && !location.contains("within") && !location.contains("layout"))
            let won = await world.send("/deals/\(world.deals[9])/win", as: world.amelia, [("_version", "1")])
            #expect(won.status == 303)
            #expect(await world.page("\(order)&count=1", as: world.amelia).text == "Found: 1", "what is closed is not on the board")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what a stage wants filled is asked for in place, and asked again with what was typed`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let asked = await world.api(
                .patch, "/api/stages/2", as: world.amelia, #"{"required_fields": ["source", "expected_close"]}"#, headers: ["if-match": "*"]
            )
            #expect(asked.status == 200, "\(asked.text)")
            let move = "/deals/\(world.deals[0])/move"
            let refused = await world.send(move, as: world.clara, [("stage", "2"), ("_version", "1")], headers: PageBoardTests.script)
            #expect(refused.status == 422 && refused.text.contains("data-ask"))
            let form = await world.page("\(move)?stage=2&with=source&with=expected_close", as: world.clara, headers: PageBoardTests.script)
                .text
            #expect(form.contains("name=\"source\"") && form.contains("name=\"_with\"") && !form.contains("<html"))
            let typed = [("stage", "2"), ("_version", "1"), ("_with", "source"), ("_with", "expected_close"), ("source", "Fair")]
            let wrong = await world.send(move, as: world.clara, typed + [("expected_close", "soon")], headers: PageBoardTests.script)
            #expect(wrong.status == 422 && wrong.text.contains("value=\"Fair\"") && wrong.text.contains("value=\"soon\""), "\(wrong.text)")
            #expect(wrong.text.contains("aria-invalid") && !wrong.text.contains("<html"))
            let moved = await world.send(move, as: world.clara, typed + [("expected_close", "2026-12-24")], headers: PageBoardTests.script)
            #expect(moved.status == 200 && moved.text.contains("data-head=\"2\"") && moved.text.contains("<undo-toast"))
            let kept = try await world.read(as: world.amelia) { records in
                let deal = try records.record("deal", world.deals[0])
                return (deal[Deal.stage]?.id, deal[Deal.source])
            }
            #expect(kept.0 == 2 && kept.1 == "Fair")
        }
    }

    @Test func `a deal is made in a column by its title alone`() async throws {
        try await withWorld(on: .sqlite) { world in
            let board = await world.page("/deals/board", as: world.clara).text
            #expect(board.contains("class=\"board__new\"") && board.contains("name=\"_next\" value=\"/deals/board\""))
            let made = await world.send("/deals/new", as: world.clara, [("stage", "3"), ("title", "Made here"), ("_next", "/deals/board")])
            #expect(made.status == 303 && made.headers.contains { $0.name == "location" && $0.value.hasPrefix("/deals/board") })
            let kept = try await world.read(as: world.clara) { records in
                try records.list(
                    Query("deal", filter: try Filter("title = \"Made here\""), columns: [FieldPath("stage")]), make: { $0.int(0) }
                ).rows
            }
            #expect(kept == [3])
        }
    }
}
