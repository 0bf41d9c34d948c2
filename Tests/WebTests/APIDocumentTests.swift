import Definitions
import Foundation
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct APIDocumentTests {
    @Test func `every route of the API is in its document`() async throws {
        try await withWorld(on: .sqlite) { world in
            let document = await world.api(.get, "/api/openapi.json", as: world.clara).json
            #expect(document["openapi"] == "3.1.0")
            let routes = world.site.routes.filter { $0.pattern.hasPrefix("/api/") }
            #expect(routes.count > 100)
            for route in routes {
                let path = route.pattern.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(
                    separator: "/")
                #expect(
                    document["paths"]?["/\(path)"]?[route.method.rawValue.lowercased()]?["summary"] != nil,
                    "\(route.method) \(route.pattern)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a person reads the document in the own language, programs in one`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let russian = await world.send("/preferences/language", as: world.clara, [("language", "ru")])
            #expect(russian.status == 303)
            let own = await world.page("/api/openapi.json", as: world.clara).json["paths"]?["/api/deals"]?["get"]
            #expect(own?["summary"] == "Список: сделки" && own?["tags"] == ["Сделки"])
            let program = await world.api(.get, "/api/openapi.json", as: world.clara)
            #expect(program.json["paths"]?["/api/deals"]?["get"]?["summary"] == "Lists deals")
            // So are the words inside of bodies and answers.
            let whole = await world.page("/api/openapi.json", as: world.clara)
            func told(_ json: JSON) -> [String?] {
                let order = json["paths"]?["/api/deals/bulk"]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
                let parts = json["components"]
                return [
                    order?["properties"]?["set"]?["description"]?.string, parts?["responses"]?["Problem413"]?["description"]?.string,
                    parts?["schemas"]?["DealInput"]?["properties"]?["amount"]?["title"]?.string,
                ]
            }
            #expect(told(whole.json) == ["Поля и их новые значения.", "Это слишком велико.", "Сумма"])
            #expect(told(program.json) == ["Fields and their new values.", "This is too large.", "Amount"])
            #expect(!whole.text.contains("{\"en\":") && !program.text.contains("{\"en\":"))
        }
    }

    @Test func `the document describes every field of every object`() async throws {
        try await withWorld(on: .sqlite) { world in
            let document = await world.api(.get, "/api/openapi.json", as: world.clara).json
            let schemas = document["components"]?["schemas"]
            for object in world.workspace.engine.schema.objects {
                let name = object.name.split(separator: "_").map { String($0).capitalizedFirst }.joined()
                for field in object.fields {
                    #expect(schemas?[name]?["properties"]?[field.name] != nil, "\(object.name).\(field.name)")
                    #expect(
                        (schemas?[name + "Input"]?["properties"]?[field.name] != nil) == !field.isReadOnly, "\(object.name).\(field.name)")
                }
            }
        }
    }

    @Test func `operations have ids of their own, and every reference leads somewhere`() async throws {
        try await withWorld(on: .sqlite) { world in
            let answer = await world.api(.get, "/api/openapi.json", as: world.clara)
            let operations = (answer.json["paths"]?.members ?? []).flatMap { $0.value.members ?? [] }.compactMap {
                $0.value["operationId"]?.string
            }
            #expect(Set(operations).count == operations.count)
            let references = Set(answer.text.components(separatedBy: "\"$ref\":\"#/").dropFirst().map { $0.prefix { $0 != "\"" } })
            #expect(references.count > 20)
            for reference in references {
                let path = reference.split(separator: "/")
                let target = path.reduce(Optional(answer.json)) { json, name in json?[String(name)] }
                #expect(target != nil, "\(path.joined(separator: "/"))")
            }
            let status = answer.json["paths"]?["/api/deals/{id}"]?["patch"]?["responses"]?["412"]
            #expect(status?["$ref"] == "#/components/responses/Problem412")
        }
    }

    @Test func `a watcher needs no token`() async throws {
        try await withWorld(on: .sqlite, isWhole: false) { world in
            #expect(await world.api(.get, "/livez", as: nil).status == 200)
            #expect(await world.api(.get, "/readyz", as: nil).status == 200)
            await world.workspace.database.close()
            #expect(await world.api(.get, "/livez", as: nil).status == 200)
            #expect(await world.api(.get, "/readyz", as: nil).status == 503)
        }
    }
}
