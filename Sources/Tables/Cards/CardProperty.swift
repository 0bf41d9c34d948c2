import Kit

/// One line of a visiting card: a name, what is said of it, and the value as it stands.
struct CardProperty {
    let name: String
    /// `TYPE`, `CHARSET`, `ENCODING`, in capitals; values as written. Bare words of version 2.1 have no name.
    private let parameters: [(name: String, value: String)]
    private let value: ArraySlice<UInt8>

    /// Nil for a line that has no value.
    init?(_ line: [UInt8]) {
        var isQuoted = false
        guard
            let colon = line.firstIndex(where: { byte in
                if byte == 34 { isQuoted.toggle() }
                return byte == 58 && !isQuoted
            })
        else { return nil }
        let head = CardProperty.split(String(decoding: line[..<colon], as: UTF8.self), at: ";")
        // A group stands in front with a point: item1.TEL
        name = (head.first?.split(separator: ".").last.map(String.init) ?? "").trimmed.uppercased()
        parameters = head.dropFirst().map { text in
            let halves = text.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            return halves.count == 2 ? (halves[0].uppercased(), halves[1].filter { $0 != "\"" }) : ("", halves.first ?? "")
        }
        value = line[(colon + 1)...]
    }

    var isQuotedPrintable: Bool { says("ENCODING", "QUOTED-PRINTABLE") }
    /// A picture or a sound.
    var isBinary: Bool { says("ENCODING", "BASE64") || says("ENCODING", "B") }

    private func says(_ name: String, _ word: String) -> Bool {
        parameters.contains { ($0.name == name || $0.name.isEmpty) && $0.value.uppercased() == word }
    }

    /// The whole value as text.
    var text: String { components(at: nil).first ?? "" }

    /// The parts of a structured value: a name, an address.
    func components() -> [String] { components(at: 59) }

    /// The items of a list: tags.
    func items() -> [String] { components(at: 44).map(\.trimmed).filter { !$0.isEmpty } }

    private func components(at separator: UInt8?) -> [String] {
        var pieces: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in value {
            if byte == separator, !isEscaped {
                pieces.append([])
            } else {
                pieces[pieces.count - 1].append(byte)
            }
            isEscaped = byte == 92 && !isEscaped
        }
        return pieces.map { CardProperty.unescaped(decoded($0)).trimmed }
    }

    private func decoded(_ bytes: [UInt8]) -> String {
        guard isQuotedPrintable else { return String(decoding: bytes, as: UTF8.self) }
        let raw = QuotedPrintable.decoded(bytes)
        var encoding = parameters.first { $0.name == "CHARSET" }.flatMap { TextEncoding(charset: $0.value) }
        if encoding == nil {
            var recognition = EncodingRecognition()
            recognition.look(at: raw)
            encoding = recognition.encoding
        }
        var decoder = TextDecoder(encoding ?? .utf8)
        return String(decoding: decoder.decode(raw) + decoder.decode([]), as: UTF8.self)
    }

    private static func unescaped(_ text: String) -> String {
        guard text.contains("\\") else { return text }
        var out = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                out.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                out.append(character)
            }
        }
        return out
    }

    private static func split(_ text: String, at separator: Character) -> [String] {
        var pieces = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == separator, !isQuoted { pieces.append("") } else { pieces[pieces.count - 1].append(character) }
        }
        return pieces
    }
}

/// Bytes written as `=D0=9F` (RFC 2045).
enum QuotedPrintable {
    static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 61, index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                out.append(byte)
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }
}
