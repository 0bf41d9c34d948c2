import Files
import Kit

@testable import API
@testable import Web

extension Parser {
    static let requests = [
        Parser("form") { bytes in
            let form = try Form(urlEncoded: bytes)
            for (name, text) in form.fields {
                let again = try Form(urlEncoded: "\(name.formEncoded)=\(text.formEncoded)".utf8)
                guard again.fields.first ?? ("", "") == (name, text) else { throw Unfaithful(first: name, second: text) }
            }
        },
        Parser("multipart") { bytes in
            var reader = try MultipartReader(contentType: "multipart/form-data; boundary=x", limits: .init(file: 1 << 16))
            // The first byte says in which pieces it comes.
            let size = Int(bytes.first ?? 0) + 1
            for start in stride(from: 1, to: bytes.count, by: size) { try reader.feed(Array(bytes[start..<min(start + size, bytes.count)])) }
            let form = try reader.form()
            for file in form.files where try file.content.read(1 << 17).count != file.size {
                throw Unfaithful(first: file.name, second: "\(file.size)")
            }
        },
        Parser(text: "multipart-head") { text in
            _ = try MultipartReader(contentType: text, limits: .init(file: 1))
        },
        Parser(text: "header") { text in
            let request = WebRequest(
                .get, text, headers: ["cookie": text, "accept-language": text, "host": text, "if-match": text, "range": text])
            _ = (request.cookie("krug_session"), request.cookie(""), request.language, request.theme, request.presentedVersion)
            for size: Int64 in [0, 1, 1_000, .max] {
                if case .part(let range) = ByteRange(text, of: size), range.isEmpty || range.upperBound > size {
                    throw Unfaithful(first: text, second: "\(range)")
                }
            }
            let proxies = TrustedProxies(["127.0.0.1", "::1"]) ?? .none
            _ = (proxies.visitor(behind: "127.0.0.1", forwardedFor: text), proxies.visitor(behind: text, forwardedFor: text))
            _ = (proxies.isSecure(behind: "::1", forwardedProto: text), TrustedProxies([text]))
        },
    ]
}
