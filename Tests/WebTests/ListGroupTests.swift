import Definitions
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Web

@Suite struct ListGroupTests {
    @Test(arguments: StorageEngine.allCases)
    func `a list in groups shows counts and sums of what the reader may see, and opens a group by key`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let whole = await world.page("/deals?group=owner", as: world.amelia)
            #expect(whole.status == 200 && whole.text.contains("data-group=\"\(world.clara.id)\"") && whole.text.contains("$15,000"))
            #expect(whole.text.contains("page-head__count\">10<") && !whole.text.contains("Deal 3"))
            let own = await world.page("/deals?group=owner", as: world.clara).text
            #expect(own.contains("$15,000") && !own.contains("data-group=\"\(world.dmitri.id)\"") && own.contains("page-head__count\">5<"))
            let opened = await world.page("/deals?group=owner&filter=amount+%3E+2000&open=\(world.clara.id)", as: world.amelia).text
            #expect(opened.contains("Deal 3") && !opened.contains("Deal 0") && !opened.contains("Deal 8"))
            #expect(
                opened.contains("aria-expanded=\"true\"")
                    && opened.contains("filter=amount%20%3E%202000%20and%20owner%20%3D%20\(world.clara.id)"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `days and moments are grouped by stretches, the past by the past`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let then = clock.now
            clock.advance(seconds: 60)
            let today = try await world.read(as: world.amelia) { $0.engine.settings.zone.day(of: $0.now) }
            let (first, second, gone) = (world.deals[0], world.deals[1], world.deals[2])
            try await world.write(as: nil) { records in
                try records.update(first, Draft(Deal.object, ["expected_close": .day(today)]))
                try records.update(second, Draft(Deal.object, ["expected_close": .day(today.adding(days: -36_000))]))
                try records.delete(Deal.object, gone)
            }
            let page = await world.page("/deals?group=expected_close:month&columns=title,amount", as: world.amelia).text
            #expect(
                page.contains("data-group=\"before\"") && page.contains("data-group=\"-\"")
                    && page.contains("data-group=\"\(today.iso.prefix(7))-01\""))
            for step in ["week", "quarter", "year"] {
                #expect(await world.page("/deals?group=expected_close:\(step)", as: world.amelia).text.contains("data-group=\"before\""))
            }
            let created = await world.page("/deals?group=created_at:month&open=\(today.iso.prefix(7))-01", as: world.amelia).text
            #expect(created.contains("page-head__count\">9<") && created.contains("Deal 9"))
            let past = await world.page("/deals?group=expected_close:month&as_of=\(then.iso)", as: world.amelia).text
            #expect(past.contains("data-group=\"-\"") && !past.contains("data-group=\"before\"") && past.contains("page-head__count\">10<"))
        }
    }

    @Test(arguments: ["amount", "nothing", "created_at", "stage:month", "created_at:hour", ""])
    func `what there are no groups of is refused with words`(text: String) async throws {
        try await withWorld(on: .sqlite) { world in
            let page = await world.page("/deals?group=\(text)", as: world.amelia)
            #expect(page.status == (text.isEmpty ? 200 : 400) && page.text.contains("There are no groups by") == !text.isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the figures below a list are those of what it shows`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let address = "/deals/figures?fragment=1&columns=title,amount,source&foot=title:count,amount:sum,source:empty"
            let all = await world.page(address, as: world.amelia).text
            #expect(all.contains("</span> 10</td>") && all.contains("</span> $55,000</td>"))
            let some = await world.page(address + "&filter=amount+%3E+9000", as: world.amelia).text
            #expect(some.contains("</span> 1</td>") && some.contains("</span> $10,000</td>"))
            let own = await world.page("/deals/figures?columns=amount&foot=amount:avg", as: world.clara).text
            #expect(own.contains("Average: $3,000"))
            #expect(
                await world.page("/deals?foot=amount:sum", as: world.clara).text.contains(
                    "<tfoot data-figures=\"/deals/figures?foot=amount%3Asum\">"))
            // What makes no sense is left out.
            #expect(await world.page("/deals/figures?foot=title:sum,amount:nonsense,x:y:z", as: world.clara).status == 200)
            let chooser = await world.page("/deals/figures?choose=1&columns=title,amount&foot=amount:max", as: world.clara).text
            #expect(chooser.contains("<option value=\"amount:max\" selected>") && !chooser.contains("title:sum"))
            let filled = await world.list("/api/deals/aggregate", ["measures": "filled(source),filled(title)"], as: world.amelia).rows.first
            #expect(filled?["filled(source)"]?.int == 0 && filled?["filled(title)"]?.int == 10)
        }
    }

    @Test func `groups and figures are kept in a view`() async throws {
        try await withWorld(on: .sqlite) { world in
            let form = [("title", "By stage"), ("filter", ""), ("group", "stage"), ("foot", "amount:sum"), ("layout", "table")]
            let made = await world.send("/deals/views", as: world.clara, form)
            #expect(made.header("location")?.contains("group=stage&foot=amount%3Asum") ?? false)
            let refused = await world.send("/deals/views", as: world.clara, [("title", "X"), ("group", "nothing"), ("layout", "table")])
            #expect(refused.status == 422)
            let redirected = await world.page("/deals?view=1", as: world.clara).header("location")
            #expect(redirected?.contains("group=stage&foot=amount%3Asum") ?? false)
        }
    }
}
