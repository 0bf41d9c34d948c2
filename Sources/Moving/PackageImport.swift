public import Definitions
public import Files
public import Foundation
public import Kit
public import RecordEngine
public import Storage

/// Fills a new workspace with what a package holds: all of it, or nothing.
public struct PackageImport: Sendable {
    private let engines: LiveEngine
    private let database: any Database
    private let store: any FileStore
    private let named: [SQL]
    private let handOver: HandOver

    /// Lets whoever imports come in again: gets the number of that user before and after, both nil where nobody is signed in.
    public typealias HandOver = @Sendable (_ before: Int64?, _ after: Int64?, any Transaction) throws -> Void

    /// How much came.
    public struct Report: Sendable {
        public let madeAt: Instant
        /// By the object, those of which there are any.
        public let records: [(object: ObjectDefinition, count: Int)]
        public let files: Int
    }

    /// - Parameters:
    ///   - named: queries of one column: the names of the files that rows need.
    ///   - handOver: what users have beside their records.
    public init(_ engines: LiveEngine, _ database: any Database, _ store: any FileStore, files named: [SQL], handOver: @escaping HandOver) {
        (self.engines, self.database, self.store, self.named, self.handOver) = (engines, database, store, named, handOver)
    }

    /// - Parameter user: who imports, and stays an administrator; nil for a command.
    /// - Throws: `Failure` that says what is wrong with the package, or `Failure.conflict` for a workspace that is in use.
    public func take(_ package: FileHandle, as user: Int64?) async throws -> Report {
        let reader = try PackageReader(package)
        try await database.read { try PackageTarget(engines.known).check(reader.manifest, $0) }
        var received: [ReceivedFile] = []
        let result: Result<Report, any Error>
        do {
            for (digest, entry) in reader.files {
                let file = try await store.receive(EntryBytes(reader.archive, entry))
                received.append(file)
                guard file.name == digest else {
                    throw Failure.malformed(
                        Label(
                            "The file \(digest) of the package is not what its name says: it was changed or damaged.",
                            ru: "Файл \(digest) в пакете не тот, что сказано в его имени: его изменили или повредили."))
                }
            }
            let files = received
            result = .success(try await database.write { tx in try fill(reader, files, user, tx) })
        } catch {
            result = .failure(error)
        }
        // What can't be thrown away now is swept.
        for file in received { try? await store.discard(file) }
        return try result.get()
    }

    private func fill(_ reader: PackageReader, _ files: [ReceivedFile], _ user: Int64?, _ tx: any Transaction) throws -> Report {
        if let lock = tx.dialect.lockSchema { try tx.query(lock) { _ in true } }
        let former = try engines.engine(for: tx)
        let me = try user.map { try Records(former, tx, .system()).record("user", $0) }
        try PackageTarget(former).clear(reader.manifest, tx)

        // What the workspace has made of the schema comes first, since it says what the other parts hold.
        let shapes = former.schema.objects.filter { PackageTarget.shapes.contains($0.name) }
        // Deleted ones too, which are history: their columns are still there.
        for object in shapes { for table in [PackageTable.records(object), .history(object)] { try insert(table, reader, tx) } }
        let engine = try engines.reread(tx)
        try Records(former, tx, .system()).changeSchema(adding: [], objects: engine.schema.objects)
        let tables = engine.schema.objects.flatMap { [PackageTable.records($0), .history($0)] } + PackageTable.beside
        let known = Set(tables.map(\.part))
        if let unknown = reader.manifest.parts.first(where: { $0.rows > 0 && !known.contains($0.name) }) {
            throw Failure.unsupportedType(
                Label(
                    "This version does not know the part \(unknown.name) of the package; upgrade Krug first.",
                    ru: "Эта версия не знает части \(unknown.name) пакета; сначала обновите Krug."))
        }
        let isShape = Set(shapes.flatMap { [PackageTable.records($0).part, PackageTable.history($0).part] })
        for table in tables where !isShape.contains(table.part) { try insert(table, reader, tx) }
        for file in files { try store.keep(file, in: tx) }

        let records = Records(engine, tx, .system())
        for object in engine.schema.objects { try records.rederive(object) }
        try records.rebuildMatchKeys()
        try records.renoteOwners()
        for table in tables where table.key == ["id"] { try table.renumber(tx) }
        try PackageQueries.keepNumbers(of: "handover", "job", tx)
        try check(engine.schema, Set(files.map(\.name)), tx)
        try handOver(user, try me.map { try successor(of: $0, records) }, tx)
        return Report(
            madeAt: reader.manifest.madeAt,
            records: engine.schema.objects.compactMap { object in
                reader.manifest.parts.first { $0.name == PackageTable.records(object).part && $0.rows > 0 }.map { (object, $0.rows) }
            },
            files: files.count)
    }

