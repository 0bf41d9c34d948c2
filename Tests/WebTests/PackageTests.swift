import App
import Attachments
import Definitions
import Files
import Foundation
import Identity
import Jobs
import Kit
import Moving
import Packing
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

/// A whole workspace as one package, and what becomes of it in a new one.
@Suite struct PackageTests {
    /// What the entries of a package hold, without the manifest, which says when it was made.
    func entries(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
        let archive = try ZipArchive(FileSource.temporary(bytes).handle)
        var entries: [String: [UInt8]] = [:]
        for entry in archive.entries {
            var (reader, content) = (try archive.open(entry, limit: 1 << 30), [UInt8]())
            while case let piece = try reader.read(), !piece.isEmpty { content += piece }
            entries[entry.name] = content
        }
        return entries
    }

    func packed(_ entries: [String: [UInt8]]) throws -> FileSource {
        var writer = ZipWriter()
        for (name, content) in entries.sorted(by: { $0.key < $1.key }) {
            try writer.open(name)
            writer.write(content)
        }
        try writer.finish()
        return try FileSource.temporary(writer.take())
    }

    /// Lends a new workspace beside those of the test.
    func withNewWorkspace(on engine: StorageEngine, _ body: (Workspace) async throws -> Void) async throws {
        try await engine.withPlace { place in
            let database = try place.open(clock: Clock { World.beginning })
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("krug_new_\(UInt64.random(in: 0 ... .max))").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let workspace = try await WorkspaceStore.workspace(
                "default", database, .init(), files: folder, Passwords(), Clock { World.beginning })
            try await body(workspace)
            await database.close()
        }
    }

