import App
import Attachments
import Definitions
import Dispatch
import Files
import Foundation
import Jobs
import Kit
import Moving
import Packing
import RecordEngine
import Storage
import TestSupport
import Testing
import Upkeep
import Web

extension PackageTests {
    /// A package one of whose parts has its first line twice, and says so.
    func doubled(_ part: String, in good: [String: [UInt8]]) -> [String: [UInt8]] {
        var entries = good
        let content = good[part + ".jsonl"] ?? []
        func sum(_ bytes: [UInt8]) -> String {
            var digest = Digest()
            digest.add(bytes)
            return digest.name
        }
        func line(_ bytes: [UInt8]) -> String {
            #""name":"\#(part)","rows":\#(bytes.count(where: { $0 == 10 })),"sha256":"\#(sum(bytes))""#
        }
        let more = content.prefix { $0 != 10 } + [10] + content
        entries[part + ".jsonl"] = Array(more)
        entries["krug.json"] = Array(
            String(decoding: good["krug.json"] ?? [], as: UTF8.self).replacing(line(content), with: line(Array(more))).utf8)
        return entries
    }

    @Test(arguments: StorageEngine.allCases)
    func `a package waits for nobody, and who is writing is not in it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (started, going) = AsyncStream.makeStream(of: Void.self)
            let door = DispatchSemaphore(value: 0)
            async let late = world.workspace.database.write { tx in
                defer { going.finish() }
                let records = try world.workspace.records(tx, .system())
                let made = try records.create(Draft(records.object("company"), ["title": .text("Written meanwhile")])).id
                // Others must be able to see that the unit has come so far.
                _ = try tx.first("SELECT count(*) FROM company") { $0.int(0) }
                going.yield()
                // A unit that asks nothing for long is ended, however slow the machine is.
                while door.wait(timeout: .now() + 1) == .timedOut { _ = try tx.first("SELECT 1") { $0.int(0) } }
                // Open once for all, also for a unit that is run again.
                door.signal()
                return made
            }
            for await _ in started { break }
            // Whatever happens, the unit goes on.
            defer { door.signal() }
            let company = "/api/companies/\(world.companies[0])"
            if engine == .postgres {
                // Its batch has a later number, and is over.
                let other = await world.api(.patch, company, as: world.amelia, #"{"city": "Before"}"#, headers: ["if-match": "*"])
                #expect(other.status == 200, "\(other.text)")
            }
            let writer = try await world.workspace.packing()
            var bytes = try await writer.next() ?? []
            door.signal()
            let id = try await late
            while let more = try await writer.next() { bytes += more }
            let companies = String(decoding: try entries(bytes)["records/company.jsonl"] ?? [], as: UTF8.self)
            #expect(engine == .sqlite || companies.contains("Before"))
            #expect(companies.contains("Borealis") && !companies.contains("Written meanwhile"))
            let after = String(
                decoding: try entries(try await World.package(world.workspace))["records/company.jsonl"] ?? [], as: UTF8.self)
            #expect(after.contains("Written meanwhile") && id > 0)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is changed, deleted or made while a package is written is in it as it was when it was begun`(engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            let writer = try await world.workspace.packing()
            var bytes = try await writer.next() ?? []
            let any = ["if-match": "*"]
            let company = "/api/companies/\(world.companies[0])"
            #expect(await world.api(.patch, company, as: world.amelia, #"{"city": "Elsewhere"}"#, headers: any).status == 200)
            #expect(await world.api(.delete, "/api/deals/\(world.deals[9])", as: world.amelia, headers: any).status < 300)
            let key = ["krug-client-key": "made-late"]
            let made = await world.api(.post, "/api/companies", as: world.amelia, #"{"title": "Late"}"#, headers: key)
            #expect(made.status == 201, "\(made.text)")
            while let more = try await writer.next() { bytes += more }
            let text = try entries(bytes).mapValues { String(decoding: $0, as: UTF8.self) }
            #expect(!text.values.contains { $0.contains("Elsewhere") || $0.contains("Late") || $0.contains("made-late") })
            try await withNewWorkspace(on: engine) { new in
                _ = try await new.unpack(FileSource.temporary(bytes), as: nil)
                let (titles, next) = try await new.database.write { tx in
                    let records = try new.records(tx, .system())
                    let city = try records.record("company", world.companies[0])["city"]
                    let title = try records.record("deal", world.deals[9]).title
                    let next = try records.create(Draft(records.object("company"), ["title": .text("Next")]), clientKey: "made-late").id
                    return ([title, "\(city)"], next)
                }
                #expect(titles[0] == "Deal 9" && !titles[1].contains("Elsewhere"))
                #expect(next == made.data.id, "the key of a record that did not come is free")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `pairs and words of files that came while a package was written do not stay where it goes`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func dismiss(_ ids: [Int64]) async {
                let answer = await world.api(.post, "/api/companies/duplicates/dismiss", as: world.amelia, #"{"records": \#(ids)}"#)
                #expect(answer.status < 300, "\(answer.text)")
            }
            func counts(_ database: any Database) async throws -> [Int64] {
                try await database.read { connection in
                    try ["not_duplicate", "file_text"].map { (table: Identifier) in
                        try connection.first("SELECT count(*) FROM \(table)") { $0.int(0) } ?? 0
                    }
                }
            }
            await dismiss([world.companies[0], world.companies[1]])
            let workspace = world.workspace
            let writer = try await workspace.packing()
            var bytes = try await writer.next() ?? []
            let made = await world.api(.post, "/api/companies", as: world.amelia, #"{"title": "Late"}"#)
            await dismiss([world.companies[0], made.data.id])
            let file = await world.api(
                .post, "/api/files?about=company:\(world.companies[0])&name=late.txt", as: world.clara, "Strange words",
                headers: ["content-type": "application/octet-stream"])
            #expect(file.status == 201, "\(file.text)")
            let words = FileText.job(workspace.files) { try workspace.records($0, .system()) }
            try await JobRunner(workspace.database, queue: workspace.jobs, kinds: [words], clock: workspace.clock).drain()
            while let more = try await writer.next() { bytes += more }
            #expect(try await counts(workspace.database) == [2, 1])
            try await withNewWorkspace(on: engine) { new in
                _ = try await new.unpack(FileSource.temporary(bytes), as: nil)
                #expect(try await counts(new.database) == [1, 0])
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `erasing for good ends a package that is being written, and says so`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = "/api/deals/\(world.deals[9])"
            #expect(await world.api(.delete, deal, as: world.amelia, headers: ["if-match": "*"]).status < 300)
            for (id, isLiving) in [(world.deals[9], false), (world.deals[8], true)] {
                let writer = try await world.workspace.packing()
                _ = try await writer.next()
                try await world.workspace.database.write { tx in
                    let records = try world.workspace.records(tx, .system())
                    let deals = try records.object("deal")
                    if isLiving { try records.delete(deals, id) }
                    try records.erase(deals, id)
                }
                do {
                    while try await writer.next() != nil {}
                    Issue.record("the package was finished")
                } catch let failure as Failure { #expect("\(failure)".contains("erased for good"), "\(failure)") }
            }
            // What was erased before does no harm.
            _ = try entries(try await World.package(world.workspace))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `reminders, indexes and works known by the journal go on where a package came`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let moment = World.beginning.adding(seconds: 3_600).iso
            func task(_ more: String) async -> Int64 {
                let made = await world.api(.post, "/api/activities", as: world.clara, #"{"subject": "Call", \#(more)}"#)
                #expect(made.status == 201, "\(made.text)")
                return made.data.id
            }
            let open = await task(#""remind_at": "\#(moment)""#)
            // It may be opened again.
            let done = await task(#""remind_at": "\#(moment)", "done_at": "\#(World.beginning.iso)""#)
            let past = await task(#""remind_at": "\#(World.beginning.adding(seconds: -100_000).iso)""#)
            try await world.workspace.database.write { tx in
                let records = try world.workspace.records(tx, Principal.system().acting(via: Via(.handover, 41)))
                try records.update(world.companies[0], Draft(records.object("company"), ["city": .text("Handed")]))
            }
            let bytes = try await World.package(world.workspace)
            try await withNewWorkspace(on: engine) { new in
                _ = try await new.unpack(FileSource.temporary(bytes), as: nil)
                // However often it is done.
                for _ in 0..<2 {
                    try await JobRunner(new.database, queue: new.jobs, kinds: [JobKinds.arrival(new)], clock: new.clock).drain()
                    try await new.database.write { try new.jobs.enqueue(PackageDesk.arrival(), in: $0) }
                }
                let waiting = try await new.database.read { connection in
                    try connection.all("SELECT kind, payload FROM job WHERE kind = 'reminder' OR kind = 'view_indexes'") {
                        ($0.text(0), $0.text(1))
                    }
                }
                let job = try await new.database.write { try new.jobs.enqueue(PackageDesk.arrival(), in: $0) }
                let ordered = [open, done, past].map { id in
                    waiting.count { $0.0 == "reminder" && $0.1.contains("\"activity\":\(id),") }
                }
                #expect(ordered == [1, 1, 0])
                #expect(waiting.contains { $0.0 == "view_indexes" } && job > 41)
                let state = try await new.database.read { try Reassignment.state(of: 41, $0) }
                #expect(state?.records == 1)
            }
        }
    }

    @Test func `a part that one entry does not hold goes on in further ones`() async throws {
        try await withWorld(on: .sqlite, isWhole: false) { world in
            let workspace = world.workspace
            try await world.write(as: nil) { records in
                let tag = try records.object("tag")
                for number in 1...600 { try records.create(Draft(tag, ["title": .text("Tag \(number)")])) }
            }
            let writer = try await PackageWriter(
                workspace.engines, workspace.database, workspace.files, files: Attachment.files, now: workspace.clock.now(), entryLimit: 1)
            var bytes: [UInt8] = []
            while let more = try await writer.next() { bytes += more }
            let good = try entries(bytes)
            let names = ["records/tag.jsonl", "records/tag.2.jsonl"]
            let tags = try await workspace.database.read { try $0.first("SELECT count(*) FROM tag") { Int($0.int(0)) } ?? 0 }
            #expect(names.map { name in good[name]?.count { $0 == 10 } } == [500, tags - 500])
            try await withNewWorkspace(on: .sqlite) { new in
                for missing in names {
                    await #expect(throws: Failure.self) { _ = try await new.unpack(packed(good.filter { $0.key != missing }), as: nil) }
                }
                _ = try await new.unpack(packed(good), as: nil)
                let count = try await new.database.read { try $0.first("SELECT count(*) FROM tag") { Int($0.int(0)) } }
                #expect(count == tags)
            }
        }
    }

    @Test func `a file that packs a thousand times smaller travels as it is`() throws {
        var writer = ZipWriter()
        try writer.open("files/zeros", isPacked: false)
        let piece = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<70 { writer.write(piece) }
        try writer.finish()
        let bytes = writer.take()
        // A method by which those who read the archive as it comes find its end.
        #expect(bytes[8..<10] == [8, 0] && bytes.count > 70 << 20)
        let archive = try ZipArchive(FileSource.temporary(bytes).handle)
        var reader = try archive.open(#require(archive.entry("files/zeros")), limit: 1 << 30)
        var count = 0
        while case let bytes = try reader.read(), !bytes.isEmpty { count += bytes.count }
        #expect(count == 70 << 20)
    }
}
