public import Foundation
import Kit
public import Storage

/// Files inside the database, in pieces: for PostgreSQL, where every server and command must see them.
public struct DatabaseFiles: FileStore {
    public let tables = [
        SystemTable("stored_file") { dialect in
            let integer = dialect.type(.integer)
            return [
                "CREATE TABLE stored_file (name \(dialect.type(.text)) PRIMARY KEY, size \(integer) NOT NULL, content \(integer) NOT NULL UNIQUE)"
            ]
        },
        SystemTable("file_piece") { dialect in
            let integer = dialect.type(.integer)
            return [
                """
                CREATE TABLE file_piece (
                    content \(integer) NOT NULL, place \(integer) NOT NULL, received_at \(integer) NOT NULL, bytes \(dialect.type(.blob)) NOT NULL,
                    PRIMARY KEY (content, place)
                )
                """
            ]
        },
    ]
    private let database: any Database
    private let named: NamedFiles

    /// - Parameter named: queries of one column: the names of the files in use.
    public init(database: any Database, named: [SQL]) {
        self.database = database
        self.named = NamedFiles(queries: named)
    }

    public func receive(_ source: some ByteSource) async throws -> ReceivedFile {
        let content = Int64.random(in: 1 ... .max)
        do {
            var (source, digest, place) = (source, Digest(), 0)
            try source.rewind()
            // A unit each: however large the file is, nobody waits long for it, here or there.
            while case let bytes = try source.read(pieceSize), !bytes.isEmpty {
                digest.add(bytes)
                try await insert(bytes, content, place)
                place += 1
            }
            return ReceivedFile(name: digest.name, size: digest.size, place: "\(content)")
        } catch {
            try? await discard(ReceivedFile(name: "", size: 0, place: "\(content)"))
            throw error
        }
    }

    private func insert(_ bytes: [UInt8], _ content: Int64, _ place: Int) async throws {
        try await database.write { tx in
            try tx.execute(
                """
                INSERT INTO file_piece (content, place, received_at, bytes)
                VALUES (\(content), \(place), \(tx.now.milliseconds), \(DatabaseValue.bytes(bytes)))
                """)
        }
    }

    public func keep(_ received: ReceivedFile, in tx: any Transaction) throws -> String {
        // A file that is there already is held by this, so that nobody takes it away before the row that names it is there too.
        try tx.execute(
            """
            INSERT INTO stored_file (name, size, content) VALUES (\(received.name), \(received.size), \(Int64(received.place) ?? 0))
            ON CONFLICT (name) DO UPDATE SET size = excluded.size
            """)
        return received.name
    }

    public func discard(_ received: ReceivedFile) async throws {
        let content = Int64(received.place) ?? 0
        try await database.write { tx in
            try tx.execute(
                """
                DELETE FROM file_piece WHERE content = \(content) AND NOT EXISTS (SELECT 1 FROM stored_file f WHERE f.content = \(content))
                """)
        }
    }

    public func open(_ name: String) async throws -> FileHandle {
        guard let content = try await database.read({ try $0.first("SELECT content FROM stored_file WHERE name = \(name)") { $0.int(0) } })
        else {
            throw Failure.notFound
        }
        let copy = try LocalFile.nameless()
        var (digest, place) = (Digest(), 0)
        while let bytes = try await piece(place, of: content) {
            digest.add(bytes)
            try LocalFile.write(bytes, to: copy.fileDescriptor)
            place += 1
        }
        guard digest.name == name else { throw FileProblem(description: "the file \(name) is damaged, or was taken away meanwhile") }
        try copy.seek(toOffset: 0)
        return copy
    }

    private func piece(_ place: Int, of content: Int64) async throws -> [UInt8]? {
        try await database.read { connection in
            try connection.first("SELECT bytes FROM file_piece WHERE content = \(content) AND place = \(place)") {
                $0.bytes(0) { [UInt8]($0) }
            }
        }
    }

    public func release(_ name: String) async throws {
        try await database.write { tx in
            // Held first and then looked at: whoever is naming it right now is waited for and seen.
            let held = try tx.first("SELECT t.content FROM stored_file t WHERE t.name = \(name) \(tx.dialect.lockRow)") { $0.int(0) }
            guard let content = held, try !named.contains(name, tx) else { return }
            try tx.execute("DELETE FROM stored_file WHERE name = \(name)")
            try tx.execute("DELETE FROM file_piece WHERE content = \(content)")
        }
    }

    public func sweep() async throws {
        let unnamed = try await database.read { connection in
            try connection.all("SELECT name FROM stored_file WHERE \(named.isUnnamed("name"))") { $0.text(0) }
        }
        for name in unnamed { try await release(name) }
        try await database.write { tx in
            let limit = tx.now.adding(seconds: -patience).milliseconds
            try tx.execute("DELETE FROM file_piece WHERE received_at < \(limit) AND content NOT IN (SELECT content FROM stored_file)")
        }
    }
}
