import CZlib
import Kit

/// Packs a stream into raw DEFLATE (RFC 1951) piece by piece. A class, because zlib's state must stay where it is.
final class Deflater {
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameter isPacking: false for bytes that stay as they are, in blocks of 64 KB that say so.
    /// - Throws: `Failure.unavailable` when zlib has no memory.
    init(isPacking: Bool = true) throws(Failure) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // The quick level: a table is read once more often than it is kept.
        let level: Int32 = isPacking ? 3 : 0
        guard deflateInit2_(stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            stream.deallocate()
            throw .unavailable(Label("There is not enough memory now.", ru: "Сейчас не хватает памяти."))
        }
        self.stream = stream
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// What comes of more bytes; with `isLast`, all that is left.
    func pack(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var out: [UInt8] = []
        bytes.withUnsafeBufferPointer { input in
            // zlib promises not to write through next_in; the C type just lacks the const.
            stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
            stream.pointee.avail_in = UInt32(clamping: input.count)
            var isFull = true
            while isFull {
                out += [UInt8](unsafeUninitializedCapacity: 65_536) { output, produced in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(clamping: output.count)
                    deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    produced = output.count - Int(stream.pointee.avail_out)
                    isFull = stream.pointee.avail_out == 0
                }
            }
        }
        return out
    }
}
