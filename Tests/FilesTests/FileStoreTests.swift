import Files
import Foundation
import Kit
import Storage
import TestSupport
import Testing

struct FileStoreTests {
    /// The ways of keeping, each with an engine under it.
    enum Way: String, CaseIterable { case folder, sqlite, postgres }

    @Test(arguments: Way.allCases)
    func `a file comes back as it was, under the digest of its bytes`(way: Way) async throws {
        try await Shelf.open(way) { shelf in
            for size in [0, 1, 3 << 18, (2 << 18) + 7] {
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
                let kept = try await shelf.put(bytes)
                #expect(try await shelf.get(kept.name) == bytes)
            }
            let kept = try await shelf.put(Array("abc".utf8))
            #expect(kept.name == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        }
    }

    @Test(arguments: Way.allCases)
    func `the same bytes are one file, which is there until nobody names it`(way: Way) async throws {
        try await Shelf.open(way) { shelf in
            let (first, second) = (try await shelf.put([1, 2, 3]), try await shelf.put([1, 2, 3]))
            let name = first.name
            #expect(second.name == name)
            try await shelf.forget(first)
            try await shelf.files.release(name)
            #expect(try await shelf.get(name) == [1, 2, 3])
            try await shelf.forget(second)
            let reading = try await shelf.files.open(name)
            try await shelf.files.release(name)
            await #expect(throws: Failure.notFound) { _ = try await shelf.get(name) }
            #expect(try reading.readToEnd() == Data([1, 2, 3]))
            #expect(try await shelf.put([1, 2, 3]).name == name)
            #expect(try await shelf.get(name) == [1, 2, 3])
        }
    }

    @Test(arguments: Way.allCases)
    func `without the row that names it there is no file`(way: Way) async throws {
        try await Shelf.open(way) { shelf in
            let received = try await shelf.receive([7])
            await #expect(throws: Failure.notFound) { _ = try await shelf.get(received.name) }
            await #expect(throws: Failure.notFound) {
                try await shelf.database.write { tx in
                    try shelf.files.keep(received, in: tx)
                    throw Failure.notFound
                }
            }
            try await shelf.files.sweep()
            await #expect(throws: Failure.notFound) { _ = try await shelf.get(received.name) }
            // It can still be kept, as a unit that is run again does.
            _ = try await shelf.name(received)
            try await shelf.files.discard(received)
            #expect(try await shelf.get(received.name) == [7])
            await #expect(throws: Failure.notFound) { _ = try await shelf.files.open("../secret") }
        }
    }

    @Test(arguments: Way.allCases)
    func `a sweep takes what nobody names, and after a day what was never kept`(way: Way) async throws {
        try await Shelf.open(way) { shelf in
            let (named, left) = (try await shelf.put([1]), try await shelf.put([2]))
            let received = try await shelf.receive([3])
            try await shelf.forget(left)
            try await shelf.files.sweep()
            #expect(try await shelf.get(named.name) == [1])
            await #expect(throws: Failure.notFound) { _ = try await shelf.get(left.name) }
            #expect(try await shelf.received() == 1)
            try shelf.age(seconds: 86_401)
            try await shelf.files.sweep()
            #expect(try await shelf.received() == 0)
            #expect(try await shelf.get(named.name) == [1])
            try await shelf.files.discard(received)
        }
    }

    @Test func `nothing is taken away while another database may need it`() async throws {
        let lifted = Ledger<String>()
        try await Shelf.open(.folder, keepsAll: { lifted.entries.isEmpty }) { shelf in
            let left = try await shelf.put([2])
            try await shelf.forget(left)
            try await shelf.files.release(left.name)
            try await shelf.files.sweep()
            #expect(try await shelf.get(left.name) == [2])
            lifted.note("the other one is gone")
            try await shelf.files.sweep()
            await #expect(throws: Failure.notFound) { _ = try await shelf.get(left.name) }
        }
    }

