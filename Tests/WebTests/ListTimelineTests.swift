import Foundation
import TestSupport
import Testing
import Web

@Suite struct ListTimelineTests {
    /// The keys of the stretches, and whether each is open, in their order.
    private func stretches(_ page: String) -> [(key: String, isOpen: Bool)] {
        page.components(separatedBy: "data-group=\"").dropFirst().map { part in
            (String(part.prefix { $0 != "\"" }), part.prefix(400).contains("aria-expanded=\"true\""))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a timeline tells records by weeks, from what is now on`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            // The world's today is 2026-11-22, a Sunday.
            for (title, day) in [
                ("Long ago", "2026-10-05"), ("This week", "2026-11-20"), ("Next week", "2026-11-25"), ("Later", "2026-12-15"),
            ] {
                let made = await world.api(.post, "/api/deals", as: world.amelia, #"{"title": "\#(title)", "expected_close": "\#(day)"}"#)
                #expect(made.status == 201, "\(made.text)")
            }
            let address = "/deals?layout=timeline&filter=created_by+%3D+me"
            let page = await world.page(address, as: world.amelia).text
            let shown = stretches(page)
            #expect(
                shown.map(\.key).prefix(3) == ["2026-11-16", "2026-11-23", "2026-12-14"] && shown.prefix(3).allSatisfy(\.isOpen), "\(shown)"
            )
            #expect(page.contains(">Earlier<") && page.contains("earlier=1"))
            let whole = await world.page("\(address)&earlier=1", as: world.amelia).text
            #expect(stretches(whole).map(\.key).first == "2026-10-05")
            #expect(page.contains(">This week</a>") && page.contains(">Later</a>") && !page.contains(">Long ago</a>"))
            #expect(page.contains("aria-current=\"date\" data-group=\"2026-11-16\""))
            let past = await world.page("\(address)&open=2026-10-05", as: world.amelia).text
            #expect(past.contains(">Long ago</a>") && !past.contains(">Later</a>"))
            // Each head leads to its rows as a table, in their order.
            #expect(page.contains("sort=expected_close"))
            let days = await world.page("\(address)&group=expected_close:day", as: world.amelia).text
            #expect(stretches(days).contains { $0.key == "2026-11-25" && $0.isOpen })
            // What says nothing of time is not gone by.
            #expect(await world.page("\(address)&group=stage", as: world.amelia).text.contains("data-group=\"2026-11-23\""))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a view keeps that it is a timeline`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let kept = await world.send(
                "/companies/views", as: world.amelia,
                [("title", "By time"), ("layout", "timeline"), ("group", "created_at:month"), ("audience", "personal")])
            let location = kept.headers.first { $0.name == "location" }?.value ?? ""
            #expect(
                kept.status == 303 && location.contains("layout=timeline") && location.contains("group=created_at"),
                "\(location) \(kept.text)")
            let list = await world.page("/companies?layout=timeline", as: world.amelia).text
            #expect(list.contains("By time") && list.contains("The same as a table") && list.contains("data-group="))
            #expect(await world.page("/companies", as: world.amelia).text.contains("The same as a timeline"))
        }
    }
}
