public import Kit

/// Writes a ZIP archive piece by piece: nothing of it is kept but the names and sizes of its entries.
///
/// A value with a class inside: copies go on from the same state, so only one of them may be written to.
public struct ZipWriter {
    private var bytes: [UInt8] = []
    private var written: Int64 = 0
    private var entries: [Entry] = []
    private var current: Current?

    private struct Entry {
        let name: [UInt8]
        let offset: Int64
        let checksum: UInt32
        let packedSize: Int64
        let size: Int64
    }

    private struct Current {
        let name: [UInt8]
        let offset: Int64
        let deflater: Deflater
        var checksum = Checksum()
        var packedSize: Int64 = 0
        var size: Int64 = 0
    }

    public init() {}

    /// How many bytes the open entry has taken so far.
    public var size: Int64 { current?.size ?? 0 }

    /// Begins an entry; the one before ends.
    /// - Parameter isPacked: false for bytes that stay as they are, in blocks of DEFLATE.
    public mutating func open(_ name: String, isPacked: Bool = true) throws(Failure) {
        try close()
        let entry = Current(name: Array(name.utf8), offset: written + Int64(bytes.count), deflater: try Deflater(isPacking: isPacked))
        // Bit 3: the sum and the sizes stand behind the data, whose end DEFLATE itself tells. Bit 11: names are UTF-8.
        put32(0x0403_4B50)
        put16(20)
        put16(0x0808)
        put16(8)
        put32(ZipWriter.date)
        for _ in 0..<3 { put32(0) }
        put16(entry.name.count)
        put16(0)
        bytes += entry.name
        current = entry
    }

    public mutating func write(_ data: [UInt8]) { pack(data, isLast: false) }

    public mutating func write(_ text: String) { pack(Array(text.utf8), isLast: false) }

    /// Ends the archive, which may be of any length (ZIP64).
    /// - Throws: `Failure.tooLarge` for an entry beyond 4 GB.
    public mutating func finish() throws(Failure) {
        try close()
        let start = written + Int64(bytes.count)
        for entry in entries {
            let isFar = entry.offset >= ZipWriter.wide32
            put32(0x0201_4B50)
            put16(20)
            put16(isFar ? 45 : 20)
            put16(0x0808)
            put16(8)
            put32(ZipWriter.date)
            put32(Int(entry.checksum))
            put32(Int(entry.packedSize))
            put32(Int(entry.size))
            put16(entry.name.count)
            put16(isFar ? 12 : 0)
            for _ in 0..<3 { put16(0) }
            put32(0)
            put32(Int(min(entry.offset, ZipWriter.wide32)))
            bytes += entry.name
            if isFar {
                put32(0x0008_0001)
                put(Int(entry.offset), 8)
            }
        }
        let end = written + Int64(bytes.count)
        if entries.count >= 0xFFFF || end >= ZipWriter.wide32 { putWideEnd(start, end) }
        put32(0x0605_4B50)
        put32(0)
        put16(min(entries.count, 0xFFFF))
        put16(min(entries.count, 0xFFFF))
        put32(Int(min(end - start, ZipWriter.wide32)))
        put32(Int(min(start, ZipWriter.wide32)))
        put16(0)
    }

    /// Where the directory is, in numbers that 32 bits don't hold, and where that stands.
    private mutating func putWideEnd(_ start: Int64, _ end: Int64) {
        put32(0x0606_4B50)
        put(44, 8)
        put16(45)
        put16(45)
        put32(0)
        put32(0)
        put(entries.count, 8)
        put(entries.count, 8)
        put(Int(end - start), 8)
        put(Int(start), 8)
        put32(0x0706_4B50)
        put32(0)
        put(Int(end), 8)
        put32(1)
    }

    /// The bytes since the last time.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        written += Int64(bytes.count)
        return bytes
    }

    private mutating func close() throws(Failure) {
        pack([], isLast: true)
        guard let entry = current else { return }
        guard max(entry.size, entry.packedSize) < ZipWriter.wide32 else {
            throw .tooLarge(Label("A part of the file would be larger than 4 GB.", ru: "Часть файла вышла бы больше 4 ГБ."))
        }
        put32(0x0807_4B50)
        put32(Int(entry.checksum.value))
        put32(Int(entry.packedSize))
        put32(Int(entry.size))
        entries.append(
            Entry(
                name: entry.name, offset: entry.offset, checksum: entry.checksum.value, packedSize: entry.packedSize, size: entry.size))
        current = nil
    }

    private mutating func pack(_ data: [UInt8], isLast: Bool) {
        guard var entry = current else { return }
        current = nil
        entry.checksum.add(data)
        entry.size += Int64(data.count)
        let packed = entry.deflater.pack(data, isLast: isLast)
        entry.packedSize += Int64(packed.count)
        bytes += packed
        current = entry
    }

    /// What stands for a number that is told elsewhere.
    private static let wide32: Int64 = 0xFFFF_FFFF

    /// The first day that the format knows, at midnight: equal tables are equal files.
    private static let date = 0x0021_0000

    private mutating func put16(_ number: Int) { put(number, 2) }
    private mutating func put32(_ number: Int) { put(number, 4) }

    private mutating func put(_ number: Int, _ width: Int) {
        for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
}
