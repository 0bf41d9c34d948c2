import Identity
public import Kit
public import Web

extension World {
    /// Asks the API as somebody with a token; as nobody for nil.
    public func api(
        _ method: WebRequest.Method, _ target: String, as person: Person?, _ json: String? = nil, headers: [String: String] = [:]
    ) async -> WebResponse {
        var headers = headers
        if let person { headers["authorization"] = "Bearer \(person.token)" }
        if json != nil, headers["content-type"] == nil { headers["content-type"] = "application/json" }
        return await respond(method, target, headers, json ?? "")
    }

    /// Opens a page as somebody with a session; as nobody for nil.
    public func page(_ target: String, as person: Person?, headers: [String: String] = [:]) async -> WebResponse {
        await respond(.get, target, signedIn(person, headers), "")
    }

    /// Sends a form as somebody with a session, with the session's form token unless `_csrf` is among the fields.
    public func send(
        _ target: String, as person: Person?, _ fields: [(name: String, text: String)] = [], headers: [String: String] = [:]
    ) async -> WebResponse {
        var fields = fields
        if let person, !fields.contains(where: { $0.name == "_csrf" }) { fields.append(("_csrf", person.session.signedIn.formToken)) }
        var headers = signedIn(person, headers)
        headers["content-type"] = "application/x-www-form-urlencoded"
        let body = fields.map { "\(World.encode($0.name))=\(World.encode($0.text))" }.joined(separator: "&")
        return await respond(.post, target, headers, body)
    }

    private func signedIn(_ person: Person?, _ headers: [String: String]) -> [String: String] {
        var headers = headers
        if let person { headers["cookie"] = "\(Site.sessionCookie)=\(person.session.cookie)" }
        return headers
    }

    private func respond(_ method: WebRequest.Method, _ target: String, _ headers: [String: String], _ body: String) async -> WebResponse {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = (try? Form(urlEncoded: (parts.count > 1 ? parts[1] : "").utf8)) ?? .empty
        var headers = headers
        headers["host"] = headers["host"] ?? "localhost"
        headers["accept-language"] = headers["accept-language"] ?? language.rawValue
        let bytes = Array(body.utf8)
        return await site.respond(to: WebRequest(
            method, String(parts[0]), query: query.fields.map { ($0.name, $0.text) }, headers: headers, address: "127.0.0.1"
        ) { limit in
            guard bytes.count <= limit else { throw Failure.tooLarge(Label("Too large.", ru: "Слишком много.")) }
            return bytes
        })
    }

    public static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}

extension WebResponse {
    public var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    public var json: JSON { (try? JSON.parse(bytes)) ?? .null }
}
