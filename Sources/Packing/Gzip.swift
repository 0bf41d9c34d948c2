import CZlib

/// The bytes as a gzip file, or nil when zlib refuses.
public func gzip(_ bytes: [UInt8], level: Int32 = 9) -> [UInt8]? {
    var stream = z_stream()
    // 15 is the largest window; 16 more asks for the gzip wrapper.
    let opened = deflateInit2_(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard opened == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    guard let length = UInt32(exactly: bytes.count) else { return nil }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    return bytes.withUnsafeBufferPointer { input -> [UInt8]? in
        // zlib promises not to write through next_in; the C type just lacks the const.
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = length
        var isWhole = false
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(clamping: output.count)
            isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
            count = output.count - Int(stream.avail_out)
        }
        return isWhole ? packed : nil
    }
}
