import Definitions
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct CustomFieldTests {
    /// A field of each type, and a value of it as programs send it.
    private static let samples: [(type: String, more: String, value: String, filter: String)] = [
        ("text", "", #""North""#, #"= "north""#),
        ("long_text", "", #""Many words""#, #"contains "words""#),
        ("choice", #", "options": "Hot / Горячий | red\nCold | blue""#, #""hot""#, "= hot"),
        ("boolean", "", "true", "= true"),
        ("integer", "", "12", ">= 12"),
        ("decimal", #", "digits": 3"#, "1.250", "= 1.25"),
        ("money", "", #"{"minor": 5000, "currency": "USD"}"#, ">= 50"),
        ("day", "", #""2026-11-20""#, #"= "2026-11-20""#),
        ("instant", "", #""2026-11-20T10:00:00Z""#, "is not empty"),
        ("reference", #", "target": "company""#, "1", "= 1"),
        ("references", #", "target": "person""#, "[]", "is empty"),
        ("emails", "", #"["a@krug.test"]"#, #"= "a@krug.test""#),
        ("phones", "", #"["+14155550100"]"#, "is not empty"),
        ("url", "", #""https://krug.test/""#, "is not empty"),
        ("inn", "", #""7707083893""#, #"= "7707083893""#),
        ("kpp", "", #""770701001""#, #"= "770701001""#),
        ("ogrn", "", #""1027700132195""#, #"= "1027700132195""#),
        ("percent", #", "digits": 1"#, "12.5", ">= 12.5"),
        ("duration", "", "5400", #"= "1 h 30 min""#),
        ("rating", "", "4", ">= 4"),
        ("color", "", ##""#1e90ff""##, ##"= "#1E90FF""##),
        ("choices", #", "options": "Hot | red\nCold | blue\nWarm""#, #"["hot", "warm"]"#, "= warm"),
        (
            "address", "", #"{"postcode": "125009", "region": null, "city": "Москва", "street": "ул. Тверская, 1", "country": null}"#,
            #"contains "тверская""#
        ),
        ("bik", "", #""044525225""#, #"= "044525225""#),
        ("bank_account", "", #""40702810138250123017""#, #"starts with "40702""#),
        ("snils", "", #""11223344595""#, #"= "112-233-445 95""#),
        ("iban", "", #""DE89370400440532013000""#, #"= "DE89 3704 0044 0532 0130 00""#),
        ("vat_number", "", #""DE811907980""#, "is not empty"),
        ("json", "", #"{"a": [1, 2.50, "x"], "b": null}"#, #"contains "2.50""#),
    ]

    @Test(arguments: StorageEngine.allCases)
    func `a field of every type is kept, filtered, sorted and counted by`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let unsorted = ["references", "emails", "phones", "long_text", "choices", "json"]
            for (type, more, value, filter) in Self.samples {
                let made = await world.make("deal", "My \(type)", type, more)
                #expect(made.status == 201, "\(type): \(made.text)")
                let name = made.json["data"]?["name"]?.string ?? ""
                #expect(name == "my_\(type)")
                let changed = await world.api(
                    .patch, "/api/deals/\(world.deals[0])", as: world.clara, "{\"\(name)\": \(value)}", headers: ["if-match": "*"])
                #expect(changed.status == 200, "\(type): \(changed.text)")
                let sent = try JSON.parse(value)
                #expect(changed.json["data"]?[name] == sent, "\(type): \(changed.text)")
                let list = await world.list(
                    "/api/deals", ["filter": "\(name) \(filter)", "fields": name, "sort": unsorted.contains(type) ? "id" : name], as: world.clara)
                #expect(list.status == 200, "\(type): \(list.text)")
                #expect(list.json["data"]?.array?.contains { $0["id"]?.int == world.deals[0] } ?? false, "\(type): \(list.text)")
                if ["integer", "decimal", "money", "percent", "duration", "rating"].contains(type) {
                    let sums = await world.list("/api/deals/aggregate", ["measures": "sum(\(name))"], as: world.clara)
                    #expect(sums.status == 200, "\(type): \(sums.text)")
                }
            }
            let document = await world.api(.get, "/api/openapi.json", as: world.clara)
            #expect(document.json["components"]?["schemas"]?["DealInput"]?["properties"]?["my_money"] != nil)
            #expect(document.json["components"]?["schemas"]?["DealPatch"]?["properties"]?["my_money"] != nil)
            let history = await world.api(.get, "/api/deals/\(world.deals[0])/history", as: world.clara).text
            #expect(history.contains("my_inn"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the program numbers new records by the mask, each year anew, and a refused one takes no number`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.make("deal", "Wrong", "autonumber", #", "mask": "{MM}-{00}""#).json["errors"]?.array?.first?["field"] == "mask")
            #expect(await world.make("deal", "Contract", "autonumber", #", "mask": "ДОГ-{YYYY}-{000}", "searched": true"#).status == 201)
            func make(_ body: String) async -> WebResponse { await world.api(.post, "/api/deals", as: world.clara, body) }
            let year = World.beginning.iso.prefix(4)
            #expect(await make(#"{"title": "One"}"#).json["data"]?["contract"]?.string == "ДОГ-\(year)-001")
            #expect(await make(#"{"title": ""}"#).status == 422)
            #expect(await make(#"{"title": "Two", "contract": "ДОГ-1"}"#).status == 422)
            let second = await make(#"{"title": "Two"}"#)
            #expect(second.json["data"]?["contract"]?.string == "ДОГ-\(year)-002")
            let found = await world.list("/api/deals", ["q": "дог-\(year)-002"], as: world.clara)
            #expect(found.json["data"]?.array?.count == 1, "\(found.text)")
            let id = second.json["data"]?["id"]?.int ?? 0
            let change = await world.api(.patch, "/api/deals/\(id)", as: world.clara, #"{"contract": "x"}"#, headers: ["if-match": "*"])
            #expect(change.status == 422)
            #expect(await world.page("/deals/\(id)", as: world.clara).text.contains("ДОГ-\(year)-002"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an account is checked with the bank beside it, whichever of the two changes`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.make("company", "BIK", "bik")
            _ = await world.make("company", "Account", "bank_account")
            let company = "/api/companies/\(world.companies[0])"
            func set(_ body: String) async -> WebResponse { await world.api(.patch, company, as: world.amelia, body, headers: ["if-match": "*"]) }
            #expect(await set(#"{"account": "40702810138250123018"}"#).status == 200)
            let refused = await set(#"{"bik": "044525225"}"#)
            #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["field"] == "account", "\(refused.text)")
            #expect(await set(#"{"bik": "044525225", "account": "40702810138250123017"}"#).status == 200)
            #expect(await set(#"{"account": "40702810138250123018"}"#).status == 422)
            #expect(await set(#"{"bik": null, "account": "40702810138250123018"}"#).status == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a hidden field is nowhere, and comes back with its values`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let field = await world.make("deal", "Region").json["data"]?["id"]?.int ?? 0
            let deal = "/api/deals/\(world.deals[0])"
            _ = await world.api(.patch, deal, as: world.clara, #"{"region": "North"}"#, headers: ["if-match": "*"])
            _ = await world.set(field, #"{"hidden": true}"#)
            #expect(await world.api(.get, deal, as: world.clara).json["data"]?["region"] == nil)
            #expect(await world.list("/api/deals", ["filter": "region = \"North\""], as: world.clara).status == 400)
            #expect(await world.api(.patch, deal, as: world.clara, #"{"region": "x"}"#, headers: ["if-match": "*"]).status == 422)
            let shapes = await world.api(.get, "/api/openapi.json", as: world.clara).json["components"]?["schemas"]
            #expect(shapes?["Deal"]?["properties"]?["title"] != nil)
            #expect(["Deal", "DealInput", "DealPatch"].allSatisfy { shapes?[$0]?["properties"]?["region"] == nil })
            #expect(!(await world.page("/deals/new", as: world.clara).text.contains("Region")))
            // What happens meanwhile takes nothing along: a change, a deletion, a restoring.
            _ = await world.api(.patch, deal, as: world.clara, #"{"title": "Other"}"#, headers: ["if-match": "*"])
            #expect(await world.api(.delete, deal, as: world.clara, headers: ["if-match": "*"]).status == 204)
            #expect(await world.api(.post, "\(deal)/restore", as: world.clara, "{}").status == 200)
            _ = await world.set(field, #"{"hidden": false}"#)
            #expect(await world.api(.get, deal, as: world.clara).json["data"]?["region"] == "North")
            // Deleted and restored.
            #expect(await world.api(.delete, "/api/custom_fields/\(field)", as: world.amelia, headers: ["if-match": "*"]).status == 204)
            #expect(await world.api(.get, deal, as: world.clara).json["data"]?["region"] == nil)
            #expect(await world.api(.post, "/api/custom_fields/\(field)/restore", as: world.amelia, "{}").status == 200)
            #expect(await world.api(.get, deal, as: world.clara).json["data"]?["region"] == "North")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the making of a field is undone, and the undo as well`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.make("company", "Region")
            let company = "/api/companies/\(world.companies[0])"
            #expect(await world.api(.patch, company, as: world.amelia, #"{"region": "East"}"#, headers: ["if-match": "*"]).status == 200)
            let made = try await world.write(as: world.amelia) { try $0.ownActions().last?.batch.id } ?? 0
            let undone = await world.api(.post, "/api/batches/\(made)/undo", as: world.amelia, "{}")
            #expect(undone.status == 200, "\(undone.text)")
            #expect(await world.api(.get, company, as: world.amelia).json["data"]?["region"] == nil)
            let again = try await world.write(as: world.amelia) { try $0.ownActions().first?.batch.id } ?? 0
            #expect(await world.api(.post, "/api/batches/\(again)/undo", as: world.amelia, "{}").status == 200)
            #expect(await world.api(.get, company, as: world.amelia).json["data"]?["region"] == "East")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `only administrators make fields`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for person in [world.boris, world.clara, world.olga] {
                let answer = await world.api(.post, "/api/custom_fields", as: person, #"{"object": "deal", "label": "X", "type": "text"}"#)
                #expect(answer.status == 403)
                #expect(await world.api(.get, "/api/custom_fields", as: person).status == 404)
            }
        }
    }
}

extension World {
    func make(_ object: String, _ label: String, _ type: String = "text", _ more: String = "") async -> WebResponse {
        await api(.post, "/api/custom_fields", as: amelia, "{\"object\": \"\(object)\", \"label\": \"\(label)\", \"type\": \"\(type)\"\(more)}")
    }

    func set(_ field: Int64, _ json: String) async -> WebResponse {
        await api(.patch, "/api/custom_fields/\(field)", as: amelia, json, headers: ["if-match": "*"])
    }
}
