import Kit
import Storage
import TestSupport
import Testing

struct CopyTests {
    @Test(arguments: StorageEngine.allCases)
    func `what is written to a copy is never in the original, and the copy goes on counting`(_ engine: StorageEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                try tx.execute("CREATE TABLE pear (id \(tx.dialect.sequentialID), name \(tx.dialect.type(.text)) NOT NULL)")
                try tx.execute("CREATE TABLE skin (id \(tx.dialect.sequentialID), pear \(tx.dialect.type(.integer)) NOT NULL)")
                for name in ["one", "two"] { try tx.execute("INSERT INTO pear (name) VALUES (\(name))") }
                try tx.execute("INSERT INTO skin (pear) VALUES (1)")
            }
            let copy = try await database.copy { $0.name == "skin" ? .none : .all }
            let id = try await copy.write { tx in
                try tx.execute("UPDATE pear SET name = 'changed' WHERE id = 1")
                try tx.execute("INSERT INTO skin (pear) VALUES (2)")
                return try tx.first("INSERT INTO pear (name) VALUES ('three') RETURNING id") { $0.int(0) }
            }
            #expect(id == 3)
            try await database.write { tx in _ = try tx.execute("UPDATE pear SET name = 'kept' WHERE id = 2") }
            let names: @Sendable (any Connection) throws -> [String] = { try $0.all("SELECT name FROM pear ORDER BY id") { $0.text(0) } }
            #expect(try await copy.read(names) == ["changed", "two", "three"])
            #expect(try await database.read(names) == ["one", "kept"])
            #expect(try await copy.read { try $0.first("SELECT max(id) FROM skin") { $0.int(0) } } == 2)
            await copy.close()
            await #expect(throws: (any Error).self) { try await copy.read(names) }
            #expect(try await database.read(names) == ["one", "kept"])
        }
    }

    @Test func `a copy on PostgreSQL may not write what it has no copy of`() async throws {
        try await StorageEngine.postgres.withDatabase { database in
            let copy = try await database.copy { _ in .all }
            try await database.write { tx in _ = try tx.execute("CREATE TABLE late (id bigint)") }
            await #expect(throws: (any Error).self) { try await copy.write { tx in _ = try tx.execute("INSERT INTO late VALUES (1)") } }
            #expect(try await database.read { try $0.first("SELECT count(*) FROM late") { $0.int(0) } } == 0)
            await copy.close()
        }
    }
}
