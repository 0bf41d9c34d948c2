import Files
import Foundation
import Kit
import Packing

/// The lines of the entries of a part, which follow on each other, and the digest of what has been read.
struct EntryLines {
    private let archive: ZipArchive
    private let entries: [ZipArchive.Entry]
    private let limit: Int64
    /// How many of the entries have been opened; of them only the last is open.
    private var opened = 0
    private var reader: ZipEntryReader?
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private(set) var digest = Digest()

    /// A line holds one record.
    static let longest = 32 << 20

    /// - Parameter limit: how many bytes may come out of one entry.
    init(_ archive: ZipArchive, _ entries: [ZipArchive.Entry], limit: Int64 = PackageReader.entryLimit) {
        (self.archive, self.entries, self.limit) = (archive, entries, limit)
    }

    /// The next line; nil at the end.
    /// - Throws: `Failure.malformed` for a damaged entry, `Failure.tooLarge` for a line that no record fills.
    mutating func next() throws -> ArraySlice<UInt8>? {
        var looked = start
        while true {
            if let end = buffer[looked...].firstIndex(of: 10) {
                defer { start = end + 1 }
                return buffer[start..<end]
            }
            guard !isAtEnd else {
                defer { start = buffer.count }
                return start < buffer.count ? buffer[start...] : nil
            }
            guard buffer.count - start <= EntryLines.longest else {
                throw Failure.tooLarge(Label("A line of the package is too long.", ru: "Строка пакета слишком длинная."))
            }
            buffer.removeFirst(start)
            (start, looked) = (0, buffer.count)
            let bytes = try read()
            digest.add(bytes)
            buffer += bytes
            isAtEnd = bytes.isEmpty
        }
    }

    private mutating func read() throws -> [UInt8] {
        while true {
            if let bytes = try reader?.read(), !bytes.isEmpty { return bytes }
            guard opened < entries.count else { return [] }
            reader = try archive.open(entries[opened], limit: limit)
            opened += 1
        }
    }
}

/// The bytes of one entry, for the file store.
struct EntryBytes: ByteSource {
    let archive: ZipArchive
    let entry: ZipArchive.Entry
    private var reader: ZipEntryReader?
    private var rest: [UInt8] = []

    init(_ archive: ZipArchive, _ entry: ZipArchive.Entry) { (self.archive, self.entry) = (archive, entry) }

    mutating func read(_ count: Int) throws -> [UInt8] {
        if rest.isEmpty {
            if reader == nil { reader = try archive.open(entry, limit: PackageReader.entryLimit) }
            rest = try reader?.read() ?? []
        }
        defer { rest.removeFirst(min(count, rest.count)) }
        return Array(rest.prefix(count))
    }

    mutating func rewind() { (reader, rest) = (nil, []) }
}
