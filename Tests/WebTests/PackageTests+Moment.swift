import App
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
                // Open once for all, also for a unit that is run again.
                door.wait()
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
    func `erasing for good ends a package that is being written, and says so`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = "/api/deals/\(world.deals[9])"
            #expect(await world.api(.delete, deal, as: world.amelia, headers: ["if-match": "*"]).status < 300)
            let writer = try await world.workspace.packing()
            _ = try await writer.next()
            try await world.workspace.database.write { tx in
                let records = try world.workspace.records(tx, .system())
                try records.erase(records.object("deal"), world.deals[9])
            }
            do {
                while try await writer.next() != nil {}
                Issue.record("the package was finished")
            } catch let failure as Failure { #expect("\(failure)".contains("erased for good"), "\(failure)") }
            // What was erased before does no harm.
            _ = try entries(try await World.package(world.workspace))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `reminders, indexes and works known by the journal go on where a package came`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let moment = World.beginning.adding(seconds: 3_600).iso
            let task = await world.api(.post, "/api/activities", as: world.clara, #"{"subject": "Call", "remind_at": "\#(moment)"}"#)
            #expect(task.status == 201, "\(task.text)")
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
                let (waiting, job) = try await new.database.read { connection in
                    let jobs = try connection.all("SELECT kind, payload FROM job WHERE kind = 'reminder' OR kind = 'view_indexes'") {
                        ($0.text(0), $0.text(1))
                    }
                    return (jobs, try connection.first("SELECT min(id) FROM job") { $0.int(0) } ?? 0)
                }
                #expect(waiting.filter { $0.0 == "reminder" && $0.1.contains("\(task.data.id)") }.count == 1)
                #expect(waiting.contains { $0.0 == "view_indexes" } && job > 41)
                let state = try await new.database.read { try Reassignment.state(of: 41, $0) }
                #expect(state?.records == 1)
            }
        }
    }

    @Test func `a file that packs a thousand times smaller travels as it is`() throws {
        var writer = ZipWriter()
        try writer.open("files/zeros", isPacked: false)
        let piece = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<70 { writer.write(piece) }
        try writer.finish()
        let archive = try ZipArchive(FileSource.temporary(writer.take()).handle)
        var reader = try archive.open(#require(archive.entry("files/zeros")), limit: 1 << 30)
        var count = 0
        while case let bytes = try reader.read(), !bytes.isEmpty { count += bytes.count }
        #expect(count == 70 << 20)
    }
}
