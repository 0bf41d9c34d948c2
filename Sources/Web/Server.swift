public import Hummingbird
import HTTPTypes
import Kit
import NIOCore

/// Puts a `Site` behind Hummingbird's HTTP server. The only place where the two meet.
public struct SiteResponder: HTTPResponder {
    public typealias Context = SiteContext
    private let site: Site

    public init(_ site: Site) { self.site = site }

    public func respond(to request: Request, context: SiteContext) async throws -> Response {
        let response = await answer(request, context)
        var fields = HTTPFields()
        for (name, value) in response.headers {
            // The body says it by itself.
            if name != "content-length", let name = SiteResponder.names[name] ?? HTTPField.Name(name) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        let body: ResponseBody =
            switch response.body {
            case .bytes(let bytes), .gzipped(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            case .stream(let next):
                ResponseBody(contentLength: response.header("content-length").flatMap { Int($0) }) { writer in
                    while let bytes = try await next() { try await writer.write(ByteBuffer(bytes: bytes)) }
                    try await writer.finish(nil)
                }
            }
        return Response(status: .init(code: response.status), headers: fields, body: body)
    }

    /// What a connection's task took for a request it keeps while the answer goes out, and pages that listen do so for long: for them
    /// another task does it.
    private func answer(_ request: Request, _ context: SiteContext) async -> WebResponse {
        guard request.uri.path == LiveStream.path else { return await site.respond(to: SiteResponder.request(request, from: context.address)) }
        async let answer = site.respond(to: SiteResponder.request(request, from: context.address))
        return await answer
    }

    /// The names that every answer has, made once.
    private static let names: [String: HTTPField.Name] = {
        let names = (Site.pageHeaders + [("content-type", ""), ("etag", ""), ("vary", ""), ("content-encoding", "")]).map(\.name)
        return Dictionary(names.compactMap { name in HTTPField.Name(name).map { (name, $0) } }, uniquingKeysWith: { first, _ in first })
    }()

    package static func request(_ request: Request, from address: String) -> WebRequest {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let name = request.method == .head ? "GET" : request.method.rawValue
        let path = Form.decode(parts[0].utf8, plusIsSpace: false)
        let query = try? Form(urlEncoded: (parts.count > 1 ? parts[1] : "").utf8)
        var headers: [String: String] = ["host": request.head.authority ?? ""]
        headers.reserveCapacity(request.headers.count + 1)
        for field in request.headers {
            let name = field.name.canonicalName
            headers[name] = headers[name].map { name == "cookie" ? "\($0); \(field.value)" : "\($0), \(field.value)" } ?? field.value
        }
        let method = WebRequest.Method(rawValue: name)
        let refusal: Failure? = path == nil || query == nil ? Form.notUTF8 : method == nil ? .methodNotAllowed : nil
        return WebRequest(
            method ?? .get, path ?? String(parts[0]), query: query?.fields.map { ($0.name, $0.text) } ?? [],
            headers: headers, address: address, refusal: refusal
        ) { limit, take in
            var count = 0
            for try await buffer in request.body {
                count += buffer.readableBytes
                guard count <= limit else { throw WebRequest.tooLarge(limit) }
                try await take(Array(buffer.readableBytesView))
            }
        }
    }
}

/// What the server library knows of a connection.
public struct SiteContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    package let address: String

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
