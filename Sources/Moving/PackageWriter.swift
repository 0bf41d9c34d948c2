import Definitions
public import Files
import Foundation
public import Kit
import Packing
public import RecordEngine
public import Storage

/// Writes all that a workspace owns as one archive, piece by piece: records, former versions and the journal as lines of JSON, the bytes
/// of files by their digests. All of it is of one moment, whoever writes meanwhile.
public actor PackageWriter {
    private let database: any Database
    private let engine: Engine
    private let store: any FileStore
    private let named: [SQL]
    private let now: Instant
    private var moment: PackageMoment
    private let tables: [PackageTable]

    private var archive = ZipWriter()
    private var parts: [PackageManifest.Part] = []
    private var digest = Digest()
    private var rows = 0
    private var table = 0
    /// How many entries the part has so far.
    private var entries = 0
    private let entryLimit: Int64
    private var after: [DatabaseValue]?
    private var files: [String] = []
    private var file: FileHandle?
    private var fileCount = 0
    private var isDone = false

    /// So many rows are read at a time.
    private static let page = 500
    private static let piece = 1 << 18

    /// - Parameters:
    ///   - named: queries of one column: the names of the files that travel.
    ///   - entryLimit: a part that is longer goes on in a further entry, since one has less than 4 GB.
    public init(
        _ engines: LiveEngine, _ database: any Database, _ store: any FileStore, files named: [SQL], now: Instant, entryLimit: Int64 = 1 << 31
    ) async throws {
        (self.database, self.store, self.named, self.now, self.entryLimit) = (database, store, named, now, entryLimit)
        let known = engines.known
        // The schema in force, which another server may have changed.
        (moment, engine) = try await database.read { connection in
            (try PackageMoment(connection), try engines.engine(known, on: connection, at: now, mustAsk: true))
        }
        tables = engine.schema.objects.flatMap { [PackageTable.records($0), .history($0)] } + PackageTable.beside
    }

    /// The next bytes; nil at the end.
    public func next() async throws -> [UInt8]? {
        while !isDone {
            if table < tables.count {
                try await writeRows()
            } else if file != nil || !files.isEmpty {
                try await writeFile()
            } else {
                try await finish()
            }
            let ready = archive.take()
            if !ready.isEmpty { return ready }
        }
        return nil
    }

    private func writeRows() async throws {
        let (table, after, engine, now, begun) = (tables[table], after, engine, now, moment)
        if after == nil { entries = 0 }
        if after == nil || archive.size >= entryLimit {
            entries += 1
            try archive.open(PackageManifest.entry(entries, of: table.part))
        }
        let (lines, last, looked) = try await database.read { connection in
            var moment = begun
            let rows = try table.rows(after: after, of: moment, limit: PackageWriter.page, connection)
            guard try !moment.isBroken(connection) else { throw PackageWriter.erased }
            let names = try table.isFormer ? [:] : PackageNames.of(rows, table, Records(engine, connection, .system(), now: now))
            return (rows.map { table.line($0, names) }, rows.count < PackageWriter.page ? nil : rows.last.map(table.key(of:)), moment)
        }
        moment = looked
        for line in lines {
            digest.add(line)
            archive.write(line)
        }
        rows += lines.count
        self.after = last
        guard last == nil else { return }
        parts.append(.init(name: table.part, rows: rows, digest: digest.name))
        (digest, rows) = (Digest(), 0)
        self.table += 1
        if self.table == tables.count {
            files = try await database.read { [named] in try PackageQueries.files(named, $0) }.reversed()
            fileCount = files.count
        }
    }

    private static let erased = Failure.conflict(
        Label(
            "Something was erased for good while the package was written, so it would not be whole. Begin again.",
            ru: "Пока писался пакет, что-то стёрли навсегда, и целым он бы не вышел. Начните заново."))

    private func writeFile() async throws {
        if file == nil, let name = files.popLast() {
            do {
                file = try await store.open(name)
            } catch Failure.notFound {
                throw Failure.conflict(
                    Label(
                        "The file \(name) was erased meanwhile, or is lost; try again.",
                        ru: "Файл \(name) тем временем стёрт или утерян; повторите."))
            }
            // As it is: most are packed already, and one that packs very well would look like an archive made to burst.
            try archive.open("files/\(name)", isPacked: false)
        }
        let bytes = [UInt8](try file?.read(upToCount: PackageWriter.piece) ?? Data())
        if bytes.isEmpty { file = nil } else { archive.write(bytes) }
    }

    private func finish() async throws {
        let settings = try await database.read { try PackageQueries.settings($0) }
        let manifest = PackageManifest(madeAt: now, through: moment.through, settings: settings, parts: parts, files: fileCount)
        try archive.open(PackageManifest.entry)
        archive.write(Array(manifest.json(engine.schema.objects).text.utf8))
        try archive.finish()
        isDone = true
    }
}

extension PackageTable {
    /// A row as a line of JSON: what is empty is left out.
    fileprivate func line(_ row: [DatabaseValue], _ names: [RecordLink: String]) -> [UInt8] {
        var json = JSONWriter(capacity: 64 + row.count * 16)
        json.object { json in
            for (column, value) in zip(columns, row) {
                switch value {
                case .int(let number):
                    json.name(column.name.name)
                    json.int(number)
                case .text(let text):
                    json.name(column.name.name)
                    json.string(text)
                default: break
                }
            }
            let known = PackageNames.links(row, self).compactMap { field, link in names[link].map { (field, $0) } }
            guard !known.isEmpty else { return }
            json.name("names")
            json.object { json in
                for (field, name) in known {
                    json.name(field)
                    json.string(name)
                }
            }
        }
        return json.bytes + [10]
    }
}

/// What the records are called that rows refer to, for whoever reads a package without Krug.
private enum PackageNames {
    static func of(_ rows: [[DatabaseValue]], _ table: PackageTable, _ records: Records) throws -> [RecordLink: String] {
        let links = Dictionary(grouping: Set(rows.flatMap { PackageNames.links($0, table).map(\.1) }), by: \.object)
        var names: [RecordLink: String] = [:]
        for (object, links) in links {
            for (id, title) in try records.titles(object, links.map(\.id)) { names[RecordLink(object: object, id: id)] = title }
        }
        return names
    }

    static func links(_ row: [DatabaseValue], _ table: PackageTable) -> [(String, RecordLink)] {
        table.references.compactMap { field, place, target in
            guard case .int(let id) = row[place] else { return nil }
            if let target { return (field, RecordLink(object: target, id: id)) }
            guard case .text(let target) = row[place + 1] else { return nil }
            return (field, RecordLink(object: target, id: id))
        }
    }
}
