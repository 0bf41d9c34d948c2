import Definitions
import Foundation
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct LayoutTests {
    @Test(arguments: StorageEngine.allCases)
    func `lists, forms, record pages and cards follow the layout, and undo brings the usual one back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func make(_ body: String) async -> WebResponse { await world.api(.post, "/api/object_layouts", as: world.amelia, body) }
            let wrong = await make(#"{"object": "deal", "list_columns": "title, nothing", "field_order": "source, source"}"#)
            #expect(Set(wrong.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []) == ["list_columns", "field_order"], "\(wrong.text)")
            _ = await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.clara, #"{"source": "Fair"}"#, headers: ["if-match": "*"])
            let usual = await world.page("/deals", as: world.clara).text
            #expect(usual.contains("data-label=\"Amount\"") && !usual.contains("data-label=\"Source\""))
            let made = await make(#"{"object": "deal", "list_columns": "title,source", "field_order": "source", "card_fields": "source"}"#)
            #expect(made.status == 201 && made.json["data"]?["list_columns"] == "title, source", "\(made.text)")
            let list = await world.page("/deals", as: world.clara).text
            #expect(list.contains("data-label=\"Source\"") && !list.contains("data-label=\"Amount\""), "\(list)")
            let form = await world.page("/deals/new", as: world.clara).text
            let (source, title) = (form.range(of: "name=\"source\""), form.range(of: "name=\"title\""))
            if let source, let title { #expect(source.lowerBound < title.lowerBound) } else { Issue.record("\(form)") }
            #expect(await world.page("/deals/board", as: world.clara).text.contains("Source: Fair"))
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).json["data"]?["source"] == "Fair")
            let id = made.json["data"]?["id"]?.int ?? 0
            #expect(await world.api(.delete, "/api/object_layouts/\(id)", as: world.amelia, headers: ["if-match": "*"]).status == 204)
            #expect(await world.page("/deals", as: world.clara).text.contains("data-label=\"Amount\""))
            #expect(await world.api(.get, "/api/object_layouts", as: world.boris).status == 404)
        }
    }

    @Test func `fields are named in a layout as people call them, in both languages, or as programs do`() async throws {
        try await withWorld(on: .sqlite) { world in
            func make(_ columns: String) async -> WebResponse {
                await world.api(.post, "/api/object_layouts", as: world.amelia, "{\"object\": \"deal\", \"list_columns\": \"\(columns)\"}")
            }
            for (typed, kept) in [
                ("Title, Expected close, amount", "title, expected_close, amount"), ("Название,сумма, Ожидаемое закрытие", "title, amount, expected_close"),
                ("title amount, Stage,", "title, amount, stage"),
            ] {
                let made = await make(typed)
                #expect(made.status == 201 && made.json["data"]?["list_columns"]?.string == kept, "\(made.text)")
            }
            let wrong = await make("Title, Price of it")
            let message = wrong.json["errors"]?.array?.first?["message"]?.string ?? ""
            #expect(wrong.status == 422 && message.contains("“Price of it”") && message.contains("Title, Amount, Stage"), "\(wrong.text)")
        }
    }
}
