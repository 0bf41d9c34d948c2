import Definitions
import Foundation
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Web

@Suite struct PageListTests {
    @Test(arguments: StorageEngine.allCases)
    func `a list is filtered, sorted and narrowed by its address alone`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let page = await world.page("/deals?filter=amount+%3E%3D+9000&sort=amount&columns=title,amount", as: world.amelia).text
            let (ninth, tenth) = (try #require(page.firstRange(of: "Deal 8")), try #require(page.firstRange(of: "Deal 9")))
            #expect(ninth.lowerBound < tenth.lowerBound)
            #expect(!page.contains("Deal 7"))
            #expect(page.contains("$9,000") && page.contains("page-head__count\">2<"))
            #expect(!page.contains("data-label=\"Company\""))
            #expect(page.contains("sort=-amount"))
        }
    }

    @Test func `a salesperson sees the own deals only, and their count`() async throws {
        try await withWorld(on: .sqlite) { world in
            let page = await world.page("/deals", as: world.clara).text
            #expect(page.contains("Deal 4") && !page.contains("Deal 5"))
            #expect(page.contains("page-head__count\">5<"))
        }
    }

    @Test func `a filter that can't be read is kept with the reason`() async throws {
        try await withWorld(on: .sqlite) { world in
            let page = await world.page("/deals?filter=amount+%3E%3E+3", as: world.amelia)
            #expect(page.status == 400)
            #expect(page.text.contains("amount &gt;&gt; 3</textarea>"))
            #expect(page.text.contains("Filter, character 9"))
            #expect(await world.page("/deals?sort=nothing", as: world.amelia).status == 400)
            #expect(await world.page("/deals?after=nonsense", as: world.amelia).status == 400)
        }
    }

    @Test func `the form of a condition adds it to the filter`() async throws {
        try await withWorld(on: .sqlite) { world in
            let added = await world.page(
                "/deals/condition?filter=status+%3D+open&field=company&operator=%3D&value=Acme&apply=1", as: world.amelia)
            #expect(added.header("location") == "/deals?filter=status%20%3D%20open%20and%20company%20%3D%20\(world.companies[0])")
            let amount = await world.page("/deals/condition?field=amount&operator=%3E%3D&value=9,000&apply=1", as: world.amelia)
            #expect(amount.header("location") == "/deals?filter=amount%20%3E%3D%209000")
            let wrong = await world.page("/deals/condition?field=company&operator=%3D&value=Nobody&apply=1", as: world.amelia)
            #expect(wrong.status == 422 && wrong.text.contains("There is no record “Nobody”.") && wrong.text.contains("value=\"Nobody\""))
            let chips = await world.page("/deals?filter=status+%3D+open+and+company+%3D+\(world.companies[0])", as: world.amelia).text
            #expect(chips.contains("Company: Acme") && chips.contains("Status: Open"))
        }
    }

    @Test func `the form of a condition offers what makes sense for the field, and tells how many match`() async throws {
        try await withWorld(on: .sqlite) { world in
            let amount = await world.page("/deals/condition?filter=amount+%3E%3D+9000&at=0", as: world.amelia).text
            #expect(amount.contains("<option value=\"&gt;=\" selected>at least</option>") && amount.contains("value=\"9000\""))
            #expect(
                !amount.contains("starts with") && amount.contains(">Company: City<") && amount.contains("value=\"has activity.about\""))
            let title = await world.page("/deals/condition?field=title", as: world.amelia).text
            #expect(title.contains(">contains<") && !title.contains(">more than<"))
            let day = await world.page("/deals/condition?filter=expected_close+in+last_days(30)&at=0", as: world.amelia).text
            #expect(day.contains("<option value=\"last_days\" selected>") && day.contains("value=\"30\""))
            let counted = await world.page(
                "/deals/condition?filter=amount+%3E%3D+9000&field=title&operator=contains&value=8&count=1", as: world.amelia)
            #expect(counted.text == "Found: 1")
            let wrong = await world.page("/deals/condition?field=amount&operator=%3E%3D&value=many&count=1", as: world.amelia)
            #expect(wrong.status == 200 && wrong.text.contains("condition__problem"))
            // Inputs of another field are not taken for the value of this one.
            let turned = await world.page("/deals/condition?field=amount&for=title&operator=contains&value=8&apply=1", as: world.amelia)
            #expect(turned.status == 200 && turned.text.contains("name=\"for\" value=\"amount\""))
        }
    }

    @Test func `conditions are grouped, changed at their places and left out`() async throws {
        try await withWorld(on: .sqlite) { world in
            func next(_ address: String) async -> String? {
                await world.page(address, as: world.amelia).header("location")?.removingPercentEncoding
            }
            let both = "/deals/condition?filter=amount+%3E%3D+9000&at=0&join=or&field=status&operator=in&value=won&value=lost&apply=1"
            #expect(await next(both) == "/deals?filter=amount >= 9000 or status in (won, lost)")
            let group = "/deals/condition?filter=amount+%3E%3D+9000+or+status+%3D+won&at=0.0&field=amount&operator=%3C&value=100&apply=1"
            #expect(await next(group) == "/deals?filter=amount < 100 or status = won")
            let none = "/deals/condition?field=has+activity.about&operator=has+no&value=done_at+is+empty&apply=1"
            #expect(await next(none) == "/deals?filter=has no activity.about where (done_at is empty)")
            let deeper = "/deals/condition?filter=has+no+activity.about&at=0&join=and&field=kind&operator=in&value=task&apply=1"
            #expect(await next(deeper) == "/deals?filter=has no activity.about where (kind = task)")
            let chips = await world.page(
                "/deals?filter=has+no+activity.about+where+(kind+%3D+task)+and+not+(status+%3D+won+or+amount+is+empty)", as: world.amelia)
            #expect(
                chips.text.contains("Activities: none") && chips.text.contains("Kind: Task")
                    && chips.text.contains("not: Status: Won or Amount is empty"))
            let inner = await world.page("/deals/condition?filter=has+no+activity.about+where+(kind+%3D+task)&at=0.0", as: world.amelia)
                .text
            #expect(inner.contains("name=\"for\" value=\"kind\""))
            let text = await world.page("/deals/condition?filter=not+(status+%3D+won+or+amount+is+empty)&at=0", as: world.amelia).text
            #expect(text.contains("not (status = won or amount is empty)</textarea>"))
        }
    }

    @Test func `an empty list says what hides its records`() async throws {
        try await withWorld(on: .sqlite) { world in
            let page = await world.page("/deals?filter=amount+%3E+1000000", as: world.amelia).text
            #expect(page.contains("The filters hide all there is here: 10."))
            #expect(await world.page("/products", as: world.amelia).text.contains("Nothing here yet"))
        }
    }

    @Test func `pages of a list follow each other`() async throws {
        try await withWorld(on: .sqlite) { world in
            try await world.write(as: world.amelia) { records in
                for index in 0..<60 { try records.create(Draft(Product.object, ["title": .text("Product \(100 + index)")])) }
            }
            let first = await world.page("/products", as: world.amelia).text
            #expect(first.contains("Product 149") && !first.contains("Product 150"))
            #expect(first.contains("<late-count data-url=\"/products/count\">50+</late-count>"))
            #expect(await world.page("/products/count", as: world.amelia).text == "60")
            let next = try #require(first.firstMatch(between: "href=\"/products?after=", and: "\""))
            let second = await world.page("/products?after=\(next)", as: world.amelia).text
            #expect(second.contains("Product 150") && second.contains("Product 159") && !second.contains("Product 149"))
        }
    }

    @Test func `what others wrote is shown as text`() async throws {
        try await withWorld(on: .sqlite) { world in
            _ = try await world.write(as: world.amelia) { records in
                try records.create(Draft(Deal.object, ["title": .text("<script>alert(1)</script>"), "source": .text("\"><img src=x>")]))
            }
            for path in [
                "/deals", "/deals/11", "/deals/11/edit", "/deals/board", "/deals?q=%3Cscript%3E", "/search?q=%3Cb%3E",
                "/deals?filter=%3Cscript%3E",
            ] {
                let page = await world.page(path, as: world.amelia).text
                #expect(!page.contains("<script>alert") && !page.contains("<img src=x>") && !page.contains("<b>"), "\(path)")
            }
        }
    }

    @Test func `a list that is kept tells nothing of the address by which another asked for it`() async throws {
        try await withWorld(on: .sqlite) { world in
            let first = await world.page("/companies?sort=title&next=/hunter2&list=hunter2&other=hunter2", as: world.clara)
            #expect(first.status == 200)
            let second = await world.page("/companies?sort=title", as: world.dmitri)
            #expect(second.text.contains("/companies?sort=title&amp;as_of="))
            #expect(!second.text.contains("hunter2"))
        }
    }
}

extension String {
    func firstMatch(between start: String, and end: Character) -> String? {
        firstRange(of: start).map { String(self[$0.upperBound...].prefix { $0 != end }) }
    }
}
