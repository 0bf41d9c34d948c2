import App
import Definitions
import Foundation
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct SchemaChangeTests {
    @Test func `a field made on one server is known to the next write on another`() async throws {
        try await StorageEngine.postgres.withPlace { place in
            let clock = Clock { World.beginning }
            var servers: [Workspace] = []
            for _ in 0..<2 {
                servers.append(try await WorkspaceStore.workspace(
                    "default", try place.open(clock: clock), Configuration.Standards(language: .en),
                    files: FileManager.default.temporaryDirectory.appendingPathComponent("krug_servers").path, Passwords(), clock
                ))
            }
            let (first, second) = (servers[0], servers[1])
            let company = try await first.database.write { tx in
                try first.records(tx, .system()).create(Draft(try first.object("company"), ["title": .text("Acme")])).id
            }
            try await first.database.write { tx in
                let values: [String: FieldValue] = ["object": .text("company"), "label": .text("Region"), "type": .text("text")]
                try first.records(tx, .system()).create(Draft(try first.object("custom_field"), values))
            }
            #expect(second.engine.schema.object("company")?.field("region") == nil)
            let seen = try await second.database.write { tx -> FieldValue in
                let records = try second.records(tx, .system())
                // Whoever speaks of the object as it was is understood.
                return try records.update(company, Draft(try second.object("company"), ["region": .text("North")]))["region"]
            }
            #expect(seen == .text("North"))
            #expect(second.engine.schema.object("company")?.field("region") != nil)
            let read = try await first.database.read { connection in
                let known = try first.engines.engine(first.engine, on: connection, at: World.beginning)
                return try Records(known, connection, .system(), now: World.beginning).record("company", company)["region"]
            }
            #expect(read == .text("North"))
            for server in servers { await server.database.close() }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `to add a field is one statement for each table and touches no row`(engine: StorageEngine) async throws {
        let statements = Ledger<String>()
        try await withWorld(on: engine, trace: { statements.note($0) }) { world in
            let before = statements.entries.count
            #expect(await world.make("deal", "Plain", "integer").status == 201)
            let ours = statements.entries.dropFirst(before)
            #expect(ours.filter { $0.hasPrefix("ALTER TABLE") } == [
                #"ALTER TABLE "deal" ADD COLUMN "x_plain" \#(engine == .sqlite ? "INTEGER" : "bigint")"#,
                #"ALTER TABLE "deal_past" ADD COLUMN "x_plain" \#(engine == .sqlite ? "INTEGER" : "bigint")"#,
            ])
            let rows = ours.filter { $0.contains("UPDATE \"deal\"") || $0.contains("CREATE INDEX") }
            #expect(rows == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `names never collide, whatever a field is called`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (label, name) in [
                ("Title", "title_2"), ("Order", "order"), ("Select", "select"), ("Id", "id_2"), ("Version", "version_2"), ("Not", "not_2"),
                ("Регион продаж", "region_prodazh"), ("Щёлочь й", "shcheloch_y"), ("1 2", "field_1_2"), ("!!!", "field"), ("Order", "order_2"),
                ("Table", "table"), ("Created at", "created_at_2"), ("Amount currency", "amount_currency_2"), ("Café", "cafe"),
            ] {
                let made = await world.make("deal", label)
                #expect(made.json["data"]?["name"]?.string == name, "\(label): \(made.text)")
            }
            let values = #"{"order": "1", "select": "2", "table": "3", "version_2": "4"}"#
            let deal = "/api/deals/\(world.deals[0])"
            #expect(await world.api(.patch, deal, as: world.clara, values, headers: ["if-match": "*"]).status == 200)
            let list = await world.list("/api/deals", ["filter": "order = \"1\" and select = \"2\"", "sort": "table"], as: world.clara)
            #expect(list.json["data"]?.array?.count == 1)
            for name in ["title", "id", "1x", "X", "a b", "order", String(repeating: "a", count: 33), "not"] {
                #expect(await world.make("deal", "Any", "text", ", \"name\": \"\(name)\"").status == 422, "\(name)")
            }
            // The columns of money are three.
            #expect(await world.make("deal", "Price", "money").status == 201)
            #expect(await world.make("deal", "Any", "text", #", "name": "price_currency""#).status == 422)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `two hundred fields fit, and no more`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: nil) { records in
                let object = try records.object("custom_field")
                for number in 1...200 {
                    try records.create(Draft(object, ["object": .text("product"), "label": .text("F \(number)"), "type": .text("integer")]))
                }
            }
            #expect(await world.make("product", "One more").status == 422)
            #expect(await world.api(.post, "/api/products", as: world.amelia, #"{"title": "Pump", "f_200": 7}"#).json["data"]?["f_200"] == 7)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is required is asked for in new records and when it is touched`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.make("company", "Region", "text", #", "required": true"#)
            let company = "/api/companies/\(world.companies[0])"
            #expect(await world.api(.post, "/api/companies", as: world.clara, #"{"title": "New"}"#).status == 422)
            #expect(await world.api(.patch, company, as: world.amelia, #"{"title": "Acme 2"}"#, headers: ["if-match": "*"]).status == 200)
            #expect(await world.api(.patch, company, as: world.amelia, #"{"region": "N"}"#, headers: ["if-match": "*"]).status == 200)
            #expect(await world.api(.patch, company, as: world.amelia, #"{"region": null}"#, headers: ["if-match": "*"]).status == 422)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `unique, default and searched do what they say, also when they come later`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.make("company", "Contract", "text", #", "unique": true"#)
            let region = await world.make("company", "Region", "text", #", "default": "North""#).json["data"]?["id"]?.int ?? 0
            let made = await world.api(.post, "/api/companies", as: world.clara, #"{"title": "One", "contract": "7"}"#)
            #expect(made.json["data"]?["region"] == "North")
            #expect(await world.api(.post, "/api/companies", as: world.clara, #"{"title": "Two", "contract": "7"}"#).status == 422)
            #expect(await world.api(.post, "/api/companies", as: world.clara, #"{"title": "Two", "contract": "8"}"#).status == 201)
            func found() async -> Int { await world.list("/api/companies", ["q": "orth"], as: world.clara).json["data"]?.array?.count ?? -1 }
            #expect(await found() == 0)
            #expect(await world.set(region, #"{"searched": true}"#).status == 200)
            #expect(await found() == 2)
            #expect(await world.set(region, #"{"searched": false}"#).status == 200)
            #expect(await found() == 0)
            #expect(await world.set(region, #"{"unique": true}"#).status == 422)
            #expect(await world.set(region, #"{"type": "integer"}"#).status == 422)
            #expect(await world.make("deal", "Bad", "integer", #", "default": "many""#).status == 422)
            #expect(await world.make("deal", "Bad", "choice").status == 422)
            #expect(await world.make("deal", "Bad", "choice", #", "options": "One | pinkish""#).status == 422)
            #expect(await world.make("deal", "Bad", "reference").status == 422)
            #expect(await world.make("deal", "Bad", "money", #", "unique": true"#).status == 422)
            #expect(await world.make("deal", "Bad", "text", #", "unique": true, "default": "North""#).status == 422)
        }
    }
}

extension Workspace {
    fileprivate func object(_ name: String) throws -> ObjectDefinition {
        guard let object = engine.schema.object(name) else { throw Failure.notFound }
        return object
    }
}
