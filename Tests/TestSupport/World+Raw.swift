import Identity
import Kit
public import Web

extension World {
    /// A request with a body of any bytes and headers of any kind, as somebody with a token; as nobody for nil.
    public func raw(
        _ method: WebRequest.Method, _ path: String, query: [(name: String, value: String)] = [], as person: Person?,
        _ bytes: [UInt8] = [], headers: [String: String] = [:]
    ) async -> WebResponse {
        var headers = ["host": "localhost", "accept-language": language.rawValue].merging(headers) { _, given in given }
        if let person, headers["cookie"] == nil { headers["authorization"] = "Bearer \(person.token)" }
        return await site.respond(to: WebRequest(method, path, query: query, headers: headers, address: "127.0.0.1") { limit in
            guard bytes.count <= limit else { throw Failure.tooLarge(Label("Too large.", ru: "Слишком много.")) }
            return bytes
        })
    }

    /// The headers of somebody at a page.
    public func cookies(of person: Person) -> [String: String] { ["cookie": "\(Site.sessionCookie)=\(person.session.cookie)"] }
}
