import Definitions
import Foundation
import Identity
import Kit
import Logging
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct CanaryTests {
    /// Stands in everything that is sent, among the signs that end a string or a statement.
    private static let mark = "canary8f3e"
    private static let canary = "canary8f3e'\"`; -- $1 \\ % _"

    @Test(arguments: StorageEngine.allCases)
    func `nothing that is sent becomes the text of a statement`(engine: StorageEngine) async throws {
        let statements = Ledger<String>()
        try await withWorld(on: engine, trace: { statements.note($0) }) { world in
            var answers = 0
            for route in world.site.routes {
                answers += await send(route, Self.canary, world)
                if route.pattern.contains(":") { answers += await send(route, "\(world.deals[0])", world) }
            }
            for object in world.workspace.engine.schema.objects { answers += await ask(object, world) }
            #expect(answers > 1_000)
        }
        let texts = Set(statements.entries)
        #expect(texts.count > 100)
        #expect(texts.filter { $0.lowercased().contains(Self.mark) } == [])
    }

    /// A request with the canary wherever a request has room for one.
    private func send(_ route: Route, _ id: String, _ world: World) async -> Int {
        let target = route.pattern.replacing(":id", with: id).replacing(":secret", with: id)
        let fields = Set(
            world.workspace.engine.schema.objects.flatMap { $0.fields.map(\.name) } + [
                "email", "password", "code", "next", "_key", Self.mark,
            ])
        let json = "{" + fields.sorted().map { "\"\($0)\": \(quoted(Self.canary))" }.joined(separator: ", ") + "}"
        let strange = [
            "idempotency-key", "krug-client-key", "if-match", "if-none-match", "user-agent", "accept-language", "x-csrf-token", "accept",
        ]
        let headers = Dictionary(uniqueKeysWithValues: strange.map { ($0, Self.canary) })
        let cookies = ["cookie": "krug_session=\(Self.mark)'; krug_language=\(Self.mark); krug_theme=\(Self.mark)"]
        guard route.audience == .people else {
            _ = await world.api(route.method, target, as: world.amelia, json, headers: headers)
            _ = await world.api(route.method, target, as: nil, json, headers: ["authorization": "Bearer \(Self.canary)"])
            _ = await world.api(route.method, target, as: nil, json, headers: cookies)
            return 3
        }
        if route.method == .get {
            _ = await world.page("\(target)?\(query(of: fields))", as: world.amelia)
            _ = await world.page(target, as: nil, headers: cookies)
        } else if route.pattern != "/sign-out" {
            _ = await world.send(target, as: world.amelia, fields.map { ($0, Self.canary) })
            _ = await world.send(target, as: nil, fields.map { ($0, Self.canary) }, headers: cookies)
        }
        return 2
    }

    /// Lists, figures and searches with the canary in every part of the question, and in names of fields.
    private func ask(_ object: ObjectDefinition, _ world: World) async -> Int {
        let text = Self.canary.filterQuoted
        var filters = ["\(Self.mark) = 1", "id = \(Self.mark)", "id = \(Self.mark)(3)", "\(object.titleField).\(Self.mark) is empty", text]
        for field in object.fields {
            filters += ["=", "!=", "contains", "starts with", "<", "in"].map { "\(field.name) \($0) \(text)" }
            filters += ["\(field.name) = 5 CAN", "\(field.name).\(Self.mark) = \(text)"]
        }
        var items: [(String, String)] = filters.map { ("filter", $0) }
        items += ["sort", "fields", "include", "after", "limit", "count", "group", "measures", "q", Self.mark].map { ($0, Self.canary) }
        items += [
            ("sort", Self.mark), ("sort", "-\(Self.mark)"), ("fields", Self.mark), ("group", Self.mark), ("measures", "sum(\(Self.mark))"),
        ]
        items += [("measures", "\(Self.mark)(id)"), ("after", Cursor(keys: [.text(Self.canary), .int(1)]).text)]
        for (index, (name, value)) in items.enumerated() {
            // All ways to ask read filters and orders with the same code, so each question goes one of them.
            let paths = ["/api/\(object.path)", "/api/\(object.path)/aggregate", "/api/search"]
            _ = await world.list(name == "filter" ? paths[index % 2] : paths[0], [name: value], as: world.clara)
            if name == "filter" { continue }
            for path in paths[1...] { _ = await world.list(path, [name: value], as: world.clara) }
            _ = await world.page("/\(object.path)?\(name)=\(encoded(value))", as: world.clara)
        }
        return items.count
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is secret never leaves the program`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await giveSecrets(world)
            let secrets = try await secrets(world)
            #expect(secrets.count >= 13)
            for route in world.site.routes where route.method == .get {
                for person in [world.amelia, world.boris, world.clara, world.dmitri, world.olga, nil] {
                    let target = route.pattern.replacing(":id", with: "\(person?.id ?? 1)").replacing(":secret", with: "none")
                    let answer =
                        route.audience == .programs ? await world.api(.get, target, as: person) : await world.page(target, as: person)
                    #expect(answer.status < 500)
                    let told = answer.text + answer.headers.map { $0.name + $0.value }.joined()
                    for (column, secret) in secrets where told.contains(secret) {
                        Issue.record("\(route.key) tells \(person?.name ?? "nobody") \(column)")
                    }
                }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a session is ended from the profile by a name that tells nothing`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await giveSecrets(world)
            let page = await world.page("/profile", as: world.clara).text
            let handle = page.components(separatedBy: "name=\"session\" value=\"").dropFirst().first?.prefix { $0 != "\"" } ?? ""
            #expect(handle.count == 16)
            #expect(await world.send("/profile/sessions/end", as: world.dmitri, [("session", String(handle))]).status == 404)
            #expect(await world.send("/profile/sessions/end", as: world.clara, [("session", String(handle))]).status == 303)
            #expect(!(await world.page("/profile", as: world.clara).text.contains(handle)))
            #expect(await world.page("/profile", as: world.clara).status == 200)
        }
    }

    @Test func `a link that opens an account is not written to the log when something fails`() async throws {
        struct Broken: Error {}
        let lines = Ledger<String>()
        try await withWorld(on: .sqlite) { world in
            let site = Site(
                routes: ["/welcome/:secret", "/deals/:id"].map { Route(.get, $0, .everyone, for: .people) { _ in throw Broken() } },
                workspaces: Only(workspace: world.workspace), assets: world.site.assets, isSecure: false,
                refused: { _, _, _, _ in WebResponse(401) }, connections: world.site.connections,
                logger: Logger(label: "test") { _ in Lines(lines: lines) })
            for path in ["/welcome/hunter2", "/deals/7"] {
                #expect(
                    await site.respond(to: WebRequest(.get, path, query: [("q", "hunter2")], headers: ["cookie": "a=hunter2"])).status
                        == 500)
            }
        }
        #expect(lines.entries.count == 2)
        #expect(lines.entries.filter { $0.contains("hunter2") } == [])
        #expect(lines.entries.last?.contains("/deals/7") ?? false)
    }

    private struct Only: Workspaces {
        let workspace: Workspace
        func workspace(host: String) -> Workspace? { workspace }
        var all: [Workspace] { [workspace] }
    }

    /// Keeps what is logged.
    private struct Lines: LogHandler {
        let lines: Ledger<String>
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(lines: Ledger<String>) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(
            level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String, file: String, function: String,
            line: UInt
        ) { lines.note("\(message) \(metadata ?? [:])") }
    }

    private func giveSecrets(_ world: World) async throws {
        let people = [world.amelia, world.clara].map(\.id)
        try await world.workspace.database.write { tx in
            for id in people {
                try Credentials.set("$canary$\(id)$password", for: id, in: tx)
                _ = try Links.make(.invitation, for: id, in: tx)
                _ = try Sessions.start(for: id, from: Visitor(address: "127.0.0.2", agent: "Another"), in: tx)
            }
        }
        let key = ["idempotency-key": "canary-key"]
        _ = await world.api(.post, "/api/tokens", as: world.clara, #"{"name": "Shop"}"#, headers: key)
    }

    /// What the columns hold that only the program itself looks at.
    private func secrets(_ world: World) async throws -> [(column: String, value: String)] {
        try await world.workspace.database.read { connection in
            var secrets: [(String, String)] = []
            for (table, columns) in try connection.dialect.columns(connection) {
                for column in columns
                where ["hash", "secret", "code", "key_hash"].contains(column) && table != "product" && !table.hasPrefix("product") {
                    guard let table = Identifier(checked: table), let name = Identifier(checked: column) else { continue }
                    let values = try connection.all("SELECT \(name) FROM \(table)") { $0.text(0) }
                    secrets += values.filter { $0.count >= 10 }.map { ("\(table.name).\(column)", $0) }
                }
            }
            return secrets
        }
    }

    private func query(of fields: Set<String>) -> String {
        (fields.sorted() + [
            "filter", "q", "sort", "after", "fragment", "object", "toast", "did", "field", "operator", "value", "pipeline", "language",
        ])
        .map { "\($0)=\(encoded(Self.canary))" }.joined(separator: "&")
    }

    private func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    private func quoted(_ text: String) -> String { JSON.string(text).text }
}
