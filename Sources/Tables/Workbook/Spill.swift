import Foundation
import Kit

/// A list of texts kept in files without names beside a table, because it may be larger than memory. The files are gone when this is.
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

        init(besides path: String) throws(Failure) {
            texts = try Output(besides: path)
            ends = try Output(besides: path)
        }

        mutating func append(_ text: [UInt8]) throws(Failure) {
            try texts.append(text)
            try withUnsafeBytes(of: UInt64(texts.size)) { bytes throws(Failure) in try ends.append(bytes) }
        }

        mutating func finish() throws(Failure) -> Spill { Spill(try texts.finish(), try ends.finish()) }
    }

    /// Bytes on their way into a file that has no name any more.
    private struct Output {
        private let descriptor: Int32
        private let file: FileHandle
        private var buffer: [UInt8] = []
        private(set) var size = 0

        init(besides path: String) throws(Failure) {
            let name = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36))"
            descriptor = open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
            guard descriptor >= 0 else { throw .storageFull }
            unlink(name)
            file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }

        mutating func append(_ bytes: some Collection<UInt8>) throws(Failure) {
            buffer += bytes
            size += bytes.count
            if buffer.count >= 65_536 { try flush() }
        }

        mutating func finish() throws(Failure) -> Mapped {
            try flush()
            return try Mapped(descriptor, size)
        }

        private mutating func flush() throws(Failure) {
            do {
                try file.write(contentsOf: Data(buffer))
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
