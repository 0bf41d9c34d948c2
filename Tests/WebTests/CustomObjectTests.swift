import Definitions
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct CustomObjectTests {
    @Test(arguments: StorageEngine.allCases)
    func `an object is made while the program runs, and its records are as good as any`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.api(.get, "/api/contracts", as: world.clara).status == 404)
            let made = await world.makeObject(#", "ru_one": "Договор""#)
            let data = made.json["data"]
            #expect(made.status == 201 && data?["name"] == "x_contract" && data?["path"] == "contracts", "\(made.text)")
            #expect(data?["ru_many"] == "Договоры" && data?["ru_five"] == "Договоров" && data?["ru_gender"] == "masculine")
            #expect(await world.make("x_contract", "Deal", "reference", #", "target": "deal""#).status == 201)
            #expect(await world.make("x_contract", "Number", "autonumber", #", "mask": "C-{000}""#).status == 201)
            #expect(await world.make("deal", "Main contract", "reference", #", "target": "x_contract""#).status == 201)

            let contract = await world.api(.post, "/api/contracts", as: world.clara, #"{"title": "Supply of pumps", "deal": \#(world.deals[0])}"#)
            #expect(contract.status == 201 && contract.json["data"]?["number"] == "C-001", "\(contract.text)")
            let id = contract.json["data"]?["id"]?.int ?? 0
            #expect(contract.header("location") == "/api/contracts/\(id)")
            #expect(await world.api(.post, "/api/contracts", as: world.clara, "{}").status == 422)
            #expect(await world.api(.patch, "/api/contracts/\(id)", as: world.clara, #"{"title": "Pumps"}"#, headers: ["if-match": "*"]).status == 200)
            let history = await world.api(.get, "/api/contracts/\(id)/history", as: world.clara).text
            #expect(history.contains("Supply of pumps"))
            let deal = "/api/deals/\(world.deals[0])"
            #expect(await world.api(.patch, deal, as: world.clara, #"{"main_contract": \#(id)}"#, headers: ["if-match": "*"]).status == 200)
            let through = await world.list("/api/deals", ["filter": "main_contract.title = \"pumps\"", "fields": "title,main_contract.number"], as: world.clara)
            #expect(through.json["data"]?.array?.first?["main_contract.number"] == "C-001" || through.text.contains("C-001"), "\(through.text)")
            let found = await world.list("/api/search", ["q": "pump"], as: world.clara)
            #expect(found.text.contains("x_contract"), "\(found.text)")
            let document = await world.api(.get, "/api/openapi.json", as: world.clara).json
            #expect(document["paths"]?["/api/contracts/{id}"] != nil && document["components"]?["schemas"]?["XContractInput"] != nil)

            // Pages: navigation, list, form, record with what refers to it, search, export, a note about it.
            let list = await world.page("/contracts", as: world.clara).text
            #expect(list.contains("Pumps") && list.contains("New contract") && list.contains("href=\"/contracts\""))
            #expect(await world.page("/contracts/new", as: world.clara).text.contains("name=\"title\""))
            let page = await world.page("/contracts/\(id)", as: world.clara).text
            #expect(page.contains("Main contract") && page.contains("Write a note"), "\(page)")
            #expect(await world.page("/deals/\(world.deals[0])", as: world.clara).text.contains("Pumps"))
            #expect(await world.page("/search?q=pumps", as: world.clara).text.contains("/contracts/\(id)"))
            let note = await world.api(.post, "/api/activities", as: world.clara, #"{"subject": "Signed", "about": "x_contract:\#(id)"}"#)
            let link = note.status == 201 ? note : await world.api(
                .post, "/api/activities", as: world.clara, #"{"subject": "Signed", "about": {"object": "x_contract", "id": \#(id)}}"#)
            #expect(link.status == 201, "\(link.text)")
            #expect(await world.page("/contracts/\(id)", as: world.clara).text.contains("Signed"))
            // What is gone takes along or leaves what refers to it, and comes back.
            #expect(await world.api(.delete, "/api/contracts/\(id)", as: world.clara, headers: ["if-match": "*"]).status == 204)
            #expect(await world.api(.get, deal, as: world.clara).json["data"]?["main_contract"] == .null)
            #expect(await world.api(.post, "/api/contracts/\(id)/restore", as: world.clara, "{}").status == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a hidden object is nowhere, and comes back with its records`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let object = await world.makeObject().json["data"]?["id"]?.int ?? 0
            _ = await world.make("deal", "Main contract", "reference", #", "target": "x_contract""#)
            let id = await world.api(.post, "/api/contracts", as: world.clara, #"{"title": "Pumps"}"#).json["data"]?["id"]?.int ?? 0
            _ = await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.clara, #"{"main_contract": \#(id)}"#, headers: ["if-match": "*"])
            let hidden = await world.send("/settings/objects/\(object)/hide", as: world.amelia, [("hidden", "1")])
            #expect(hidden.status == 303)
            for person in [world.amelia, world.clara] {
                #expect(await world.api(.get, "/api/contracts/\(id)", as: person).status == 404)
                #expect(await world.page("/contracts", as: person).status == 404)
                #expect(!(await world.page("/", as: person).text.contains("/contracts")))
                #expect(await world.list("/api/search", ["q": "pumps"], as: person).json["data"] == [])
            }
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).json["data"]?["main_contract"] == .null)
            #expect(!(await world.api(.get, "/api/openapi.json", as: world.clara).text.contains("/api/contracts")))
            #expect(await world.send("/batches/\(hidden.done ?? 0)/undo", as: world.amelia).status == 303)
            #expect(await world.api(.get, "/api/contracts/\(id)", as: world.clara).json["data"]?["title"] == "Pumps")
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).json["data"]?["main_contract"] == .number("\(id)"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rights on an object are what was said when it was made`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.makeObject(#", "salesperson_rights": "own", "observer_rights": "none""#).status == 201)
            func make(_ person: World.Person) async -> Int64 {
                await world.api(.post, "/api/contracts", as: person, #"{"title": "Of somebody"}"#).json["data"]?["id"]?.int ?? 0
            }
            let (amelias, claras) = (await make(world.amelia), await make(world.clara))
            #expect(amelias > 0 && claras > 0)
            #expect(await world.api(.get, "/api/contracts/\(amelias)", as: world.clara).status == 404)
            #expect(await world.api(.get, "/api/contracts/\(claras)", as: world.clara).status == 200)
            #expect(await world.api(.get, "/api/contracts", as: world.olga).status == 404)
            #expect(await world.api(.post, "/api/contracts", as: world.olga, #"{"title": "X"}"#).status == 403)
            // The head of Clara's team changes what is the team's and no more.
            let patch = #"{"title": "By the head"}"#
            #expect(await world.api(.patch, "/api/contracts/\(claras)", as: world.boris, patch, headers: ["if-match": "*"]).status == 200)
            #expect(await world.api(.patch, "/api/contracts/\(amelias)", as: world.boris, patch, headers: ["if-match": "*"]).status == 403)
            for person in [world.boris, world.clara, world.olga] {
                #expect(await world.api(.get, "/api/custom_objects", as: person).status == 404)
                #expect(await world.page("/settings/objects", as: person).status == 403)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `names are made, checked and never taken twice`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func make(_ body: String) async -> WebResponse { await world.api(.post, "/api/custom_objects", as: world.amelia, body) }
            #expect(await make(#"{"label": "Договор поставки", "label_many": "Договоры поставки"}"#).json["data"]?["name"] == "x_dogovor_postavki")
            #expect(await make(#"{"label": "Deal", "label_many": "Deals"}"#).json["data"]?["path"] == "deals_2")
            #expect(await make(#"{"label": "A", "label_many": "B", "name": "deal"}"#).json["errors"]?.array?.first?["field"] == "name")
            #expect(await make(#"{"label": "A", "label_many": "B", "path": "import"}"#).json["errors"]?.array?.first?["field"] == "path")
            #expect(await make(#"{"label": "A", "label_many": "B", "name": "a b"}"#).status == 422)
            #expect(await make(#"{"label": "A"}"#).status == 422)
            let id = await make(#"{"label": "Machine", "label_many": "Machines"}"#).json["data"]?["id"]?.int ?? 0
            let change = #"{"path": "engines"}"#
            #expect(await world.api(.patch, "/api/custom_objects/\(id)", as: world.amelia, change, headers: ["if-match": "*"]).status == 422)
            let label = #"{"label_many": "Engines", "ru_one": "Машина"}"#
            #expect(await world.api(.patch, "/api/custom_objects/\(id)", as: world.amelia, label, headers: ["if-match": "*"]).json["data"]?["ru_five"] == "Машин")
            #expect(await world.page("/machines", as: world.clara).text.contains("Engines"))
        }
    }

    @Test func `another server knows of an object at the first request for it`() async throws {
        try await withTwoServers { world, other in
            #expect(await world.makeObject().status == 201)
            #expect(await other.api(.post, "/api/contracts", as: world.clara, #"{"title": "Pumps"}"#).status == 201)
            #expect(await other.page("/contracts", as: world.clara).text.contains("Pumps"))
        }
    }
}

extension World {
    func makeObject(_ more: String = "") async -> WebResponse {
        await api(.post, "/api/custom_objects", as: amelia, #"{"label": "Contract", "label_many": "Contracts"\#(more)}"#)
    }
}
