import Files
import Kit
import Packing
import Sales

@testable import Moving

extension Parser {
    /// The first line is what the package says of itself, the rest one part of it.
    static let packages = [
        Parser("package") { bytes in
            let halves = bytes.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
            var zip = ZipWriter()
            try zip.open("records/deal.jsonl")
            zip.write(Array(halves.count > 1 ? halves[1] : []))
            try zip.open(PackageManifest.entry)
            zip.write(Array(halves[0]))
            try zip.finish()
            let reader = try PackageReader(try FileSource.temporary(zip.take()).handle)
            for entry in reader.archive.entries where entry.name != PackageManifest.entry {
                var lines = EntryLines(reader.archive, [entry], limit: 1 << 20)
                while let line = try lines.next() { _ = try table.values(try JSON.parse(line)) }
            }
        }
    ]

    private static let table = PackageTable.records(Deal.object)
}
