import Definitions
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
            let added = await world.page("/deals?filter=status+%3D+open&field=company&operator=%3D&value=Acme", as: world.amelia)
            #expect(added.header("location") == "/deals?filter=status%20%3D%20open%20and%20company%20%3D%20\(world.companies[0])")
            let amount = await world.page("/deals?field=amount&operator=%3E%3D&value=9,000", as: world.amelia)
            #expect(amount.header("location") == "/deals?filter=amount%20%3E%3D%209000")
            let wrong = await world.page("/deals?field=company&operator=%3D&value=Nobody", as: world.amelia)
            #expect(wrong.status == 400 && wrong.text.contains("There is no record “Nobody”."))
            let chips = await world.page("/deals?filter=status+%3D+open+and+company+%3D+\(world.companies[0])", as: world.amelia).text
            #expect(chips.contains("Company: Acme") && chips.contains("Status: Open"))
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
}

extension String {
    func firstMatch(between start: String, and end: Character) -> String? {
        firstRange(of: start).map { String(self[$0.upperBound...].prefix { $0 != end }) }
    }
}
