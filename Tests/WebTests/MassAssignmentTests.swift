import Definitions
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

/// Whoever sends more than the fields of an object sets nothing more by it: neither what the engine keeps in the same row, nor a column of
/// another table, nor a field that is worked out.
@Suite struct MassAssignmentTests {
    private static let (number, word): (Int64, String) = (777_000_777, "massmark")

    /// What programs like this one have in their rows, whether ours does or not.
    private static let usual = [
        "id", "version", "batch", "ended_by", "created_at", "created_by", "updated_at", "updated_by", "workspace", "workspace_id", "tenant",
        "account_id", "archived", "is_archived", "deleted", "deleted_at", "is_deleted", "client_key", "password", "password_hash", "token",
        "session", "administers", "is_admin", "rights", "_version", "_key", "__proto__", "constructor",
    ]

    @Test(arguments: StorageEngine.allCases)
    func `no column is set that is not a field for it, whichever way it is sent`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let columns = try await world.workspace.database.read { connection in
                Set(try connection.dialect.columns(connection).flatMap(\.value)).union(Self.usual)
            }
            #expect(columns.count > 250)
            _ = await world.api(.get, "/api/me", as: world.amelia)
            for object in world.workspace.engine.schema.objects {
                let open = Set(object.fields.filter { !$0.isReadOnly }.map(\.name))
                let closed = columns.union(object.fields.map(\.name)).subtracting(open).sorted()
                let target = Target(
                    object: object, id: try await world.spare(object.name, "target"), closed: closed,
                    sample: try await world.sample(object.name, "mass"))
                let before = try await world.digest()
                await refuse(target, world)
                // Files that nothing names are swept away after a day.
                let changed = World.changed(before, try await world.digest()).filter { !["file_piece", "stored_file"].contains($0) }
                #expect(changed == [], "\(object.name)")
                try await passOver(target, world)
            }
            let traces = try await traces(world)
            #expect(traces == [])
        }
    }

    private struct Target {
        let object: ObjectDefinition
        let id: Int64
        let closed: [String]
        let sample: JSON
    }

    /// Programs are told of every name.
    private func refuse(_ target: Target, _ world: World) async {
        let (path, name) = (target.object.path, target.object.name)
        let more = target.closed.map { (name: $0, value: JSON.number("\(Self.number)")) }
        let (change, whole) = (JSON.object(more), JSON.object((target.sample.members ?? []) + more))
        func batch(_ operation: JSON) -> String { JSON.object([("operations", .array([operation]))]).text }
        var orders: [(String, WebRequest.Method, String, String)] = [
            ("change", .patch, "/api/\(path)/\(target.id)", change.text),
            (
                "batch update", .post, "/api/batch",
                batch(["op": "update", "object": .string(name), "id": .number("\(target.id)"), "values": change])
            ),
            ("bulk", .post, "/api/\(path)/bulk", JSON.object([("ids", .array([.number("\(target.id)")])), ("set", change)]).text),
        ]
        if target.object.beginsWithForm {
            orders += [
                ("create", .post, "/api/\(path)", whole.text),
                ("batch create", .post, "/api/batch", batch(["op": "create", "object": .string(name), "values": whole])),
            ]
        }
        for (way, method, address, body) in orders {
            let answer = await world.api(method, address, as: world.amelia, body, headers: ["if-match": "*"])
            let told = Set(answer.fields.map { String($0.split(separator: "/").last ?? "") })
            #expect(answer.status == 422, "\(way) \(name): \(answer.status) \(answer.text.prefix(200))")
            let silent = target.closed.filter { !told.contains($0) }
            if way != "bulk" { #expect(silent == [], "\(way) \(name)") }
        }
        for verb in world.workspace.engine.schema.verbs(of: name) {
            let inputs = Set(verb.inputs.map(\.name))
            let body = JSON.object(more.filter { !inputs.contains($0.name) }).text
            let answer = await world.api(.post, "/api/\(path)/\(target.id)/\(verb.name)", as: world.amelia, body)
            #expect([409, 422].contains(answer.status), "\(verb.name) \(name): \(answer.status)")
        }
        let fields = JSON.object(target.closed.map { ($0, ["column": "A"]) })
        let mapping = JSON.object([("objects", .array([.object([("object", .string(name)), ("fields", fields)])]))])
        let answer = await world.raw(
            .post, "/api/imports", query: [("object", name), ("mapping", mapping.text)], as: world.amelia, Array("A\n\(Self.word)\n".utf8),
            headers: ["content-type": "text/csv"])
        #expect([400, 404, 422].contains(answer.status), "import \(name): \(answer.status) \(answer.text.prefix(300))")
        guard answer.status == 422 else { return }
        let told = Set(answer.fields.map { String($0.split(separator: ".").last ?? "") })
        #expect(target.closed.filter { !told.contains($0) } == [], "import \(name)")
    }

    /// A form passes over what it does not have.
    private func passOver(_ target: Target, _ world: World) async throws {
        let path = target.object.path
        let ours = Set(["_version", "_key", "_next", "_fill", "_whole", "_draft"])
        let more = target.closed.filter { !ours.contains($0) }.map { (name: $0, text: "\(Self.number)") }
        let former = await world.api(.get, "/api/\(path)/\(target.id)", as: world.amelia)
        let answer = await world.send("/\(path)/\(target.id)/edit", as: world.amelia, more + [("_version", "1")])
        #expect(answer.status < 500, "\(path): \(answer.status)")
        let later = await world.api(.get, "/api/\(path)/\(target.id)", as: world.amelia)
        #expect(former.etag == later.etag && former.bytes == later.bytes, "\(path): \(former.text) \(later.text)")
        guard target.object.beginsWithForm else { return }
        let fields = (target.sample.members ?? []).map { name, value in
            let link = value["object"]?.string.flatMap { object in value["id"]?.int.map { "\(object):\($0)" } }
            return (name: name, text: value.string ?? link ?? value.text)
        }
        #expect(await world.send("/\(path)/new", as: world.amelia, fields + more).status < 500)
    }

    /// The columns that hold what was sent.
    private func traces(_ world: World) async throws -> [String] {
        try await world.workspace.database.read { connection in
            var found: [String] = []
            for (table, columns) in try connection.dialect.columns(connection) where !table.hasSuffix("_search") {
                for column in columns {
                    guard let name = Identifier(checked: table), let column = Identifier(checked: column) else { continue }
                    let texts = try connection.all("SELECT CAST(\(column) AS TEXT) FROM \(name)") { $0.isNull(0) ? "" : $0.text(0) }
                    if texts.contains(where: { $0.contains("\(Self.number)") || $0.contains(Self.word) }) {
                        found.append("\(table).\(column.name)")
                    }
                }
            }
            return found.sorted()
        }
    }

    /// What people change of themselves by forms of their own.
    @Test(arguments: StorageEngine.allCases)
    func `nobody makes more of oneself by the forms for oneself`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let roles = try await world.roles()
            let administrator = "\(roles["administrator"] ?? 0)"
            let greedy: [(name: String, text: String)] = [
                ("role", administrator), ("more_roles", administrator), ("is_active", "false"), ("team", "1"), ("id", "1"),
                ("version", "9"),
                ("email", "amelia@krug.test"), ("user", "\(world.amelia.id)"), ("rights", "all"), ("administers", "true"),
            ]
            func standing() async -> [JSON?] {
                let user = await world.api(.get, "/api/users/\(world.clara.id)", as: world.amelia).data
                return ["role", "more_roles", "is_active", "team", "email"].map { user[$0] }
            }
            let before = await standing()
            #expect(await world.send("/profile", as: world.clara, [("name", "Clara"), ("language", "en")] + greedy).status < 400)
            _ = await world.send("/notifications/settings", as: world.clara, greedy)
            _ = await world.send("/preferences/theme", as: world.clara, [("theme", "dark")] + greedy)
            _ = await world.send("/profile/tokens", as: world.clara, [("name", "Shop")] + greedy)
            #expect(await standing() == before)
            #expect(await world.api(.get, "/api/tokens", as: world.amelia).rows.map { $0["name"] } == ["test"])
            #expect(await world.api(.post, "/api/tokens", as: world.clara, #"{"name": "Shop", "user": \#(world.amelia.id)}"#).status == 422)
        }
    }
}
