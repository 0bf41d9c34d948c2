import Definitions
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Web

/// What a page asks the database must not grow with what it shows.
@Suite struct PageQueryCountTests {
    @Test func `more records need no more queries`() async throws {
        let ledger = Ledger<String>()
        try await withWorld(on: .sqlite, trace: { ledger.note($0) }) { world in
            func queries(_ path: String) async -> Int {
                let before = ledger.entries.count
                #expect(await world.page(path, as: world.amelia).status == 200)
                return ledger.entries[before...].count { $0.hasPrefix("SELECT") }
            }
            let paths = [
                "/", "/deals", "/deals/board", "/companies", "/companies/1", "/deals/1", "/activities", "/search?q=deal", "/actions",
            ]
            var few: [String: Int] = [:]
            for path in paths {
                _ = await queries(path)
                few[path] = await queries(path)
            }
            let companies = world.companies
            try await world.write(as: world.amelia) { records in
                for index in 0..<60 {
                    let deal = try records.create(
                        Draft(
                            Deal.object,
                            [
                                "title": .text("More \(index)"), "company": .reference(companies[index % 3]),
                                "stage": .reference(Int64(index % 4 + 1)),
                            ]))
                    try records.create(
                        Draft(
                            try records.object("activity"),
                            [
                                "subject": .text("Call \(index)"),
                                "about": .link(RecordLink(object: "deal", id: index % 2 == 0 ? deal.id : 1)),
                            ]))
                }
            }
            for path in paths {
                let many = await queries(path)
                #expect(many <= (few[path] ?? 0) + 6, "\(path): \(few[path] ?? 0), then \(many)")
                #expect(many <= 30, "\(path): \(many)")
            }
        }
    }

    @Test func `what stands nowhere is looked for once, and both ways round on the keyboard`() async throws {
        let ledger = Ledger<String>()
        try await withWorld(on: .sqlite, trace: { ledger.note($0) }) { world in
            for (text, looks) in [("95000000001", 1), ("zz", 2), ("zzzz", 4), ("nowhere at all", 2)] {
                let before = ledger.entries.count
                let found = try await world.read(as: world.amelia) { try $0.search(text) }
                #expect(found.isEmpty)
                #expect(ledger.entries[before...].count { $0.contains("_search") } == looks, "\(text)")
            }
        }
    }
}
