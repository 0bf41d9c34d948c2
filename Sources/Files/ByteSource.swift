public import Foundation

/// Bytes that are read in pieces and can be read again from the beginning.
public protocol ByteSource {
    /// The next bytes, at most `count`; none at the end.
    mutating func read(_ count: Int) throws -> [UInt8]
    mutating func rewind() throws
}

/// Bytes in memory.
public struct MemorySource: ByteSource, Sendable {
    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public mutating func read(_ count: Int) -> [UInt8] {
        let end = position + min(count, bytes.count - position)
        defer { position = end }
        return Array(bytes[position..<end])
    }

    public mutating func rewind() { position = 0 }
}

/// The bytes of a file.
public struct FileSource: ByteSource, Sendable {
    public let handle: FileHandle

    public init(_ handle: FileHandle) { self.handle = handle }

    public func read(_ count: Int) throws -> [UInt8] { [UInt8](try handle.read(upToCount: count) ?? Data()) }

    public func rewind() throws { try handle.seek(toOffset: 0) }
}

extension FileSource {
    /// A file of this machine without a name, to be filled by `append` and then read. It is gone with its last reader.
    public static func temporary(_ bytes: [UInt8] = []) throws -> FileSource {
        let file = FileSource(try LocalFile.nameless())
        try file.append(bytes)
        try file.rewind()
        return file
    }

    public func append(_ bytes: [UInt8]) throws {
        try handle.seekToEnd()
        try LocalFile.write(bytes, to: handle.fileDescriptor)
    }
}
