import Definitions
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct PageFieldTests {
    @Test(arguments: StorageEngine.allCases)
    func `a field is made in the settings and is at once in form, record, list, filter and export`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let types = await world.page("/settings/fields/new?object=deal", as: world.amelia).text
            #expect(types.contains("/custom_fields/new?object=deal&amp;type=choice"))
            let form = await world.page("/custom_fields/new?object=deal&type=choice", as: world.amelia).text
            #expect(form.contains("name=\"options\"") && !form.contains("name=\"digits\"") && !form.contains("name=\"position\""))
            let made = await world.send("/custom_fields/new", as: world.amelia, [
                ("object", "deal"), ("type", "choice"), ("label", "Heat"), ("label_ru", "Накал"), ("options", "Hot / Горячо | red\nCold | blue"),
                ("section", "Mood"), ("_next", "/settings/fields?object=deal"),
            ])
            #expect(made.status == 303 && made.header("location")?.hasPrefix("/settings/fields?object=deal&") ?? false, "\(made.text)")
            _ = await world.make("deal", "Second")
            let list = await world.page("/settings/fields?object=deal", as: world.amelia).text
            #expect(list.contains("Heat") && list.contains("heat · Choice") && list.contains("Title"))

            #expect(await world.page("/deals/new", as: world.clara).text.contains("name=\"heat\""))
            let deal = "/deals/\(world.deals[0])"
            let version = await world.page("\(deal)/edit", as: world.clara).value(of: "_version") ?? ""
            #expect(await world.send("\(deal)/edit", as: world.clara, [("_version", version), ("title", "Deal"), ("heat", "hot")]).status == 303)
            let page = await world.page(deal, as: world.clara).text
            #expect(page.contains("Mood") && page.contains("Heat") && page.contains("Hot"))
            let deals = await world.page("/deals?columns=title,heat&filter=heat+%3D+hot", as: world.clara).text
            #expect(deals.contains("value=\"heat\"") && deals.contains(deal) && deals.contains("Hot"))
            let table = await world.page("/deals/export.csv?columns=title,heat", as: world.boris)
            var bytes: [UInt8] = []
            if case .stream(let next) = table.body { while let piece = try await next() { bytes += piece } }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.contains("Title,Heat") && text.contains("Deal,Hot"))
            let targets = try await world.read(as: world.amelia) { $0.schema.object("deal")?.writableFields.map(\.name) ?? [] }
            #expect(targets.contains("heat"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `values of several inputs are typed, kept when refused, shown and emptied`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.make("deal", "Office", "address")
            _ = await world.make("deal", "Mood", "choices", #", "options": "Hot | red\nCold | blue\nWarm""#)
            _ = await world.make("deal", "Length", "duration")
            let deal = "/deals/\(world.deals[0])"
            func save(_ more: [(String, String)]) async -> WebResponse {
                let version = await world.page("\(deal)/edit", as: world.clara).value(of: "_version") ?? ""
                return await world.send("\(deal)/edit", as: world.clara, [("_version", version), ("title", "Deal")] + more)
            }
            let typed = [("office", ""), ("office_city", "Пенза"), ("office_street", "Мира, 5"), ("mood", ""), ("mood", "hot"), ("mood", "warm")]
            let refused = await save(typed + [("office_postcode", "12"), ("length", "long")])
            #expect(refused.status == 422 && refused.text.contains("value=\"Мира, 5\"") && refused.text.contains("value=\"12\""), "\(refused.text)")
            #expect(refused.text.contains("value=\"hot\" checked") && !refused.text.contains("value=\"cold\" checked"))
            #expect(await save(typed + [("office_postcode", "440000"), ("length", "1:30")]).status == 303)
            let page = await world.page(deal, as: world.clara).text
            #expect(page.contains("440000, Пенза, Мира, 5") && page.contains("Warm") && page.contains("1\u{A0}h 30\u{A0}min"), "\(page)")
            let list = await world.page("/deals/condition?field=length&operator=%3E%3D&value=90+min&columns=title,length&apply=1", as: world.clara)
            #expect(list.header("location")?.contains("1%3A30%3A00") ?? false, "\(list.text)")
            #expect(await save([("office", ""), ("office_city", ""), ("mood", ""), ("length", "")]).status == 303)
            let emptied = await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).json["data"]
            #expect(emptied?["office"] == .null && emptied?["mood"] == [] && emptied?["length"] == .null)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `fields are moved, hidden and brought back from their list`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            var ids: [Int64] = []
            for label in ["First", "Second", "Third"] { ids.append(await world.make("deal", label).json["data"]?["id"]?.int ?? 0) }
            #expect(await world.send("/settings/fields/\(ids[2])/move", as: world.amelia, [("way", "up")]).status == 303)
            let names = world.workspace.engine.schema.object("deal")?.fields.filter(\.isCustom).map(\.name)
            _ = await world.page("/settings/fields?object=deal", as: world.amelia)
            let moved = world.workspace.engine.schema.object("deal")?.fields.filter(\.isCustom).map(\.name)
            #expect(moved == ["first", "third", "second"], "\(names ?? [])")
            let hidden = await world.send("/settings/fields/\(ids[0])/hide", as: world.amelia, [("hidden", "1")])
            #expect(hidden.status == 303)
            #expect(!(await world.page("/deals/new", as: world.clara).text.contains("name=\"first\"")))
            #expect(await world.send("/batches/\(hidden.done ?? 0)/undo", as: world.amelia).status == 303)
            #expect(await world.page("/deals/new", as: world.clara).text.contains("name=\"first\""))
            #expect(await world.page("/settings/fields", as: world.clara).status == 403)
        }
    }
}
