import Attachments
package import Files
import Foundation
import Kit

/// The bytes of a file on their way out: always shut in, so that whatever is inside does nothing here. Whole or in part, at flat memory.
package struct FileDelivery {
    let name: String
    let kind: ContentKind
    /// The name of its bytes in the store.
    let digest: String

    private static let pieceSize = 1 << 18
    /// Neither scripts nor forms nor anything fetched, and an origin of its own.
    private static let closed = "sandbox; default-src 'none'; frame-ancestors 'none'"
    /// The browser's viewer of documents is a page of its own, which does not open in a sandbox; nothing of ours is in its reach.
    private static let closedDocument = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"

    /// To be kept by whoever asks for it.
    package func download(_ request: WebRequest, from store: any FileStore) async throws -> WebResponse {
        try await respond(request, store, isShown: false)
    }

    /// To be looked at: pictures that can't do anything, and documents in the browser's own viewer. - Throws: `Failure.notFound` for others.
    package func preview(_ request: WebRequest, from store: any FileStore) async throws -> WebResponse {
        guard kind.isPicture || kind.isPDF else { throw Failure.notFound }
        return try await respond(request, store, isShown: true)
    }

    private func respond(_ request: WebRequest, _ store: any FileStore, isShown: Bool) async throws -> WebResponse {
        let tag = "\"\(digest)\""
        var headers: [(name: String, value: String)] = [
            ("etag", tag), ("cache-control", "private, no-cache"), ("accept-ranges", "bytes"),
            ("content-security-policy", isShown && kind.isPDF ? FileDelivery.closedDocument : FileDelivery.closed),
        ]
        if request.headers["if-none-match"]?.contains(tag) ?? false { return WebResponse(304, headers: headers) }
        let handle = try await store.open(digest)
        let size = Int64(clamping: try handle.seekToEnd())
        headers += [
            ("content-type", kind.isActive ? "application/octet-stream" : kind.mediaType),
            ("content-disposition", "\(isShown ? "inline" : "attachment"); \(FileDelivery.spelled(name))"),
        ]
        switch ByteRange(request.headers["range"], of: size) {
        case .whole: return stream(handle, 0..<size, 200, headers)
        case .part(let range):
            headers.append(("content-range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"))
            return stream(handle, range, 206, headers)
        case .beyond: return WebResponse(416, headers: [("content-range", "bytes */\(size)")])
        }
    }

    private func stream(_ handle: FileHandle, _ range: Range<Int64>, _ status: Int, _ headers: [(name: String, value: String)])
        -> WebResponse
    {
        let reading = FileReading(handle, range)
        return WebResponse(
            status, headers: headers + [("content-length", "\(range.upperBound - range.lowerBound)")],
            body: .stream { try await reading.next(FileDelivery.pieceSize) })
    }

    /// The name in two spellings: for all, and for those who know RFC 8187.
    static func spelled(_ name: String) -> String {
        let plain = String(
            String.UnicodeScalarView(name.unicodeScalars.map { $0.isASCII && $0 != "\"" && $0 != "\\" && $0 != "%" ? $0 : "_" }))
        return "filename=\"\(plain)\"; filename*=UTF-8''\(name.formEncoded)"
    }
}

/// Reads a part of a file piece by piece.
private actor FileReading {
    private let handle: FileHandle
    private var position: Int64
    private let end: Int64

    init(_ handle: FileHandle, _ range: Range<Int64>) {
        self.handle = handle
        position = range.lowerBound
        end = range.upperBound
    }

    func next(_ most: Int) throws -> [UInt8]? {
        guard position < end else { return nil }
        try handle.seek(toOffset: UInt64(clamping: position))
        let bytes = [UInt8](try handle.read(upToCount: Int(min(Int64(most), end - position))) ?? Data())
        guard !bytes.isEmpty else { return nil }
        position += Int64(bytes.count)
        return bytes
    }
}

/// What a request wants of a file (RFC 9110, section 14): one range at most; several are answered with the whole.
enum ByteRange: Equatable {
    case whole
    case part(Range<Int64>)
    case beyond

    init(_ header: String?, of size: Int64) {
        self = .whole
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map { String($0).trimmed }
        guard parts.count == 2 else { return }
        let numbers = parts.map { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int64($0) : nil }
        switch (numbers[0], numbers[1]) {
        case (let first?, let last?) where first <= last:
            self = first < size ? .part(first..<(last < size ? last + 1 : size)) : .beyond
        case (let first?, nil) where parts[1].isEmpty: self = first < size ? .part(first..<size) : .beyond
        case (nil, let count?) where parts[0].isEmpty: self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .beyond
        default: break
        }
    }
}
