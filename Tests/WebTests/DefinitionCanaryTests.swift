import Definitions
import Filters
import Kit
import RecordEngine
import TestSupport
import Testing
import Views
import Web

/// What people keep as definitions is data wherever it is used: in columns that are made, indexes, conditions, rights.
@Suite struct DefinitionCanaryTests {
    private static let mark = "canary8f3e"
    private static let canary = "canary8f3e'\"`; -- $1 \\ % _"

    @Test(arguments: StorageEngine.allCases)
    func `nothing that a saved definition says becomes the text of a statement`(engine: StorageEngine) async throws {
        let statements = Ledger<String>()
        try await withWorld(on: engine, trace: { statements.note($0) }) { world in
            #expect(await plant(world) > 40)
            var made: [String: [Int64]] = [:]
            for (path, json) in Self.definitions {
                let answer = await world.api(.post, "/api/\(path)", as: world.amelia, JSON.object(json.map { ($0, $1) }).text)
                #expect(answer.status == 201, "\(path): \(answer.text.prefix(300)) to \(json)")
                made[path, default: []].append(answer.data.id)
            }
            let roles = JSON.object([("more_roles", .array((made["roles"] ?? []).map { .number("\($0)") }))]).text
            let user = "/api/users/\(world.dmitri.id)"
            #expect(await world.api(.patch, user, as: world.amelia, roles, headers: ["if-match": "*"]).status == 200)
            try await use(made, world)
            try await world.compute()
        }
        #expect(statements.entries.count > 1_000)
        #expect(Set(statements.entries).filter { $0.lowercased().contains(Self.mark) } == [])
    }

    /// One of each kind, with the canary in whatever it can hold: conditions, formulas, labels, choices, defaults, masks.
    private static var definitions: [(path: String, json: [(String, JSON)])] {
        let (word, text) = (canary.filterQuoted, JSON.string(canary))
        let condition = JSON.string("title != \(word) and not source in (\(word), \"b\") or company.title starts with \(word)")
        func field(_ object: JSON, _ name: JSON, _ type: JSON, _ more: [(String, JSON)]) -> (String, [(String, JSON)]) {
            let own: [(String, JSON)] = [("object", object), ("name", name), ("label", text), ("type", type), ("help", text)]
            return ("custom_fields", own + more)
        }
        let labels: [(String, JSON)] = [("label", text), ("label_many", text), ("title_label", text), ("section", text)]
        return [
            field(
                "deal", "told", "text",
                [
                    ("default", text), ("section", text), ("label_ru", text), ("required_if", condition), ("visible_if", condition),
                    ("searched", .bool(true)),
                ]),
            field("deal", "one_of", "choice", [("options", .string("first = \(canary)\nsecond = \(mark)"))]),
            field("deal", "computed", "formula", [("formula", .string("IF(title = \"\(mark)' --\", title, \"\(mark)'\" & title)"))]),
            field(
                "company", "counted", "rollup",
                [
                    ("rollup_of", "deal.company"), ("rollup_function", "count"),
                    ("rollup_condition", .string("title != \(word) or source in (\(word), \"b\")")),
                ]),
            field("deal", "numbered", "autonumber", [("mask", .string("\(mark)'-{0000}"))]),
            ("custom_objects", labels + [("name", "thing"), ("path", "things")]),
            (
                "validation_rules",
                [
                    ("object", "deal"), ("condition", .string("title = \(word)")), ("message", text), ("message_ru", text),
                    ("accept_violations", true),
                ]
            ),
            ("segments", [("object", "deal"), ("kind", "dynamic"), ("title", text), ("filter", condition), ("description", text)]),
            (
                "saved_views",
                [
                    ("object", "deal"), ("title", text), ("audience", "everyone"), ("filter", condition), ("sort", "-source,title"),
                    ("columns", "title,amount,told"), ("group_by", "source"),
                ]
            ),
            (
                "saved_views",
                [
                    ("object", "deal"), ("title", text), ("audience", "everyone"), ("filter", .string("source = \(word)")),
                    ("sort", "title"),
                ]
            ),
            ("templates", [("title", text), ("body", .string("{{title}} \(canary) {{\(mark)'}}")), ("audience", "everyone")]),
            ("roles", [("title", text), ("rights", ["objects": ["deal": ["read": condition, "update": condition, "export": true]]])]),
        ]
    }

    /// The canary alone in each field that takes text, of each object in turn; how many were taken.
    private func plant(_ world: World) async -> Int {
        var taken = 0
        for object in world.workspace.engine.schema.objects where !object.name.hasPrefix("x_") {
            for field in object.fields where !["name", "path"].contains(field.name) && [.text, .longText].contains(field.type.input) {
                guard case .object(let sample)? = try? await world.sample(object.name, "\(object.name)\(taken)") else { continue }
                let name: [(name: String, value: JSON)] = object.name.hasPrefix("custom_") ? [("name", .string("f\(taken)"))] : []
                let json = JSON.object(sample.filter { $0.name != field.name } + name + [(field.name, .string(Self.canary))]).text
                if await world.api(.post, "/api/\(object.path)", as: world.amelia, json).status == 201 { taken += 1 }
            }
        }
        return taken
    }

    /// Makes the program look at each definition: lists, figures, searches, exports, writes, texts, indexes, other people's rights.
    private func use(_ made: [String: [Int64]], _ world: World) async throws {
        for person in [world.amelia, world.dmitri] {
            for view in made["saved_views"] ?? [] {
                let place = await world.page("/deals?view=\(view)", as: person).header("location")
                #expect(await world.page(place ?? "/deals?view=\(view)", as: person).status == 200)
            }
            for segment in made["segments"] ?? [] {
                #expect(await world.list("/api/deals", ["filter": "segment = \(segment)"], as: person).status == 200)
            }
            for name in ["told", "one_of", "computed", "numbered"] {
                #expect(await world.list("/api/deals", ["filter": "\(name) is not empty", "sort": name], as: person).status == 200)
                _ = await world.list("/api/deals/aggregate", ["group": name, "measures": "count"], as: person)
            }
            #expect(await world.list("/api/companies", ["sort": "-counted"], as: person).status == 200)
            for target in ["/", "/deals", "/deals/board", "/deals/new", "/deals/\(world.deals[8])", "/things"] {
                #expect(await world.page(target, as: person).status < 500)
            }
            for target in ["/api/deals/export?format=csv", "/api/search?q=deal", "/api/things", "/api/openapi.json"] {
                #expect(await world.api(.get, target, as: person).status < 500)
            }
            let deal =
                #"{"title": "Another", "one_of": "second", "company": \#(world.companies[0]), "told": \#(JSON.string(Self.canary).text)}"#
            let answer = await world.api(.post, "/api/deals", as: person, deal)
            #expect(answer.status == 201, "\(answer.text)")
            let refused = await world.api(.post, "/api/deals", as: person, #"{"title": \#(JSON.string(Self.canary).text)}"#)
            #expect(refused.status == 422 && refused.text.contains(Self.mark))
        }
        let (engine, database) = (world.workspace.engine, world.workspace.database)
        try await ViewIndexes.build(engine, database, now: World.beginning)
    }
}
