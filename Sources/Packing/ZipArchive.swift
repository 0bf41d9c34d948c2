public import Foundation
import Kit

/// A ZIP archive in a file (APPNOTE 6.3), read entry by entry. Nothing in it is believed: sizes are counted, not taken from it.
public struct ZipArchive: Sendable {
    public struct Entry: Sendable {
        public let name: String
        /// The size that the archive claims; reading refuses more.
        public let size: Int64
        let packedSize: Int64
        let isPacked: Bool
        let isEncrypted: Bool
        let checksum: UInt32
        let offset: Int64
    }

    public let entries: [Entry]
    private let file: FileHandle

    /// What packs better than this, and is large, was made to burst. Sheets of tables reach 10 to 30.
    private static let ratioLimit: Int64 = 200
    private static let innocentSize: Int64 = 64 << 20

    /// - Parameter entryLimit: beyond so many entries it is no document.
    /// - Throws: `Failure.malformed` for what is no archive or a damaged one, `Failure.tooLarge` for one of too many entries.
    public init(_ file: FileHandle, entryLimit: Int64 = 10_000, directoryLimit: Int64 = 8 << 20) throws {
        self.file = file
        let end = try ZipArchive.end(of: file)
        // A number of ZIP64 may be negative.
        guard (0...entryLimit).contains(end.count), (0...directoryLimit).contains(end.size) else {
            throw Failure.tooLarge(Label("The file consists of too many parts.", ru: "Файл состоит из слишком многих частей."))
        }
        let bytes = Fields(try ZipArchive.bytes(file, at: end.offset, Int(end.size)))
        var entries: [Entry] = []
        var position = 0
        for _ in 0..<end.count {
            guard let (entry, length) = ZipArchive.entry(bytes, position) else { throw ZipArchive.damaged }
            entries.append(entry)
            position += length
        }
        self.entries = entries
    }

    /// The entry of a name; names are compared without case, as Windows does.
    public func entry(_ name: String) -> Entry? {
        entries.first { $0.name == name } ?? entries.first { $0.name.lowercased() == name.lowercased() }
    }

    /// Opens an entry for reading.
    /// - Parameter limit: how many bytes may come out of it.
    /// - Throws: `Failure.tooLarge` for an entry that is too large or packed suspiciously well.
    public func open(_ entry: Entry, limit: Int64) throws -> ZipEntryReader {
        guard !entry.isEncrypted else {
            throw Failure.unsupportedType(Label("The file is protected by a password.", ru: "Файл защищён паролем."))
        }
        guard entry.size <= limit else { throw ZipArchive.tooLarge(limit) }
        guard entry.size <= ZipArchive.innocentSize || entry.size / max(entry.packedSize, 1) <= ZipArchive.ratioLimit else {
            throw Failure.tooLarge(
                Label(
                    "The file unpacks to far more than it can honestly hold.",
                    ru: "Файл распаковывается в гораздо больший объём, чем может честно хранить."
                ))
        }
        let header = Fields(try ZipArchive.bytes(file, at: entry.offset, 30))
        guard header.int32(0) == 0x0403_4B50 else { throw ZipArchive.damaged }
        let start = entry.offset + 30 + Int64(header.int16(26)) + Int64(header.int16(28))
        return try ZipEntryReader(file, entry, start: start)
    }

    static let damaged = Failure.malformed(Label("The file is damaged.", ru: "Файл повреждён."))

    static func tooLarge(_ limit: Int64) -> Failure {
        .tooLarge(
            Label(
                "A part of the file unpacks to more than \(limit >> 20) MB. Split the table.",
                ru: "Часть файла распаковывается более чем в \(limit >> 20) МБ. Разделите таблицу."
            ))
    }

    static func bytes(_ file: FileHandle, at offset: Int64, _ count: Int) throws -> [UInt8] {
        guard offset >= 0, let offset = UInt64(exactly: offset), count >= 0 else { throw damaged }
        try file.seek(toOffset: offset)
        let bytes = [UInt8](try file.read(upToCount: count) ?? Data())
        guard bytes.count == count else { throw damaged }
        return bytes
    }

    /// Where the directory is, which stands at the end.
    private static func end(of file: FileHandle) throws -> (count: Int64, size: Int64, offset: Int64) {
        let length = Int64(clamping: try file.seekToEnd())
        let tail = min(length, 65_557)
        let start = length - tail
        let bytes = Fields(try bytes(file, at: start, Int(tail)))
        var position = Int(tail) - 22
        while position >= 0, bytes.int32(position) != 0x0605_4B50 { position -= 1 }
        guard position >= 0 else { throw damaged }
        let (count, size, offset) = (bytes.int16(position + 10), bytes.int32(position + 12), bytes.int32(position + 16))
        guard count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF else { return (Int64(count), Int64(size), Int64(offset)) }
        guard position >= 20, bytes.int32(position - 20) == 0x0706_4B50 else { return (Int64(count), Int64(size), Int64(offset)) }
        let wide = Fields(try self.bytes(file, at: bytes.int64(position - 12), 56))
        guard wide.int32(0) == 0x0606_4B50 else { throw damaged }
        return (wide.int64(32), wide.int64(40), wide.int64(48))
    }

    private static func entry(_ bytes: Fields, _ position: Int) -> (Entry, length: Int)? {
        guard bytes.int32(position) == 0x0201_4B50, bytes.count >= position + 46 else { return nil }
        let (nameLength, extraLength) = (Int(bytes.int16(position + 28)), Int(bytes.int16(position + 30)))
        let name = bytes.text(position + 46, nameLength)
        let method = bytes.int16(position + 10)
        guard method == 0 || method == 8 else { return nil }
        var sizes = [Int64(bytes.int32(position + 24)), Int64(bytes.int32(position + 20)), Int64(bytes.int32(position + 42))]
        // The extra field 1 holds, in this order, those that did not fit.
        var extra = position + 46 + nameLength
        let end = extra + extraLength
        while extra + 4 <= end {
            let (id, length) = (bytes.int16(extra), Int(bytes.int16(extra + 2)))
            if id == 1 {
                var place = extra + 4
                for index in sizes.indices where sizes[index] == 0xFFFF_FFFF && place + 8 <= extra + 4 + length {
                    sizes[index] = bytes.int64(place)
                    place += 8
                }
            }
            extra += 4 + length
        }
        guard sizes.allSatisfy({ $0 >= 0 }) else { return nil }
        let entry = Entry(
            name: name, size: sizes[0], packedSize: sizes[1], isPacked: method == 8, isEncrypted: bytes.int16(position + 8) & 1 == 1,
            checksum: bytes.int32(position + 16), offset: sizes[2]
        )
        return (entry, 46 + nameLength + extraLength + Int(bytes.int16(position + 32)))
    }
}

/// Numbers in little-endian bytes; 0 beyond the end.
struct Fields {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func int16(_ position: Int) -> UInt16 { UInt16(truncatingIfNeeded: number(position, 2)) }
    func int32(_ position: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(position, 4)) }
    func int64(_ position: Int) -> Int64 { Int64(bitPattern: number(position, 8)) }

    func text(_ position: Int, _ length: Int) -> String {
        guard position >= 0, length >= 0, position + length <= bytes.count else { return "" }
        return String(decoding: bytes[position..<(position + length)], as: UTF8.self)
    }

    private func number(_ position: Int, _ width: Int) -> UInt64 {
        guard position >= 0, position + width <= bytes.count else { return 0 }
        return bytes[position..<(position + width)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
