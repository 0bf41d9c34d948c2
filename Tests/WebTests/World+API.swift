import Kit
import TestSupport
import Web

extension World {
    /// Reads a list with parameters that still have to be encoded.
    func list(_ path: String, _ items: KeyValuePairs<String, String> = [:], as person: Person?) async -> WebResponse {
        let query = items.map { "\($0.key)=\(encoded($0.value))" }.joined(separator: "&")
        return await api(.get, query.isEmpty ? path : "\(path)?\(query)", as: person)
    }

    /// All rows of a list, page after page; nil when there is no end to them.
    func pages(_ path: String, sort: String, limit: Int, as person: Person) async -> [JSON]? {
        var rows: [JSON] = []
        var after: String?
        for _ in 0..<400 {
            let page =
                after == nil
                ? await list(path, ["sort": sort, "limit": "\(limit)"], as: person)
                : await list(path, ["sort": sort, "limit": "\(limit)", "after": after ?? ""], as: person)
            rows += page.json["data"]?.array ?? []
            after = page.json["next"]?.string
            if after == nil { return page.status == 200 ? rows : nil }
        }
        return nil
    }

    private func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 44, 45, 46, 95: String(Unicode.Scalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}

extension WebResponse {
    var data: JSON { json["data"] ?? .null }
    var rows: [JSON] { data.array ?? [] }
    /// The fields that a problem names.
    var fields: [String] { (json["errors"]?.array ?? []).compactMap { $0["field"]?.string } }
    var etag: String { header("etag") ?? "" }
}

extension JSON {
    var id: Int64 { self["id"]?.int ?? 0 }
}
