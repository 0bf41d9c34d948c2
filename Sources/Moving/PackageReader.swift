import Files
import Foundation
import Kit
import Packing
import Storage

/// A package that is looked at before anything of it is believed: what it says it holds is there, nothing else is, and it does not unpack to
/// more than it can honestly hold.
struct PackageReader {
    let manifest: PackageManifest
    let archive: ZipArchive
    /// The entries of the parts in their order, by the name of the part.
    private let parts: [String: [ZipArchive.Entry]]
    let files: [(digest: String, entry: ZipArchive.Entry)]

    static let entryLimit: Int64 = 0xFFFF_FFFF
    /// All entries together may be so many times as large as the package. What is honest reaches a tenth of it.
    private static let ratioLimit: Int64 = 100
    private static let innocentSize: Int64 = 256 << 20

    init(_ file: FileHandle) throws {
        archive = try ZipArchive(file, entryLimit: 4_000_000, directoryLimit: 512 << 20)
        let size = Int64(clamping: try file.seekToEnd())
        let total = archive.entries.reduce(Int64(0)) { $0.addingReportingOverflow($1.size).overflow ? .max : $0 + $1.size }
        guard total <= max(size.multipliedReportingOverflow(by: PackageReader.ratioLimit).partialValue, PackageReader.innocentSize) else {
            throw Failure.tooLarge(
                Label(
                    "The package unpacks to far more than it can honestly hold.",
                    ru: "Пакет распаковывается в гораздо больший объём, чем может честно хранить."))
        }
        guard let entry = archive.entries.first(where: { $0.name == PackageManifest.entry }) else { throw PackageManifest.foreign }
        manifest = try PackageReader.manifest(try archive.open(entry, limit: PackageManifest.sizeLimit))
        (parts, files) = try PackageReader.sorted(archive.entries, manifest)
    }

    private static func manifest(_ reader: ZipEntryReader) throws -> PackageManifest {
        var (reader, bytes) = (reader, [UInt8]())
        while case let piece = try reader.read(), !piece.isEmpty { bytes += piece }
        guard let json = try? JSON.parse(bytes) else { throw PackageManifest.foreign }
        return try PackageManifest(json)
    }

    private static func sorted(_ entries: [ZipArchive.Entry], _ manifest: PackageManifest) throws -> (
        [String: [ZipArchive.Entry]], [(digest: String, entry: ZipArchive.Entry)]
    ) {
        var lines: [String: ZipArchive.Entry] = [:]
        var files: [String: ZipArchive.Entry] = [:]
        for entry in entries where entry.name != PackageManifest.entry {
            if entry.name.hasSuffix(".jsonl"), lines[entry.name] == nil {
                lines[entry.name] = entry
            } else if let digest = digest(entry.name), files[digest] == nil {
                files[digest] = entry
            } else {
                throw foreign(entry.name)
            }
        }
        var parts: [String: [ZipArchive.Entry]] = [:]
        for part in manifest.parts {
            var own: [ZipArchive.Entry] = []
            while let entry = lines.removeValue(forKey: PackageManifest.entry(own.count + 1, of: part.name)) { own.append(entry) }
            guard !own.isEmpty else {
                throw Failure.malformed(Label("The part \(part.name) of the package is missing.", ru: "В пакете нет части \(part.name)."))
            }
            parts[part.name] = own
        }
        if let name = lines.keys.min() { throw foreign(name) }
        guard files.count == manifest.files else {
            throw Failure.malformed(
                Label(
                    "The package has \(files.count) of its \(manifest.files) files.",
                    ru: "В пакете \(files.count) файлов из \(manifest.files)."))
        }
        return (parts, files.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 })
    }

    private static func foreign(_ name: String) -> Failure {
        .malformed(Label("“\(name.prefix(80))” does not belong into a package.", ru: "«\(name.prefix(80))» в пакете быть не должно."))
    }

    /// Names are taken as they are: nothing of them becomes a path.
    private static func digest(_ name: String) -> String? {
        let digest = name.dropFirst("files/".count)
        guard name.hasPrefix("files/"), digest.utf8.count == Digest.length,
            digest.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        return String(digest)
    }

    /// Lends the rows of a part, and sees to it that they are those that the package promises.
    func rows(of table: PackageTable, _ body: ([DatabaseValue]) throws -> Void) throws {
        guard let part = manifest.parts.first(where: { $0.name == table.part }), let entries = parts[table.part] else { return }
        var lines = EntryLines(archive, entries)
        var count = 0
        while let line = try lines.next() {
            count += 1
            guard let json = try? JSON.parse(Array(line)) else {
                throw Failure.malformed(
                    Label("Line \(count) of the part \(table.part) can't be read.", ru: "Строку \(count) части \(table.part) не прочитать.")
                )
            }
            try body(table.arriving(try table.values(json)))
        }
        guard count == part.rows, lines.digest.name == part.digest else {
            throw Failure.malformed(
                Label(
                    "The part \(table.part) is not what the package says it is: it was changed or damaged.",
                    ru: "Часть \(table.part) не та, что заявлена в пакете: её изменили или повредили."))
        }
    }
}
