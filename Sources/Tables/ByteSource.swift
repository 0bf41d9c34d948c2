public import Foundation
public import Kit

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
public struct FileSource: ByteSource {
    private let handle: FileHandle

    public init(_ handle: FileHandle) { self.handle = handle }

    /// - Throws: `Failure.notFound` when there is no such file.
    public init(path: String) throws(Failure) {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .notFound }
        self.handle = handle
    }

    public func read(_ count: Int) throws -> [UInt8] { [UInt8](try handle.read(upToCount: count) ?? Data()) }

    public func rewind() throws { try handle.seek(toOffset: 0) }
}
