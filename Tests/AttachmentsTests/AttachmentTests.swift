import Attachments
import Definitions
import Duplicates
import Files
import Foundation
import Jobs
import Kit
import People
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Web

@Suite struct AttachmentTests {
    private func deal(_ world: World, _ index: Int = 0) -> RecordLink { RecordLink(object: "deal", id: world.deals[index]) }

    private func replace(_ id: Int64, _ bytes: [UInt8], named name: String = "plan.txt", _ world: World) async throws -> Int64 {
        let store = world.workspace.files
        return try await Attachment.receive([Upload(name: name, content: try FileSource.temporary(bytes))], in: store) { received in
            try await world.write(as: world.clara) { records in
                for file in received { try Attachment.replace(id, by: file, in: store, records) }
                return records.batch ?? 0
            }
        }
    }

    private func names(_ world: World, as person: World.Person?, about link: RecordLink) async throws -> [String] {
        try await world.read(as: person) { records in
            let query = Query(
                "file", filter: try Filter("about = \(link.object)(\(link.id))"), sort: [Sort(FieldPath("id"))],
                columns: [FieldPath("title")])
            return try records.list(query) { String($0.value(0)) ?? "" }.rows
        }
    }

    private func content(_ id: Int64, _ world: World) async throws -> String {
        let digest = try await world.read(as: nil) { try $0.record("file", id)[Attachment.digest] ?? "" }
        return String(decoding: try await world.workspace.files.open(digest).readToEnd() ?? Data(), as: UTF8.self)
    }

