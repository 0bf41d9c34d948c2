import Files
import Foundation
import Kit

/// A list of texts kept in files without names, because it may be larger than memory. The files are gone when this is.
///
/// A class, because the mapped memory is given back once.
final class Spill {
    private let texts: Mapped
    private let ends: Mapped
    let count: Int

    private init(_ texts: Mapped, _ ends: Mapped) {
        self.texts = texts
        self.ends = ends
        count = ends.bytes.count / 8
    }

    /// The text of a place; nil beyond the end.
    subscript(index: Int) -> String? {
        guard index >= 0, index < count else { return nil }
        let start = index == 0 ? 0 : end(index - 1), stop = end(index)
        guard start <= stop, stop <= texts.bytes.count else { return nil }
        return String(decoding: UnsafeRawBufferPointer(rebasing: texts.bytes[start..<stop]), as: UTF8.self)
    }

    private func end(_ index: Int) -> Int { Int(clamping: ends.bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)) }

    /// Takes the texts, one after another.
    struct Writer {
        private var texts: Output
        private var ends: Output

        init() throws {
            texts = try Output()
            ends = try Output()
        }

        mutating func append(_ text: [UInt8]) throws(Failure) {
            try texts.append(text)
            try ends.append(withUnsafeBytes(of: UInt64(texts.size)) { [UInt8]($0) })
        }

        mutating func finish() throws(Failure) -> Spill { Spill(try texts.finish(), try ends.finish()) }
    }

    /// Bytes on their way into a file without a name.
    private struct Output {
        private let file: FileSource
        private var buffer: [UInt8] = []
        private(set) var size = 0

        init() throws { file = try FileSource.temporary() }

        mutating func append(_ bytes: [UInt8]) throws(Failure) {
            buffer += bytes
            size += bytes.count
            if buffer.count >= 65_536 { try flush() }
        }

        mutating func finish() throws(Failure) -> Mapped {
            try flush()
            return try Mapped(file.handle.fileDescriptor, size)
        }

        private mutating func flush() throws(Failure) {
            do {
                try file.append(buffer)
            } catch {
                throw .storageFull
            }
            buffer.removeAll(keepingCapacity: true)
        }
    }

    /// A file seen as memory; the system fetches what is asked for and drops it again.
    private final class Mapped {
        let bytes: UnsafeRawBufferPointer

        init(_ descriptor: Int32, _ size: Int) throws(Failure) {
            guard size > 0 else {
                bytes = UnsafeRawBufferPointer(start: nil, count: 0)
                return
            }
            let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard let start, start != MAP_FAILED else {
                throw .unavailable(Label("There is not enough memory now.", ru: "Сейчас не хватает памяти."))
            }
            bytes = UnsafeRawBufferPointer(start: start, count: size)
        }

        deinit { if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) } }
    }
}
