import CZlib
import Kit

/// Unpacks a stream of raw DEFLATE (RFC 1951) piece by piece. A class, because zlib's state must stay where it is.
final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    private(set) var isAtEnd = false

    /// - Throws: `Failure.unavailable` when zlib has no memory.
    init() throws(Failure) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // A negative window means: no header and no sum around the stream.
        guard inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw .unavailable(Label("There is not enough memory now.", ru: "Сейчас не хватает памяти."))
        }
        self.stream = stream
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    var needsInput: Bool { position == input.count }

    func feed(_ bytes: [UInt8]) {
        input = bytes
        position = 0
    }

    /// The next bytes that come of what was fed, at most `count`.
    /// - Throws: `Failure.malformed` for what is no such stream.
    func read(_ count: Int) throws(Failure) -> [UInt8] {
        var status = Z_OK
        let out = [UInt8](unsafeUninitializedCapacity: count) { output, produced in
            input.withUnsafeBufferPointer { bytes in
                // zlib promises not to write through next_in; the C type just lacks the const.
                stream.pointee.next_in = bytes.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
                stream.pointee.avail_in = UInt32(clamping: bytes.count - position)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(clamping: output.count)
                let (before, room) = (stream.pointee.avail_in, stream.pointee.avail_out)
                status = inflate(stream, Z_NO_FLUSH)
                position += Int(before - stream.pointee.avail_in)
                produced = Int(room - stream.pointee.avail_out)
            }
        }
        switch status {
        case Z_STREAM_END: isAtEnd = true
        case Z_OK, Z_BUF_ERROR: break
        default: throw ZipArchive.damaged
        }
        return out
    }
}
