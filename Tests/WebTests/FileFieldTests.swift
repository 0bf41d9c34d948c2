import Attachments
import Definitions
import Kit
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Web

/// Fields that refer to files which hang on the record.
@Suite struct FileFieldTests {
    private func withFields(on engine: StorageEngine, _ body: (World) async throws -> Void) async throws {
        try await withWorld(on: engine) { world in
            for (label, type) in [("Contract", "file"), ("Scans", "files")] {
                let answer = await world.api(
                    .post, "/api/custom_fields", as: world.amelia, #"{"object": "deal", "label": "\#(label)", "type": "\#(type)"}"#)
                #expect(answer.status == 201, "\(answer.text)")
            }
            try await body(world)
        }
    }

    private func send(_ world: World, _ field: String, _ names: [String], to deal: Int64, as person: World.Person? = nil) async
        -> WebResponse
    {
        let parts = names.map { "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\($0)\"\r\n\r\nText of \($0)\r\n" }
            .joined()
        return await world.api(
            .post, "/api/files?about=deal:\(deal)&field=\(field)", as: person ?? world.clara, parts + "--x--\r\n",
            headers: ["content-type": "multipart/form-data; boundary=x"])
    }

    private func deal(_ world: World, as person: World.Person? = nil) async -> JSON {
        await world.api(.get, "/api/deals/\(world.deals[0])", as: person ?? world.clara).json["data"] ?? .null
    }

    @Test(arguments: StorageEngine.allCases)
    func `files come with the field that refers to them, and both are taken back in one action`(_ engine: StorageEngine) async throws {
        try await withFields(on: engine) { world in
            #expect(await send(world, "contract", ["one.txt"], to: world.deals[0]).status == 201)
            #expect(await send(world, "scans", ["a.txt", "b.txt"], to: world.deals[0]).status == 201)
            let more = await send(world, "scans", ["c.txt"], to: world.deals[0])
            let shown = await deal(world)
            #expect(shown["contract"]?.int == 1 && shown["scans"]?.array?.compactMap(\.int) == [2, 3, 4])
            #expect(more.json["data"]?.array?.compactMap { $0["title"]?.string } == ["c.txt"])
            let list = await world.api(
                .get, "/api/deals?filter=contract.title%20=%20%22one.txt%22&fields=title,contract.title", as: world.clara)
            #expect(list.text.contains("one.txt"))
            // The one in its place, the former stays with the deal.
            #expect(await send(world, "contract", ["two.txt"], to: world.deals[0]).status == 201)
            #expect(await deal(world)["contract"]?.int == 5)
            let batch = try await world.read(as: world.clara) { try $0.record("file", 5).batch }
            _ = try await world.write(as: world.clara) { try $0.undo(batch) }
            #expect(await deal(world)["contract"]?.int == 1)
            await #expect(throws: Failure.notFound) { try await world.read(as: world.clara) { try $0.record("file", 5) } }
            for page in ["/deals/\(world.deals[0])", "/deals?columns=title,contract,scans"] {
                let text = await world.page(page, as: world.clara).text
                #expect(text.contains("<a href=\"/files/1\">one.txt</a>") && text.contains("b.txt"), "\(page)")
            }
            let export = await world.api(.get, "/api/deals/export?format=csv&fields=title,contract,scans", as: world.boris)
            #expect(export.status == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a file that goes leaves its field, and with the record all of it goes and comes back`(_ engine: StorageEngine) async throws {
        try await withFields(on: engine) { world in
            _ = await send(world, "contract", ["one.txt"], to: world.deals[0])
            _ = await send(world, "scans", ["a.txt", "b.txt"], to: world.deals[0])
            let gone = try await world.write(as: world.clara) { records in
                try records.delete(Attachment.object, 2)
                try records.delete(Attachment.object, 1)
                return records.batch ?? 0
            }
            var shown = await deal(world)
            #expect(shown["contract"] == .null && shown["scans"]?.array?.compactMap(\.int) == [3])
            _ = try await world.write(as: world.clara) { try $0.undo(gone) }
            let deleted = try await world.write(as: world.clara) { records in
                try records.delete(Deal.object, world.deals[0])
                return records.batch ?? 0
            }
            _ = try await world.write(as: world.clara) { try $0.undo(deleted) }
            shown = await deal(world)
            #expect(shown["contract"]?.int == 1 && shown["scans"]?.array?.compactMap(\.int) == [2, 3])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rights are those of the record, and what does not fit is refused without a trace`(_ engine: StorageEngine) async throws {
        try await withFields(on: engine) { world in
            #expect(await send(world, "contract", ["a.txt"], to: world.deals[0], as: world.dmitri).status == 404)
            #expect(await send(world, "contract", ["a.txt"], to: world.deals[0], as: world.olga).status == 403)
            #expect(await send(world, "contract", ["a.txt", "b.txt"], to: world.deals[0]).status == 422)
            for field in ["title", "nothing", "owner"] {
                #expect(await send(world, field, ["a.txt"], to: world.deals[0]).status == 422, "\(field)")
            }
            #expect(try await world.read(as: nil) { try $0.count(Query("file")).value } == 0)
            // A file of a record that one may not see can't be put into a field either, and is nothing to whoever may not see it.
            let foreign = try await world.attach(Array("x".utf8), named: "x.txt", to: RecordLink(object: "deal", id: world.deals[8]))
            let answer = await world.api(
                .patch, "/api/deals/\(world.deals[0])", as: world.clara, #"{"contract": \#(foreign.id)}"#, headers: ["if-match": "*"])
            #expect(answer.status == 422)
            for wrong in [#""required": true"#, #""unique": true"#, #""searched": true"#] {
                let field = #"{"object": "deal", "label": "Act", "type": "file", \#(wrong)}"#
                #expect(await world.api(.post, "/api/custom_fields", as: world.amelia, field).status == 422)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a form brings files for its fields, keeps those that are ticked, and is refused as a whole`(_ engine: StorageEngine) async throws
    {
        try await withFields(on: engine) { world in
            let form = await world.page("/deals/\(world.deals[0])/edit", as: world.clara).text
            #expect(form.contains("enctype=\"multipart/form-data\"") && form.contains("name=\"file-contract\""))
            func save(_ fields: [(String, String)], files: [(String, String)] = []) async throws -> WebResponse {
                let version = try await world.read(as: world.clara) { try $0.record("deal", world.deals[0]).version }
                return await world.upload(
                    "/deals/\(world.deals[0])/edit", as: world.clara, files.map { ($0.0, $0.1, Array("Text".utf8)) },
                    [("_version", "\(version)")] + fields)
            }
            let first = [("file-contract", "a.txt"), ("file-scans", "b.txt"), ("file-scans", "c.txt")]
            #expect(try await save([("contract", ""), ("scans", "")], files: first).status == 303)
            var shown = await deal(world)
            #expect(shown["contract"]?.int == 1 && shown["scans"]?.array?.compactMap(\.int) == [2, 3])
            #expect(
                try await save([("contract", ""), ("contract", "1"), ("scans", ""), ("scans", "3")], files: [("file-scans", "d.txt")])
                    .status == 303)
            shown = await deal(world)
            #expect(shown["contract"]?.int == 1 && shown["scans"]?.array?.compactMap(\.int) == [3, 4])
            let refused = try await save([("title", ""), ("contract", "")], files: [("file-contract", "e.txt")])
            #expect(refused.status == 422 && refused.text.contains("Choose the file again."))
            #expect(try await world.read(as: nil) { try $0.count(Query("file")).value } == 4)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a form with files keeps what was typed when the session has ended`(_ engine: StorageEngine) async throws {
        try await withFields(on: engine) { world in
            let before = try await world.digest()
            let edit = "/deals/\(world.deals[0])/edit"
            let typed = [("_version", "1"), ("title", "Typed <all> day"), ("contract", "")]
            let answer = await world.upload(edit, as: nil, [("file-contract", "a.txt", Array("Text".utf8))], typed)
            #expect(answer.status == 401)
            #expect(
                answer.text.contains("value=\"Typed &lt;all&gt; day\"") && answer.text.contains("name=\"pending.title\""), "\(answer.text)")
            // Of what nobody answers for, no more is taken in than of any form.
            let large = await world.upload(edit, as: nil, [("file-contract", "a.txt", [UInt8](repeating: 65, count: 5 << 20))], typed)
            #expect(large.status == 303 && large.header("location")?.hasPrefix("/sign-in") == true)
            #expect(World.changed(before, try await world.digest()) == [])
        }
    }
}