    @Test(arguments: StorageEngine.allCases)
    func `who may read a record reads its files, and who may change it adds and takes away`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let file = try await world.attach(Array("Plan".utf8), named: "plan.txt", to: deal(world), as: world.clara)
            for reader in [world.amelia, world.boris, world.clara, world.olga] {
                #expect(try await names(world, as: reader, about: deal(world)) == ["plan.txt"], "\(reader.name)")
                #expect(try await world.read(as: reader) { try $0.search("plan").map(\.object) } == ["file"])
            }
            // Dmitri can't see the deal.
            #expect(try await names(world, as: world.dmitri, about: deal(world)) == [])
            #expect(try await world.read(as: world.dmitri) { try $0.search("plan").isEmpty })
            await #expect(throws: Failure.notFound) { try await world.read(as: world.dmitri) { try $0.record("file", file.id) } }
            await #expect(throws: Failure.notFound) {
                try await world.write(as: world.dmitri) { try $0.delete(Attachment.object, file.id) }
            }
            await #expect(throws: Failure.notFound) { try await world.attach([1], named: "a.bin", to: deal(world), as: world.dmitri) }
            for call in ["attach", "delete", "rename"] {
                let refusal = await #expect(throws: Failure.self) {
                    switch call {
                    case "attach": try await world.attach([1], named: "a.bin", to: deal(world), as: world.olga)
                    case "delete": try await world.write(as: world.olga) { try $0.delete(Attachment.object, file.id) }
                    default:
                        try await world.write(as: world.olga) { try $0.update(file.id, Draft(Attachment.object, ["title": .text("x")])) }
                    }
                }
                if case .forbidden? = refusal {} else { Issue.record("\(call): \(String(describing: refusal))") }
            }
            // With the deal its files change hands.
            _ = try await world.write(as: world.amelia) {
                try $0.update(world.deals[0], Draft(Deal.object, ["owner": .reference(world.dmitri.id)]))
            }
            #expect(try await names(world, as: world.dmitri, about: deal(world)) == ["plan.txt"])
            #expect(try await names(world, as: world.clara, about: deal(world)) == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a file can't be moved to a record that one may not change, nor be named after bytes that one did not send`(engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            let file = try await world.attach([7], named: "a.bin", to: deal(world), as: world.clara)
            await #expect(throws: Failure.notFound) {
                try await world.write(as: world.clara) {
                    try $0.update(file.id, Draft(Attachment.object, ["about": .link(deal(world, 8))]))
                }
            }
            _ = try await world.write(as: world.clara) { try $0.update(file.id, Draft(Attachment.object, ["about": .link(deal(world, 1))])) }
            #expect(try await names(world, as: world.clara, about: deal(world, 1)) == ["a.bin"])
            let foreign: JSON = ["sha256": .string(String(repeating: "a", count: 64)), "size": 5]
            let draft = try await world.read(as: world.clara) {
                try Draft(foreign, of: Attachment.object, try $0.context(), role: $0.principal.role)
            }
            #expect(draft.issues.map(\.field) == ["sha256", "size"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the contents of before stay, are given back, and each change is undone`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = try await world.attach(Array("one".utf8), named: "plan.txt", to: deal(world), as: world.clara).id
            let second = try await replace(id, Array("two".utf8), world)
            #expect(try await content(id, world) == "two")
            let versions = try await world.read(as: world.clara) { try FileVersion.all(of: id, $0) }
            #expect(versions.map(\.size) == [3, 3] && versions.first?.batch == second)
            try await world.workspace.files.sweep()
            _ = try await world.write(as: world.clara) { try versions[1].restore(to: id, $0) }
            #expect(try await content(id, world) == "one")
            #expect(try await world.read(as: world.clara) { try FileVersion.all(of: id, $0).count } == 3)
            let third = try await replace(id, [UInt8].picture, named: "plan.png", world)
            let now = try await world.read(as: world.clara) { try $0.record("file", id) }
            #expect(now.title == "plan.png" && now[Attachment.mediaType] == "image/png")
            _ = try await world.write(as: world.clara) { try $0.undo(third) }
            #expect(try await content(id, world) == "one")
            #expect(try await world.read(as: nil) { try $0.record("file", id).title } == "plan.txt")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `with its record a file goes and comes back, and the past shows what was`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let id = try await world.attach(Array("one".utf8), named: "plan.txt", to: deal(world), as: world.clara).id
            let before = clock.now
            clock.advance(seconds: 60)
            let batch = try await world.write(as: world.clara) { records in
                try records.delete(Deal.object, world.deals[0])
                return records.batch ?? 0
            }
            #expect(try await names(world, as: nil, about: deal(world)) == [])
            #expect(try await world.read(as: world.clara) { try $0.search("plan").isEmpty })
            // Clara sees the file as of then; Dmitri does not.
            #expect(try await world.read(as: world.clara) { try $0.asOf(before).record("file", id).title } == "plan.txt")
            await #expect(throws: Failure.notFound) { try await world.read(as: world.dmitri) { try $0.asOf(before).record("file", id) } }
            try await world.workspace.files.sweep()
            _ = try await world.write(as: world.clara) { try $0.undo(batch) }
            #expect(try await names(world, as: world.clara, about: deal(world)) == ["plan.txt"])
            #expect(try await content(id, world) == "one")
            #expect(try await world.read(as: world.clara) { try $0.search("plan").count } == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what happened to its files is in the history of a record`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = try await world.attach(Array("one".utf8), named: "plan.txt", to: deal(world), as: world.clara).id
            _ = try await replace(id, Array("two".utf8), world)
            _ = try await world.write(as: world.clara) { try $0.update(id, Draft(Attachment.object, ["title": .text("new.txt")])) }
            try await world.write(as: world.clara) { try $0.delete(Attachment.object, id) }
            let entries = try await world.read(as: world.clara) { records in
                try records.history(of: Attachment.object, by: Attachment.about.definition, leadingTo: deal(world), limit: 10)
            }
            #expect(entries.map(\.entry.kind) == [.deleted, .updated, .updated, .created])
            #expect(entries.map(\.record.title) == ["new.txt", "new.txt", "plan.txt", "plan.txt"])
            let page = await world.page("/deals/\(world.deals[0])", as: world.clara).text
            for words in ["file deleted", "file renamed", "new version of the file", "file added"] { #expect(page.contains(words)) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `files follow a merge, and come back when it is taken apart`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let companies = world.companies.map { RecordLink(object: "company", id: $0) }
            try await world.attach([1], named: "a.bin", to: companies[0], as: world.clara)
            try await world.attach([2], named: "b.bin", to: companies[1], as: world.clara)
            let batch = try await world.write(as: world.amelia) { records in
                try records.merge(Company.object, MergeOrder(.init(companies[0].id), with: [.init(companies[1].id)]))
                return records.batch ?? 0
            }
            #expect(try await names(world, as: world.clara, about: companies[0]) == ["a.bin", "b.bin"])
            _ = try await world.write(as: world.amelia) { try $0.undo(batch) }
            #expect(try await names(world, as: world.clara, about: companies[0]) == ["a.bin"])
            #expect(try await names(world, as: world.clara, about: companies[1]) == ["b.bin"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `bytes go when no version names them any more, and not before`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let file = try await world.attach(Array("secret".utf8), named: "a.txt", to: deal(world), as: world.clara)
            let digest = file[Attachment.digest] ?? ""
            try await world.write(as: world.clara) { try $0.delete(Attachment.object, file.id) }
            try await world.workspace.files.sweep()
            _ = try await world.workspace.files.open(digest)
            _ = try await world.workspace.database.write { try $0.execute("UPDATE file_past SET sha256 = NULL") }
            try await world.workspace.files.sweep()
            await #expect(throws: Failure.notFound) { _ = try await world.workspace.files.open(digest) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what stands in a file finds it, and what is made to burst stays closed`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let workspace = world.workspace
            let runner = JobRunner(
                workspace.database, queue: workspace.jobs, kinds: [FileText.job(workspace.files) { try workspace.records($0, .system()) }],
                clock: workspace.clock)
            let words = "<w:document xmlns:w=\"x\"><w:p><w:t>Water</w:t><w:t>melon</w:t></w:p><w:p><w:t>supply</w:t></w:p></w:document>"
            let id = try await world.attach(try document("word/document.xml", words), named: "a.docx", to: deal(world), as: world.clara).id
            try await world.attach(Array("Name;City\nMarrow;Tver".utf8), named: "b.csv", to: deal(world), as: world.clara)
            let bomb = try document("word/document.xml", "<w:t>" + String(repeating: "boom ", count: 20 << 20) + "</w:t>")
            try await world.attach(bomb, named: "c.docx", to: deal(world), as: world.clara)
            try await runner.drain()
            func found(_ text: String, as person: World.Person) async throws -> [String] {
                try await world.read(as: person) { try $0.search(text).map(\.title) }
            }
            #expect(try await found("watermelon supply", as: world.clara) == ["a.docx"])
            #expect(try await found("marrow", as: world.clara) == ["b.csv"])
            #expect(try await found("boom", as: world.clara) == [])
            #expect(try await found("watermelon", as: world.dmitri) == [])
            // The words stay with the content, whatever becomes of the record.
            let batch = try await world.write(as: world.clara) { records in
                try records.update(id, Draft(Attachment.object, ["title": .text("renamed.docx")]))
                return records.batch ?? 0
            }
            #expect(try await found("watermelon", as: world.clara) == ["renamed.docx"])
            _ = try await world.write(as: world.clara) { try $0.undo(batch) }
            try await world.write(as: world.clara) { try $0.delete(Attachment.object, id) }
            #expect(try await found("watermelon", as: world.clara) == [])
            _ = try await world.write(as: world.clara) { try $0.restore(Attachment.object, id) }
            #expect(try await found("watermelon", as: world.clara) == ["a.docx"])
            try await workspace.database.write { try FileText.sweep(in: $0) }
            try await world.write(as: world.clara) { try $0.delete(Attachment.object, id) }
            #expect(try await found("watermelon", as: world.clara) == [])
        }
    }
}
