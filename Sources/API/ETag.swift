import Kit
import RecordEngine
import Web

extension Record {
    /// The version as HTTP names it.
    var etag: String { "\"\(version)\"" }
}

/// What a caller says of the version that it has seen.
struct Precondition: Sendable {
    /// The version that must be the present one; nil when any will do, as long as there is one.
    let version: Int64?

    /// Reads `"3"` or `*`. Whatever is not one of our tags is the version of nothing.
    init(_ header: String) {
        let text = header.trimmed
        guard text != "*" else {
            version = nil
            return
        }
        let isQuoted = text.count >= 3 && text.hasPrefix("\"") && text.hasSuffix("\"")
        version = isQuoted ? Int64(text.dropFirst().dropLast()) ?? -1 : -1
    }
}

extension WebRequest {
    /// What stands in `If-Match`, if it was sent.
    var presentedVersion: Precondition? { headers["if-match"].map(Precondition.init) }

    /// - Throws: `Failure.preconditionRequired` without `If-Match`.
    func precondition() throws(Failure) -> Precondition {
        guard let presentedVersion else { throw .preconditionRequired }
        return presentedVersion
    }

    /// Whether `If-None-Match` names this version.
    func knows(_ version: Int64) -> Bool {
        guard let header = headers["if-none-match"] else { return false }
        return header.split(separator: ",").contains { tag in
            let tag = String(tag).trimmed
            return tag == "*" || tag == "\"\(version)\"" || tag == "W/\"\(version)\""
        }
    }
}

extension Visit {
    /// Reads records as the caller, as of the moment that the address names, if it names one.
    func readAsOf<T: Sendable>(_ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        try await read { records, _ in try body(try records.asOf(request.item("as_of"))) }
    }
}

extension WebResponse {
    /// One record as it was. It has no tag: nobody can change what was.
    static func past(_ record: Record, _ records: Records) -> WebResponse {
        .json { json in
            json.name("data")
            json.object { record.write(into: &$0, role: records.principal.role) }
        }
    }

    /// One record with its tag. What was given away by this very request is named and not shown.
    static func record(_ record: Record, _ records: Records, status: Int = 200) throws -> WebResponse {
        let isReadable = try records.may(\.read, record)
        return .json(status: status, headers: [("etag", record.etag)]) { json in
            json.name("data")
            json.object { json in
                if isReadable { return record.write(into: &json, role: records.principal.role) }
                json.name("id")
                json.int(record.id)
                json.name("version")
                json.int(record.version)
            }
        }
    }
}
