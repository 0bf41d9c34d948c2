import Foundation
import Kit
import SQLiteStorage
import Storage
import TestSupport
import Testing

struct SQLiteFileTests {
    @Test func `a second opener is refused until the first has closed`() async throws {
        try await StorageEngine.sqlite.withPlace { place in
            let first = try place.open()
            #expect(throws: DatabaseInUse.self) { try place.open() }
            await first.close()
            await (try place.open()).close()
        }
    }

    @Test func `a write survives the power, and nothing is mapped into memory`() async throws {
        try await StorageEngine.sqlite.withDatabase { db in
            let settings = try await db.write { tx in
                try ["synchronous", "journal_mode", "foreign_keys", "trusted_schema", "mmap_size", "temp_store"].map { name in
                    switch name {
                    case "synchronous": try tx.first("PRAGMA synchronous") { $0.text(0) }
                    case "journal_mode": try tx.first("PRAGMA journal_mode") { $0.text(0) }
                    case "foreign_keys": try tx.first("PRAGMA foreign_keys") { $0.text(0) }
                    case "trusted_schema": try tx.first("PRAGMA trusted_schema") { $0.text(0) }
                    case "mmap_size": try tx.first("PRAGMA mmap_size") { $0.text(0) } ?? "0"
                    default: try tx.first("PRAGMA temp_store") { $0.text(0) }
                    }
                }
            }
            #expect(settings == ["2", "wal", "1", "0", "0", "2"])
        }
    }

    @Test func `a read past its time is ended`() async throws {
        try await StorageEngine.sqlite.withPlace { place in
            let db = try SQLiteDatabase(path: place.name, clock: .system, readTimeLimit: .milliseconds(20))
            await #expect(throws: Failure.tookTooLong) {
                try await db.read { connection in
                    let endless: SQL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
                    try connection.query(endless) { _ in true }
                }
            }
            try await #expect(db.read { try $0.first("SELECT 1") { $0.int(0) } } == 1)
            await db.close()
        }
    }

    @Test func `a backup is one file with everything that was committed`() async throws {
        try await StorageEngine.sqlite.withPlace { place in
            let db = try SQLiteDatabase(path: place.name, clock: .system)
            try await db.write { tx in
                try tx.execute("CREATE TABLE number (n INTEGER)")
                try tx.execute("CREATE INDEX number_folded ON number (krug_fold(n))")
                try tx.execute("INSERT INTO number (n) VALUES (42)")
            }
            let copy = place.name + ".backup"
            try await db.backup(to: copy)
            await db.close()
            let files = try FileManager.default.contentsOfDirectory(atPath: (copy as NSString).deletingLastPathComponent)
            #expect(Set(files) == ["test.krug", "test.krug.lock", "test.krug.backup"])
            let restored = try SQLiteDatabase(path: copy, clock: .system)
            try await #expect(restored.total() == 42)
            await restored.close()
        }
    }

    @Test func `an index may fold, although the schema is not trusted`() async throws {
        try await StorageEngine.sqlite.withDatabase { db in
            let plan = try await db.write { tx in
                try tx.execute("CREATE TABLE person (name TEXT)")
                try tx.execute("CREATE INDEX person_name ON person (krug_fold(name))")
                try tx.execute("INSERT INTO person (name) VALUES ('Ёлкин')")
                return try tx.dialect.plan("SELECT name FROM person WHERE krug_fold(name) = \("елкин")", tx)
            }
            #expect(plan.contains { $0.contains("USING INDEX person_name") })
        }
    }
}
