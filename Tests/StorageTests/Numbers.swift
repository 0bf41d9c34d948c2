import Storage
import TestSupport

extension StorageEngine {
    /// Lends a database with one table of numbers.
    func withNumbers(_ numbers: ClosedRange<Int64>, _ body: (any Database) async throws -> Void) async throws {
        try await withDatabase { db in
            let d = db.dialect
            try await db.write { tx in
                try tx.execute("CREATE TABLE number (n \(d.type(.integer)) PRIMARY KEY NOT NULL)")
                for number in numbers { try tx.execute("INSERT INTO number (n) VALUES (\(number))") }
            }
            try await body(db)
        }
    }
}

extension Database {
    func total() async throws -> Int64? {
        try await read { try $0.first("SELECT sum(n) FROM number") { $0.int(0) } }
    }
}
