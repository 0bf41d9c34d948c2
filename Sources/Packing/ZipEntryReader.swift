import Foundation
import Kit

/// The bytes of one entry of an archive, unpacked piece by piece.
public struct ZipEntryReader {
    private let file: FileHandle
    private let entry: ZipArchive.Entry
    private let inflater: Inflater
    private var position: Int64
    private var left: Int64
    private var count: Int64 = 0
    private var checksum = Checksum()

    private static let pieceSize = 65_536

    init(_ file: FileHandle, _ entry: ZipArchive.Entry, start: Int64) throws(Failure) {
        self.file = file
        self.entry = entry
        inflater = try Inflater()
        position = start
        left = entry.packedSize
    }

    /// The next bytes; none at the end.
    /// - Throws: `Failure.malformed` when more or other bytes come than the archive says.
    public mutating func read() throws -> [UInt8] {
        let bytes = entry.isPacked ? try unpacked() : try packed()
        count += Int64(bytes.count)
        checksum.add(bytes)
        guard count <= entry.size, !bytes.isEmpty || count == entry.size && checksum.value == entry.checksum else {
            throw ZipArchive.damaged
        }
        return bytes
    }

    private mutating func unpacked() throws -> [UInt8] {
        while !inflater.isAtEnd {
            if inflater.needsInput {
                let more = try packed()
                if more.isEmpty {
                    // zlib may still hold some.
                    let rest = try inflater.read(ZipEntryReader.pieceSize)
                    guard !rest.isEmpty || inflater.isAtEnd else { throw ZipArchive.damaged }
                    return rest
                }
                inflater.feed(more)
            }
            let bytes = try inflater.read(ZipEntryReader.pieceSize)
            if !bytes.isEmpty { return bytes }
        }
        return []
    }

    private mutating func packed() throws -> [UInt8] {
        let bytes = try ZipArchive.bytes(file, at: position, Int(min(left, Int64(ZipEntryReader.pieceSize))))
        position += Int64(bytes.count)
        left -= Int64(bytes.count)
        return bytes
    }
}
