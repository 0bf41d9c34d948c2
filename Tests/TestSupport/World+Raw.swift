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

    /// Sends files by a form of a page, as somebody with a session.
    public func upload(
        _ target: String, as person: Person?, _ files: [(field: String, name: String, bytes: [UInt8])], _ fields: [(String, String)] = []
    ) async -> WebResponse {
        let all = [("_csrf", person?.session.signedIn.formToken ?? "")] + fields
        var body = all.flatMap { Array("--x\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n".utf8) }
        for file in files {
            body += Array("--x\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n\r\n".utf8)
            body += file.bytes + [13, 10]
        }
        let type = ["content-type": "multipart/form-data; boundary=x"]
        let headers = person.map { cookies(of: $0).merging(type) { $1 } } ?? type
        return await raw(.post, target, as: person, body + Array("--x--".utf8), headers: headers)
    }
}
