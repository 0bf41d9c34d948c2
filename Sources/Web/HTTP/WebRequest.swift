package import Files
public import Kit

/// A request as the handlers see it: no server library in sight, so that tests make one by hand.
public struct WebRequest: Sendable {
    public enum Method: String, Sendable, Hashable, CaseIterable { case get = "GET", post = "POST", patch = "PATCH", delete = "DELETE", put = "PUT" }

    public let method: Method
    /// Decoded, without the query: `/deals/7`.
    public let path: String
    public package(set) var query: [(name: String, value: String)]
    /// Names in lower case.
    public let headers: [String: String]
    /// The address of the visitor, for throttling.
    public internal(set) var address: String
    /// Whether the visitor's browser came by HTTPS.
    public internal(set) var isSecure = false
    /// Why it can't be answered, when it can't even be read; the other parts are then what could be read.
    package let refusal: Failure?
    /// Lends the body piece by piece, up to a number of bytes.
    package typealias Body = @Sendable (_ limit: Int, _ take: ([UInt8]) async throws -> Void) async throws -> Void
    private var body: Body
    /// What the route's pattern named: `id` of `/deals/:id`.
    public internal(set) var parameters: [String: String] = [:]

    public init(
        _ method: Method, _ path: String, query: [(name: String, value: String)] = [], headers: [String: String] = [:], address: String = "",
        refusal: Failure? = nil, body: @escaping @Sendable (_ limit: Int) async throws -> [UInt8] = { _ in [] }
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.address = address
        self.refusal = refusal
        self.body = { limit, take in try await take(try await body(limit)) }
    }

    /// A request whose body comes in pieces.
    package init(
        _ method: Method, _ path: String, query: [(name: String, value: String)], headers: [String: String], address: String, refusal: Failure?,
        pieces: @escaping Body
    ) {
        self.init(method, path, query: query, headers: headers, address: address, refusal: refusal)
        body = pieces
    }

    /// The whole body. - Throws: `Failure.tooLarge` over `limit` bytes.
    public func bytes(upTo limit: Int = 1 << 20) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await pieces(upTo: limit) { bytes += $0 }
        return bytes
    }

    /// Lends the body piece by piece. What says itself that it is too large is not read at all.
    /// - Throws: `Failure.tooLarge` over `limit` bytes.
    package func pieces(upTo limit: Int, _ take: ([UInt8]) async throws -> Void) async throws {
        if let length = headers["content-length"].flatMap({ Int($0) }), length > limit { throw WebRequest.tooLarge(limit) }
        try await body(limit, take)
    }

    /// The body in a nameless file of this machine.
    package func file(upTo limit: Int) async throws -> FileSource {
        let file = try FileSource.temporary()
        try await pieces(upTo: limit) { try file.append($0) }
        try file.rewind()
        return file
    }

    package static func tooLarge(_ limit: Int) -> Failure {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(limit >> 10) KB"
        return .tooLarge(Label("Send at most \(size) at a time.", ru: "За один раз можно отправить не больше \(size)."))
    }

    public func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The first value of a query item, if it is not empty.
    public func item(_ name: String) -> String? { query.first { $0.name == name && !$0.value.isEmpty }?.value }

    public func cookie(_ name: String) -> String? {
        guard let pairs = headers["cookie"]?.utf8 else { return nil }
        for pair in pairs.split(separator: UInt8(ascii: ";")) {
            let pair = pair.drop { $0 == UInt8(ascii: " ") }
            guard pair.starts(with: name.utf8) else { continue }
            let rest = pair.dropFirst(name.utf8.count)
            if rest.first == UInt8(ascii: "="), rest.count > 1 { return String(Substring(rest.dropFirst())) }
        }
        return nil
    }

    /// The language to speak before anybody is known: what the visitor chose, else what the browser prefers.
    public var language: Language {
        if let chosen = cookie("krug_language").flatMap(Language.init) { return chosen }
        for wish in (headers["accept-language"] ?? "").split(separator: ",") {
            if let language = Language(rawValue: wish.drop { $0 == " " }.prefix(2).lowercased()) { return language }
        }
        return .en
    }
}