    @Test func `two servers over one PostgreSQL have the same files, and neither takes away what the other one names`() async throws {
        try await StorageEngine.postgres.withPlace { place in
            let (first, second) = (try Shelf(try place.open(), nil), try Shelf(try place.open(), nil))
            try await first.prepare()
            let kept = try await first.put([1, 2])
            let name = kept.name
            #expect(try await second.get(name) == [1, 2])
            try await second.forget(kept)
            // While one names it anew, the other finds that nobody names it.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for shelf in [first, second] {
                    group.addTask {
                        for _ in 0..<25 {
                            let kept = try await shelf.put([1, 2])
                            #expect(try await shelf.get(name) == [1, 2])
                            try await shelf.forget(kept)
                            try await shelf.files.release(name)
                        }
                    }
                }
                try await group.waitForAll()
            }
            await #expect(throws: Failure.notFound) { _ = try await first.get(name) }
            #expect(try await first.received() == 0)
            await first.database.close()
            await second.database.close()
        }
    }
}

/// A database with a table of names, and files.
struct Shelf: Sendable {
    let database: any Database
    let files: any FileStore
    private let folder: String?
    private let time: SetClock

    static func open(_ way: FileStoreTests.Way, keepsAll: @escaping @Sendable () -> Bool = { false }, _ body: (Shelf) async throws -> Void)
        async throws
    {
        let time = SetClock()
        try await (way == .postgres ? StorageEngine.postgres : .sqlite).withDatabase(clock: time.clock) { database in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("krug_shelf_\(UInt64.random(in: 0 ... .max))").path
            let shelf = try Shelf(database, way == .folder ? folder : nil, time, keepsAll: keepsAll)
            try await shelf.prepare()
            try await body(shelf)
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    init(
        _ database: any Database, _ folder: String?, _ time: SetClock = SetClock(), keepsAll: @escaping @Sendable () -> Bool = { false }
    ) throws {
        self.database = database
        self.folder = folder
        self.time = time
        let named: [SQL] = ["SELECT file FROM mention"]
        files =
            try folder.map { try FolderFiles(folder: $0, database: database, named: named, keepsAll: keepsAll) }
            ?? DatabaseFiles(database: database, named: named)
    }

    func prepare() async throws {
        try await database.write { tx in
            for statement in files.tables.flatMap({ $0.create(tx.dialect) }) { try tx.execute(statement) }
            try tx.execute("CREATE TABLE mention (id \(tx.dialect.sequentialID), file \(tx.dialect.type(.text)))")
        }
    }

    /// A file and the row that names it.
    struct Kept: Sendable {
        let name: String
        let mention: Int64
    }

    func put(_ bytes: [UInt8]) async throws -> Kept {
        try await files.lend(MemorySource(bytes)) { try await name($0) }
    }

    func name(_ received: ReceivedFile) async throws -> Kept {
        try await database.write { tx in
            let name = try files.keep(received, in: tx)
            return Kept(name: name, mention: try tx.first("INSERT INTO mention (file) VALUES (\(name)) RETURNING id") { $0.int(0) } ?? 0)
        }
    }

    /// Takes bytes in at this moment, by the clock of the test.
    func receive(_ bytes: [UInt8]) async throws -> ReceivedFile {
        let received = try await files.receive(MemorySource(bytes))
        try age(seconds: 0)
        return received
    }

    func get(_ name: String) async throws -> [UInt8] { [UInt8](try await files.open(name).readToEnd() ?? Data()) }

    func forget(_ kept: Kept) async throws {
        _ = try await database.write { tx in try tx.execute("DELETE FROM mention WHERE id = \(kept.mention)") }
    }

    /// How many uploads lie about that are no files.
    func received() async throws -> Int {
        if let folder { return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".part") }.count }
        let sql: SQL = "SELECT count(DISTINCT content) FROM file_piece WHERE content NOT IN (SELECT content FROM stored_file)"
        return Int(try await database.read { try $0.first(sql) { $0.int(0) } } ?? 0)
    }

    /// Lets time pass for what was received.
    func age(seconds: Int64) throws {
        time.advance(seconds: seconds)
        guard let folder else { return }
        let then = Date(timeIntervalSince1970: Double(time.clock.now().milliseconds) / 1000 - Double(seconds))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.setAttributes([.modificationDate: then], ofItemAtPath: "\(folder)/\(name)")
        }
    }
}
