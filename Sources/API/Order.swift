import Identity
import Kit
import RecordEngine
import Storage
import Web

/// The body of a program's request. What is wrong with it is said when it is known who asks.
struct JSONBody: Sendable {
    let bytes: [UInt8]
    let json: Result<JSON, Failure>
}

extension Visit {
    /// Reads the body as JSON. - Throws: `Failure.tooLarge`, `Failure.unsupportedType`; a body that is not JSON is kept as a failure.
    func jsonBody() async throws -> JSONBody {
        let bytes = try await request.bytes()
        if bytes.isEmpty, route.operation?.body?.isOptional ?? true { return JSONBody(bytes: bytes, json: .success([:])) }
        let type = (request.headers["content-type"] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == "application/json" || type == "application/merge-patch+json" && request.method == .patch else {
            throw Failure.unsupportedType(Label("Send application/json.", ru: "Отправьте application/json."))
        }
        return JSONBody(bytes: bytes, json: Result { () throws(Failure) in try JSON.parse(bytes) })
    }

    /// Carries out a program's order as one unit, once for each `Idempotency-Key`: whoever sends it again gets the same answer.
    /// - Parameter kept: what is kept of an answer, when that is not all of it.
    func order(
        keeping kept: @escaping @Sendable (WebResponse) -> WebResponse = { $0 },
        _ carryOut: @escaping @Sendable (Records, JSON) throws -> WebResponse
    ) async throws -> WebResponse {
        let body = try await jsonBody()
        let key = request.headers["idempotency-key"]
        let target = "\(request.method.rawValue) \(request.path)"
        return try await write { records, caller in
            guard let key, let user = caller.principal.user else { return try carryOut(records, try body.json.get()) }
            let order = try Idempotency.Order(key: key, user: user, route: target, body: body.bytes)
            let tx = try records.writing()
            if let answer = try Idempotency.replay(order, in: tx) { return WebResponse(replaying: answer) }
            let response = try carryOut(records, try body.json.get())
            try Idempotency.store(kept(response).answer, to: order, in: tx)
            return response
        }
    }
}

extension WebResponse {
    /// The answer as it is kept: its headers one a line.
    fileprivate var answer: Idempotency.Answer {
        let head = headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        return Idempotency.Answer(status: status, head: head, body: String(decoding: bytes, as: UTF8.self))
    }

    fileprivate init(replaying answer: Idempotency.Answer) {
        let headers: [(name: String, value: String)] = answer.head.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1]).trimmed) : nil
        }
        self.init(answer.status, headers: headers + [("idempotent-replayed", "true")], body: .bytes(Array(answer.body.utf8)))
    }
}
