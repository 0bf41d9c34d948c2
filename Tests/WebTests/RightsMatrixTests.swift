import Attachments
import Definitions
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct RightsMatrixTests {
    @Test func `every address of the program is in the table of rights`() async throws {
        try await withWorld(on: .sqlite) { world in
            let known = Set(RightsTable(world.workspace.engine.schema).purposes.keys)
            let live = Set(world.site.routes.map(\.key))
            #expect(live.subtracting(known).sorted() == [])
            #expect(known.subtracting(live).sorted() == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `whoever may not is turned away, and nothing changes`(engine: StorageEngine) async throws {
        try await withCallers(on: engine) { world, others in
            let table = RightsTable(world.workspace.engine.schema)
            var targets: [String: Int64] = [:]
            var attempts: [(Route, Purpose, Int64, JSON)] = []
            for (index, route) in world.site.routes.enumerated() {
                guard let purpose = table.purposes[route.key] else { continue }
                let id = try await target(purpose, world, &targets)
                attempts.append((route, purpose, id, try await body(route, purpose, world, "denied\(index)")))
            }
            let before = try await world.digest()
            for (route, purpose, id, body) in attempts {
                for caller in Caller.allCases {
                    guard let refusal = purpose.refusal(of: caller, at: route) else { continue }
                    let answer = await call(route, id, caller.person(world, others), body, world)
                    #expect(answer.status == refusal, "\(route.key) \(caller)")
                    if refusal == 303 { #expect(answer.header("location")?.hasPrefix("/sign-in") ?? false, "\(route.key)") }
                }
                #expect(World.changed(before, try await world.digest()) == [], "\(route.key)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `whoever may is let in`(engine: StorageEngine) async throws {
        try await withCallers(on: engine) { world, others in
            let table = RightsTable(world.workspace.engine.schema)
            // Signing out comes last: nobody is anybody after it.
            let routes = world.site.routes.filter { $0.pattern != "/sign-out" } + world.site.routes.filter { $0.pattern == "/sign-out" }
            var known: [String: Int64] = [:]
            for (index, route) in routes.enumerated() {
                guard let purpose = table.purposes[route.key] else { continue }
                // A colleague is let in where a stranger is.
                for caller in Caller.allCases where caller != .colleague && purpose.refusal(of: caller, at: route) == nil {
                    let unique = "\(index)\(caller)"
                    // What changes a record gets one of its own.
                    var fresh: [String: Int64] = [:]
                    let id =
                        route.method == .get ? try await target(purpose, world, &known) : try await target(purpose, world, &fresh, unique)
                    let answer = await call(route, id, caller.person(world, others), try await body(route, purpose, world, unique), world)
                    #expect(isWelcome(answer, purpose, route), "\(route.key) \(caller): \(answer.status) \(answer.text.prefix(300))")
                }
            }
        }
    }

    private func withCallers(on engine: StorageEngine, _ body: (World, [Caller: World.Person]) async throws -> Void) async throws {
        try await withWorld(on: .sqlite) { elsewhere in
            try await withWorld(on: engine) { world in
                try await body(world, [.foreigner: elsewhere.amelia, .colleague: try await world.colleague()])
            }
        }
    }

    private func isWelcome(_ answer: WebResponse, _ purpose: Purpose, _ route: Route) -> Bool {
        if purpose == .everyone { return answer.status < 500 }
        if answer.status == 303, route.pattern != "/sign-out" { return answer.header("location")?.hasPrefix("/sign-in") == false }
        // What does not fit the record's state was let in all the same.
        return (200..<400).contains(answer.status) || answer.status == 409 || route.audience == .people && answer.status == 422
    }

    private func call(_ route: Route, _ id: Int64, _ person: World.Person?, _ body: JSON, _ world: World) async -> WebResponse {
        let target = route.pattern.replacing(":id", with: "\(id)").replacing(":secret", with: "none")
        if route.key == "POST /api/imports" {
            return await world.raw(
                .post, target, query: [("object", "company")], as: person, Array("Name\nAcme\n".utf8), headers: ["content-type": "text/csv"]
            )
        }
        if route.method == .post, route.pattern.hasSuffix("/package") {
            // A whole one, which a workspace in use refuses.
            guard let package = try? await World.package(world.workspace) else { return WebResponse(500) }
            return route.audience == .programs
                ? await world.raw(.post, target, as: person, package, headers: ["content-type": "application/zip"])
                : await upload(world, person, target, ("file", "krug.zip", package))
        }
        if route.pattern.hasSuffix("/notifications/snooze") {
            guard route.audience == .programs else { return await world.send(target, as: person, [("id", "1"), ("until", "hour")]) }
            return await world.api(.post, target, as: person, #"{"ids": [1], "until": "2026-12-01T09:00:00Z"}"#)
        }
        if let answer = try? await file(route, id, person, world) { return answer }
        if route.audience == .programs {
            let named = ["/api/search": "?q=deal", "/api/quality": "?object=deal"][route.pattern]
            let query = named ?? (route.pattern.contains("/changes") ? "?from=2026-11-21" : "")
            let target = target + query
            return await world.api(route.method, target, as: person, route.method == .get ? nil : body.text, headers: ["if-match": "*"])
        }
        if route.pattern == "/templates/choose" { return await world.page("\(target)?about=deal:\(id)", as: person) }
        if route.pattern == "/pins/toggle" { return await world.send("\(target)?about=deal:\(id)&event=activity:\(id)", as: person) }
        if route.pattern == "/drafts" { return await world.send(target, as: person, [("place", "deal:\(id)"), ("form", "note"), ("text", "Hm")]) }
        guard route.method != .get else { return await world.page(target, as: person) }
        if route.pattern == "/import" { return await upload(world, person) }
        if route.pattern == "/quality/assign" {
            return await world.send(target, as: person, [("object", "deal"), ("filter", "owner is empty"), ("owner", "\(world.clara.id)")])
        }
        if route.pattern.hasSuffix("/cells"), let object = world.workspace.engine.schema.objects.first(where: { "/\($0.path)/cells" == route.pattern }) {
            let field = object.fields.first { !$0.isReadOnly }?.name ?? ""
            return await world.send(target, as: person, [("field", field), ("id", "\(id)"), ("value", "")])
        }
        if route.pattern == "/trash" { return await world.send(target, as: person, [("object", "deal"), ("deed", "restore"), ("id", "\(id)")]) }
        let fields = (body.members ?? []).map { name, value in
            let link = value["object"]?.string.flatMap { object in value["id"]?.int.map { "\(object):\($0)" } }
            return (name: name, text: value.string ?? link ?? value.text)
        }
        return await world.send(target, as: person, fields)
    }

    /// What takes or gives files; nil for other addresses.
    private func file(_ route: Route, _ id: Int64, _ person: World.Person?, _ world: World) async throws -> WebResponse? {
        let (deal, picture) = ("deal:\(world.deals[0])", [UInt8].picture + Array("\(id)".utf8))
        var target = route.pattern.replacing(":id", with: "\(id)")
        switch route.key {
        case "POST /api/files", "PUT /api/files/:id/content":
            let query = [("name", "a.png")] + (route.method == .post ? [("about", deal)] : [])
            return await world.raw(route.method, target, query: query, as: person, picture, headers: ["content-type": "image/png"])
        case "POST /files/upload", "POST /files/:id/upload": return await upload(world, person, target, ("file", "a.png", picture), [("about", deal)])
        case "POST /api/banks/import":
            return await world.raw(.post, target, as: person, Array("BIK;Name\n044525225;Bank".utf8), headers: ["content-type": "text/csv"])
        case "POST /banks/import": return await upload(world, person, target, ("file", "a.csv", Array("BIK;Name\n044525225;Bank".utf8)))
        case let key where key.contains(":version"):
            let version = try await world.read(as: nil) { try FileVersion.all(of: id, $0).first?.batch }
            target = target.replacing(":version", with: "\(version ?? 0)")
            guard route.audience == .people else { return await world.api(route.method, target, as: person, route.method == .get ? nil : "{}") }
            return route.method == .get ? await world.page(target, as: person) : await world.send(target, as: person)
        default: return nil
        }
    }

    private func upload(
        _ world: World, _ person: World.Person?, _ target: String = "/import",
        _ file: (field: String, name: String, bytes: [UInt8]) = ("file", "acme.csv", Array("Name\nAcme\n".utf8)), _ more: [(String, String)] = []
    ) async -> WebResponse {
        await world.upload(target, as: person, [file], more)
    }

    /// The record that a purpose is about, made when it is first needed.
    private func target(_ purpose: Purpose, _ world: World, _ known: inout [String: Int64], _ unique: String = "shared") async throws
        -> Int64
    {
        let key = "\(purpose)"
        if let id = known[key] { return id }
        var id: Int64 = 0
        switch purpose {
        case .read(let name), .update(let name), .delete(let name), .administered(let name):
            id = try await world.spare(name, unique + key.filter(\.isLetter))
        case .restore(let name), .erase(let name):
            let deleted = try await world.spare(name, unique + "gone")
            try await world.write(as: nil) { try $0.delete(try $0.object(name), deleted) }
            id = deleted
        case .administrators, .attach: id = world.clara.id
        case .reassignment:
            let leaver = try await world.spare("user", unique + "leaver")
            id = await world.api(.post, "/api/users/\(leaver)/leave", as: world.amelia, "{}").data.id
        case .trash:
            let deleted = try await world.spare("deal", unique + "trash")
            try await world.write(as: nil) { try $0.delete(try $0.object("deal"), deleted) }
            id = deleted
        case .ownView(let name):
            let view = #"{"object": "\#(name)", "title": "\#(unique)"}"#
            let maker = ShippedRoles.salesperson.grant(name).read == .none ? world.amelia : world.clara
            id = await world.api(.post, "/api/saved_views", as: maker, view).data.id
        case .ownToken: id = await world.api(.post, "/api/tokens", as: world.clara, #"{"name": "\#(unique)"}"#).data.id
        case .ownBulk:
            let deal = try await world.spare("deal", unique + "bulk")
            let order = #"{"ids": [\#(deal)], "delete": true, "dry_run": true}"#
            id = await world.api(.post, "/api/deals/bulk", as: world.clara, order).data.id
        case .ownImport:
            let table = Array("Name\nAcme \(unique)\n".utf8)
            id = await world.raw(
                .post, "/api/imports", query: [("object", "company")], as: world.clara, table, headers: ["content-type": "text/csv"]
            ).data.id
        case .undo:
            let deal = try await world.spare("deal", unique + "undo")
            _ = await world.api(.patch, "/api/deals/\(deal)", as: world.clara, #"{"title": "Other"}"#, headers: ["if-match": "*"])
            id = await world.api(.get, "/api/deals/\(deal)/history", as: world.clara).rows.first?["batch"]?.id ?? 0
        default: break
        }
        known[key] = id
        return id
    }

    /// Something that only rights can speak against.
    private func body(_ route: Route, _ purpose: Purpose, _ world: World, _ unique: String) async throws -> JSON {
        switch route.pattern.split(separator: "/").last {
        case "move": return ["stage": .number("\(try await stage(world))")]
        case "lose": return ["lost_reason": "Price"]
        case "postpone": return ["to": "tomorrow"]
        case "check" where purpose == .update("activity"): return ["line": .number("1")]
        case "assign": return ["owner": .number("\(world.clara.id)")]
        case "plan": return ["subject": "Call"]
        case "revert": return ["as_of": .string(World.beginning.iso)]
        case "paste_requisites", "paste": return ["text": "INN 7707083893"]
        case "rejected": return ["rows": .array([])]
        case "tokens": return ["name": .string(unique)]
        case "rights": return ["_version": "1"]
        case "batch": return ["operations": [["op": "create", "object": "company", "values": ["title": .string(unique)]]]]
        default: break
        }
        if let name = purpose.object, ["merge", "dismiss", "recall"].contains(route.pattern.split(separator: "/").last) {
            let ids = [try await world.spare(name, unique + "one"), try await world.spare(name, unique + "two")]
            let list = ids.map { "\($0)" }.joined(separator: " ")
            if route.audience == .people {
                return route.pattern.contains("duplicates/merge") ? ["set": .string(list)] : ["ids": .string(list)]
            }
            return route.pattern.hasSuffix("merge") ? ["with": [.number("\(ids[1])")]] : ["records": .array(ids.map { .number("\($0)") })]
        }
        switch purpose {
        case .bulk where route.audience == .people: return ["id": "1", "do": "delete"]
        case .bulk: return ["ids": [1], "delete": .bool(true)]
        case .view, .segmenting: return ["title": .string(unique)]
        case .ownView: return ["_version": "1"]
        case .create(let name): return try await world.sample(name, unique + "new")
        case .update(let name) where route.method == .patch || route.pattern.hasSuffix("/edit"):
            let sample = try await world.sample(name, unique + "change")
            return route.method == .patch ? sample : .object((sample.members ?? []) + [("_version", "1")])
        default: return [:]
        }
    }

    private func stage(_ world: World) async throws -> Int64 {
        try await world.read(as: nil) { try $0.list(Query("stage", sort: [Sort(FieldPath("id"))], limit: 1), make: \.id).rows.first ?? 0 }
    }
}

extension JSON {
    var text: String {
        var json = JSONWriter()
        json.value(self)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
