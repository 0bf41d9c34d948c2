package import Markup
package import Pages

/// What pages ask of a request.
extension WebRequest {
    /// The theme that the person chose in this browser.
    package var theme: Theme { cookie("krug_theme").flatMap(Theme.init) ?? .system }

    /// The path as it stands in an address.
    package var encodedPath: String {
        "/" + path.split(separator: "/").map { String($0).formEncoded }.joined(separator: "/")
    }

    /// The page of ours that was seen before, without the notice it may have shown.
    package var cameFrom: URLPath? {
        guard let referer = headers["referer"], let host = headers["host"],
            let start = ["http://\(host)/", "https://\(host)/"].first(where: referer.hasPrefix)
        else { return nil }
        let parts = ("/" + referer.dropFirst(start.count)).split(separator: "?", maxSplits: 1)
        let items = parts.count > 1 ? parts[1].split(separator: "&").filter { !$0.hasPrefix("done=") }.joined(separator: "&") : ""
        return URLPath(local: String(parts[0]) + (items.isEmpty ? "" : "?" + items))
    }

    /// Whether a script of ours asks, which wants pieces of pages or events instead of whole pages.
    package var isFromScript: Bool { headers["x-requested-with"] != nil || headers["accept"] == "text/event-stream" }

    /// Whether the browser says that a page of ours sent it, as its user does by a form.
    var isOfOwnPage: Bool { (headers["sec-fetch-site"].map { $0 == "same-origin" } ?? isOfOwnOrigin ?? false) && !isFromScript }

    /// Whether it came from an address of ours; nil when the browser does not say. It tells the site only over HTTPS or from this machine.
    var isOfOwnOrigin: Bool? {
        guard let origin = headers["origin"], let host = headers["host"] else { return nil }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// The query as it stands in an address, with its question mark; empty without one.
    package var queryText: String {
        query.isEmpty ? "" : "?" + query.map { "\($0.name.formEncoded)=\($0.value.formEncoded)" }.joined(separator: "&")
    }
}

extension String {
    /// Percent-encoded for a part of a query or path.
    package var formEncoded: String {
        var out = ""
        for byte in utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return out
    }
}