    @Test func `an archive that claims less than no entries is damaged`() throws {
        func number(_ value: Int64, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) } }
        let record = number(0x0606_4B50, 4) + number(0, 28) + number(-1, 8) + number(0, 16)
        let locator = number(0x0706_4B50, 4) + number(0, 16)
        let end = number(0x0605_4B50, 4) + number(0, 4) + number(0xFFFF, 2) + number(0xFFFF, 2) + number(0, 10)
        #expect(throws: Failure.self) { try ZipArchive(FileSource.temporary(record + locator + end).handle) }
    }

    /// A workspace with everything that is hard to carry: own objects and fields, files with versions, deleted and archived records, a merge.
    private func fill(_ world: World) async throws -> Int64 {
        let object = await world.api(.post, "/api/custom_objects", as: world.amelia, #"{"label": "Machine", "label_many": "Machines"}"#)
        let field = #"{"object": "company", "label": "Level", "type": "integer"}"#
        let level = await world.api(.post, "/api/custom_fields", as: world.amelia, field).data["name"]?.string ?? ""
        let path = object.data["path"]?.string ?? ""
        let machine = await world.api(.post, "/api/\(path)", as: world.amelia, #"{"title": "Lathe"}"#)
        #expect(object.status == 201 && machine.status == 201, "\(object.text) \(machine.text)")
        let rise = await world.api(
            .patch, "/api/companies/\(world.companies[1])", as: world.amelia, #"{"\#(level)": 7}"#, headers: ["if-match": "*"])
        #expect(rise.data[level]?.int == 7, "\(rise.text)")
        // What was deleted is history, with its values.
        let vat = await world.api(.post, "/api/custom_objects", as: world.amelia, #"{"label": "Vat", "label_many": "Vats"}"#)
        _ = await world.api(.post, "/api/\(vat.data["path"]?.string ?? "")", as: world.amelia, #"{"title": "Copper"}"#)
        let grade = await world.api(.post, "/api/custom_fields", as: world.amelia, field.replacing("Level", with: "Grade"))
        let graded = await world.api(
            .patch, "/api/companies/\(world.companies[2])", as: world.amelia, #"{"\#(grade.data["name"]?.string ?? "")": 3}"#,
            headers: ["if-match": "*"])
        #expect(graded.status == 200, "\(graded.text)")
        for gone in ["/api/custom_objects/\(vat.data.id)", "/api/custom_fields/\(grade.data.id)"] {
            let deleted = await world.api(.delete, gone, as: world.amelia, headers: ["if-match": "*"])
            #expect(deleted.status < 300, "\(deleted.text)")
        }
        _ = await world.api(
            .patch, "/api/companies/\(world.companies[0])", as: world.clara, #"{"city": "Тверь", "tags": [1, 2]}"#,
            headers: ["if-match": "*"])
        let file = await world.api(
            .post, "/api/files?about=company:\(world.companies[0])&name=first.txt", as: world.clara, "First words",
            headers: ["content-type": "application/octet-stream"])
        #expect(file.status == 201, "\(file.text)")
        let id = file.data.id > 0 ? file.data.id : file.rows.first?.id ?? 0
        let second = await world.api(
            .put, "/api/files/\(id)/content", as: world.clara, "Second words",
            headers: ["content-type": "application/octet-stream", "if-match": "*"])
        #expect(second.status == 200, "\(second.text)")
        _ = await world.api(.delete, "/api/deals/\(world.deals[9])", as: world.amelia, headers: ["if-match": "*"])
        #expect(await world.api(.post, "/api/deals/\(world.deals[0])/archive", as: world.clara).status == 200)
        #expect(await world.api(.post, "/api/deals/\(world.deals[1])/win", as: world.clara, "{}", headers: ["if-match": "*"]).status == 200)
        return id
    }

    @Test(arguments: StorageEngine.allCases)
    func `a package brought into a new workspace is that workspace: records, history, references and files`(engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            let file = try await fill(world)
            let bytes = try await World.package(world.workspace)
            let before = try entries(bytes)
            #expect(before.keys.count(where: { $0.hasPrefix("files/") }) == 2, "both versions")
            let companies = String(decoding: before["records/company.jsonl"] ?? [], as: UTF8.self)
            #expect(companies.contains(#"level":7"#), "\(companies)")
            #expect(before.values.contains { String(decoding: $0, as: UTF8.self).contains("Lathe") })
            #expect(bytes.firstRange(of: Array("Second words".utf8)) != nil, "files stay as they are")
            #expect(companies.contains("Тверь") && companies.contains(#""names":{"owner":"Clara""#), "\(companies)")
            // To the other engine as well as to the same one.
            for other in StorageEngine.allCases {
                try await withNewWorkspace(on: other) { new in
                    let report = try await new.unpack(FileSource.temporary(bytes), as: nil)
                    #expect(report.files == 2 && report.records.contains { $0.object.name == "company" && $0.count == 3 })
                    var (left, right) = (before, try entries(try await World.package(new)))
                    left["krug.json"] = nil
                    right["krug.json"] = nil
                    #expect(Set(left.keys) == Set(right.keys))
                    for (name, content) in left {
                        // Tokens do not travel, so nothing leads to them.
                        let text = String(decoding: content, as: UTF8.self).replacing(/,"via_id":\d+/, with: "")
                        let other = String(decoding: right[name] ?? [], as: UTF8.self)
                        #expect(other == text, "\(name)")
                    }
                    try await look(into: new, world, file)
                }
            }
        }
    }

    /// What follows from the rows works as in the workspace that they come from.
    private func look(into new: Workspace, _ world: World, _ file: Int64) async throws {
        let now = new.clock.now()
        let found = try await new.database.read { connection in
            let engine = try new.engines.engine(new.engine, on: connection, at: now, mustAsk: true)
            let records = Records(engine, connection, .system(), now: now)
            #expect(try records.search("тверь").map(\.id) == [])
            #expect(try records.search("borealis").map(\.id) == [world.companies[1]])
            let tagged = try records.list(Query("company", filter: try Filter("tags = 1")), make: \.id).rows
            #expect(tagged == [world.companies[0]])
            return try records.record("file", file)[Attachment.digest] ?? ""
        }
        let bytes = try await FileSource(new.files.open(found)).handle.readToEnd().map { [UInt8]($0) } ?? []
        #expect(String(decoding: bytes, as: UTF8.self) == "Second words")
        let made = try await new.database.write { tx in
            let records = try new.records(tx, .system())
            let deals = try records.object("deal")
            let restored = try records.restore(deals, world.deals[9])
            #expect(restored.title == "Deal 9")
            return try records.create(Draft(deals, ["title": .text("Next")])).id
        }
        #expect(made == world.deals[9] + 1, "no number is given twice")
        let wrong = try await new.database.read { connection -> [String] in
            let records = Records(new.engine, connection, .system(), now: now)
            return try records.schema.objects.flatMap { try records.recount($0, after: 0).faults + records.recountOrphans($0) }
        }
        #expect(wrong == [])
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is wrong with a package is said, and nothing changes`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = try await fill(world)
            let good = try entries(try await World.package(world.workspace))
            let deal = "records/deal.jsonl"
            let file = good.keys.first { $0.hasPrefix("files/") } ?? ""
            func with(_ name: String, _ content: [UInt8]?) -> [String: [UInt8]] {
                var entries = good
                entries[name] = content
                return entries
            }
            func altered(_ name: String, _ old: String, _ new: String) -> [String: [UInt8]] {
                with(name, Array(String(decoding: good[name] ?? [], as: UTF8.self).replacing(old, with: new).utf8))
            }
            let bad: [(String, [String: [UInt8]], String)] = [
                ("a part is missing", with(deal, nil), "records/deal"),
                ("a part was changed", altered(deal, "Deal 3", "Deal X"), "changed or damaged"),
                ("a line is no JSON", altered(deal, "{\"id\":4,", "{\"id\":4,,"), "Line 4"),
                ("a column is unknown", altered(deal, "\"title\":\"Deal 3\"", "\"titel\":\"Deal 3\""), "titel"),
                ("a moment is in no calendar", altered(deal, "\"created_at\":", "\"created_at\":99"), "created_at"),
                ("a zero byte", altered(deal, "Deal 3", "Deal\\u0000 3"), "title"),
                ("a file is missing", with(file, nil), "1 of its 2 files"),
                ("a file was changed", with(file, Array("Other words".utf8)), "not what its name says"),
                ("a path that leads out", with("files/../../../etc/passwd", [1]), "does not belong"),
                ("something else", with("readme.txt", [1]), "does not belong"),
                ("no manifest", with("krug.json", nil), "krug.json"),
                ("a later format", altered("krug.json", "\"krug_package\":1", "\"krug_package\":2"), "later version"),
                ("another country", altered("krug.json", "\"country\":\"US\"", "\"country\":\"RU\""), "country"),
                ("a setting of a later version", altered("krug.json", "\"zone\":", "\"moon\":"), "setting moon"),
                ("a row comes twice", doubled("journal/touched", in: good), "journal/touched"),
                ("a record comes twice", doubled("records/deal", in: good), "records/deal"),
                ("another currency", altered("krug.json", "\"base_currency\":\"USD\"", "\"base_currency\":\"EUR\""), "base currency"),
                (
                    "a bomb", with("files/" + String(repeating: "0", count: 64), [UInt8](repeating: 0, count: 400 << 20)),
                    "unpacks to far more"
                ),
            ]
            try await withNewWorkspace(on: engine) { new in
                let before = try entries(try await World.package(new))
                for (what, entries, words) in bad {
                    // One bomb is enough: it takes a second.
                    if what == "a bomb", engine == .postgres { continue }
                    do {
                        _ = try await new.unpack(packed(entries), as: nil)
                        Issue.record("\(what) went through")
                    } catch let failure as Failure {
                        #expect("\(failure)".contains(words), "\(what): \(failure)")
                    }
                }
                await #expect(throws: Failure.self) { _ = try await new.unpack(FileSource.temporary(Array("no archive".utf8)), as: nil) }
                var after = try self.entries(try await World.package(new))
                after["krug.json"] = before["krug.json"]
                #expect(after == before)
                _ = try await new.unpack(packed(altered("krug.json", "\"language\":\"en\"", "\"language\":\"ru\"")), as: nil)
                #expect(
                    try await new.database.read { try $0.first("SELECT value FROM setting WHERE name = 'language'") { $0.text(0) } } == "ru"
                )
                do {
                    _ = try await new.unpack(packed(good), as: nil)
                    Issue.record("a workspace in use was filled")
                } catch let failure as Failure { #expect("\(failure)".contains("in use"), "\(failure)") }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `administrators take the package by page and API, and whoever brings it in stays one`(engine: StorageEngine) async throws {
        try await withTwoWorlds(on: engine) { first, second in
            #expect(await first.api(.get, "/api/package", as: first.clara).status == 403)
            let answer = await first.api(.get, "/api/package", as: first.amelia)
            #expect(answer.status == 200 && answer.header("content-type") == "application/zip")
            #expect(await first.page("/settings/package", as: first.amelia).text.contains("package.zip"))
            // What is no package, and a workspace in use.
            let there = ["content-type": "application/zip", "host": "second.test"]
            #expect(await first.api(.post, "/api/package", as: second.amelia, "PK", headers: there).status == 400)
            #expect(await first.api(.post, "/api/package", as: second.clara, "PK", headers: there).status == 403)
            let bytes = try await World.package(first.workspace)
            await #expect(throws: Failure.self) { _ = try await second.workspace.unpack(FileSource.temporary(bytes), as: second.amelia.id) }
            try await withNewWorkspace(on: engine) { new in
                let id = try await Administration.addUser(
                    email: "root@krug.test", name: "Root", role: "administrator", password: "correct horse battery", in: new)
                _ = try await new.unpack(FileSource.temporary(bytes), as: id)
                let (names, hashes) = try await new.database.read { connection in
                    let records = Records(new.engine, connection, .system(), now: World.beginning)
                    let query = Query(
                        "user", filter: try Filter("role.key = \"administrator\""), sort: [Sort(FieldPath("id"))],
                        columns: [FieldPath("name")])
                    let names = try records.list(query) { String($0.value(0)) ?? "" }.rows
                    let owners = try connection.all("SELECT u.name FROM credential c JOIN \"user\" u ON u.id = c.user_id") { $0.text(0) }
                    return (names, owners)
                }
                #expect(names == ["Amelia", "Root"])
                #expect(hashes == ["Root"], "nobody else has a password here")
            }
        }
    }
}

extension World {
    static func package(_ workspace: Workspace) async throws -> [UInt8] {
        let writer = try await workspace.packing()
        var bytes: [UInt8] = []
        while let more = try await writer.next() { bytes += more }
        return bytes
    }
}
