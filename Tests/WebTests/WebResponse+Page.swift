import TestSupport
import Web

extension WebResponse {
    /// What a person reads on the page: texts between tags, without attributes, scripts and what people typed into records.
    var visibleText: String {
        var text = ""
        var isTag = false
        for character in self.text {
            switch character {
            case "<": isTag = true
            case ">":
                isTag = false
                text.append(" ")
            default: if !isTag { text.append(character) }
            }
        }
        return text
    }

    /// The body, also where it comes in pieces.
    var whole: String {
        get async {
            guard case .stream(let next) = body else { return text }
            var bytes: [UInt8] = []
            while let piece = try? await next() { bytes += piece }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Where the browser is sent, without the notice of what was done.
    var place: String? { header("location").map { String($0.prefix { $0 != "?" }) } }

    /// The batch that the next page will tell of.
    var done: Int64? {
        guard let location = header("location"), let range = location.firstRange(of: "done=") else { return nil }
        return Int64(location[range.upperBound...].prefix { $0.isNumber })
    }

    /// The value of the input with this name.
    func value(of name: String) -> String? {
        for tag in text.split(separator: "<") where tag.contains("name=\"\(name)\"") && tag.contains("value=\"") {
            guard let range = tag.firstRange(of: "value=\"") else { continue }
            return String(tag[range.upperBound...].prefix { $0 != "\"" })
        }
        return nil
    }

    /// The value of a cookie that is being set.
    func cookie(_ name: String) -> String? {
        headers.filter { $0.name == "set-cookie" && $0.value.hasPrefix("\(name)=") }.last.map {
            String($0.value.dropFirst(name.count + 1).prefix { $0 != ";" })
        }
    }
}