    private func insert(_ table: PackageTable, _ reader: PackageReader, _ tx: any Transaction) throws {
        let insertion = table.insertion.prepared
        var count: Int64 = 0
        guard table.isFormer, let object = table.object, let end = table.columns.firstIndex(where: { $0.name == PackageTable.end }) else {
            try reader.rows(of: table) { row in
                count += 1
                try tx.send(insertion.filled(row))
            }
            return try table.expect(count, tx)
        }
        // A version that was superseded while the package was written lived at its moment.
        let living = PackageTable.records(object)
        let revival = living.insertion.prepared
        var alive = try living.count(tx)
        try reader.rows(of: table) { row in
            guard case .int(let batch) = row[end], batch <= reader.manifest.through else {
                var row = row
                row.remove(at: end)
                if try living.revive(row, revival, tx) { alive += 1 }
                return
            }
            count += 1
            try tx.send(insertion.filled(row))
        }
        try table.expect(count, tx)
        try living.expect(alive, tx)
    }

    /// Every reference must lead somewhere, and every file that is named must have come.
    private func check(_ schema: Schema, _ files: Set<String>, _ tx: any Transaction) throws {
        for object in schema.objects {
            for field in object.fields where !field.isReadOnly {
                for target in schema.objects where field.type.target == target.name || field.type.input == .link {
                    guard let (record, missing) = try PackageQueries.dangling(field, of: object, to: target, tx) else { continue }
                    throw Failure.malformed(
                        Label(
                            "\(object.noun.singular.en) \(record) refers to \(target.noun.english.one) \(missing), which is not in the package.",
                            ru:
                                "Запись «\(object.noun.russian.one)» \(record) ссылается на запись «\(target.noun.russian.one)» \(missing), которой в пакете нет."
                        ))
                }
            }
        }
        if let missing = try PackageQueries.files(named, tx).first(where: { !files.contains($0) }) {
            throw Failure.malformed(Label("The file \(missing) is not in the package.", ru: "Файла \(missing) в пакете нет."))
        }
    }

    /// The user of the same e-mail that came, else one that is made.
    private func successor(of me: Record, _ records: Records) throws -> Int64 {
        guard let object = records.schema.object("user"), case .text(let email) = me["email"] else { throw Failure.notFound }
        let roles = try records.list(Query("role", filter: try Filter("key = \"administrator\""), limit: 1), make: \.id).rows
        guard let role = roles.first else {
            throw Failure.malformed(Label("The package has no role of administrators.", ru: "В пакете нет роли администратора."))
        }
        let same = Filter.compare(FieldPath("email"), .equals, .string(email))
        if let known = try records.list(Query("user", filter: same, limit: 1), make: \.id).rows.first {
            try records.update(known, Draft(object, ["role": .reference(role), "is_active": .boolean(true)]))
            return known
        }
        return try records.create(
            Draft(object, ["name": me["name"], "email": me["email"], "role": .reference(role), "language": me["language"]])
        ).id
    }
}
