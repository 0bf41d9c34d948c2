public import Kit
public import Markup

/// An answer, before it meets the server library.
public struct WebResponse: Sendable {
    public enum Body: Sendable {
        case bytes([UInt8])
        /// The same, already compressed with gzip.
        case gzipped([UInt8])
        /// Made piece by piece, each when the one before was taken; nil ends it.
        case stream(@Sendable () async throws -> [UInt8]?)
    }

    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: Body

    public init(_ status: Int, headers: [(name: String, value: String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func json(_ bytes: [UInt8], status: Int = 200, headers: [(name: String, value: String)] = []) -> WebResponse {
        WebResponse(status, headers: [("content-type", "application/json")] + headers, body: .bytes(bytes))
    }

    public static func json(status: Int = 200, headers: [(name: String, value: String)] = [], _ write: (inout JSONWriter) throws -> Void)
        rethrows -> WebResponse
    {
        var json = JSONWriter()
        try json.object(write)
        return .json(json.bytes, status: status, headers: headers)
    }

    public static func html(_ page: HTML, status: Int = 200) -> WebResponse {
        WebResponse(status, headers: [("content-type", "text/html; charset=utf-8")], body: .bytes(page.bytes))
    }

    /// After a form was sent: look here now.
    public static func see(_ location: String) -> WebResponse { WebResponse(303, headers: [("location", location)]) }

    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The body in memory; empty for a stream.
    public var bytes: [UInt8] {
        switch body {
        case .bytes(let bytes), .gzipped(let bytes): bytes
        case .stream: []
        }
    }
}
