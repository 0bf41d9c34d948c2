public import Kit

/// What a visiting card says of a person or a company.
public struct CardEntry: Sendable, Hashable {
    public var uid = ""
    public var name = ""
    public var company = ""
    public var isCompany = false
    public var post = ""
    public var phones: [String] = []
    public var emails: [String] = []
    public var city = ""
    public var website = ""
    public var birthday: Day?
    public var tags: [String] = []
    public var note = ""

    public init() {}
}

/// Writes visiting cards in version 3.0 (RFC 2426), which telephones and mail programs of today all read.
public struct CardWriter: Sendable {
    private var bytes: [UInt8] = []

    public init() {}

    public mutating func card(_ entry: CardEntry) {
        line("BEGIN:VCARD")
        line("VERSION:3.0")
        line("UID", [entry.uid])
        line("FN:" + CardWriter.escaped(entry.name))
        line("N:" + CardWriter.parts(entry))
        if entry.isCompany { line("X-ABShowAs:COMPANY") }
        line("ORG", [entry.isCompany ? entry.name : entry.company])
        line("TITLE", [entry.post])
        for phone in entry.phones { line("TEL", [phone]) }
        for email in entry.emails { line("EMAIL;TYPE=INTERNET", [email]) }
        if !entry.city.isEmpty { line("ADR:;;;\(CardWriter.escaped(entry.city));;;") }
        line("URL", [entry.website])
        line("BDAY", [entry.birthday?.iso ?? ""])
        line("CATEGORIES", entry.tags)
        line("NOTE", [entry.note])
        line("END:VCARD")
    }

    /// The bytes since the last time.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func line(_ name: String, _ values: [String]) {
        let filled = values.filter { !$0.isEmpty }
        if !filled.isEmpty { line(name + ":" + filled.map(CardWriter.escaped).joined(separator: ",")) }
    }

    /// A line of at most 75 bytes, then more that begin with a space; no character is torn.
    private mutating func line(_ text: String) {
        var length = 0
        for scalar in text.unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            if length + encoded.count > 75 {
                bytes += [13, 10, 32]
                length = 1
            }
            bytes += encoded
            length += encoded.count
        }
        bytes += [13, 10]
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "\\", ";", ",": out += "\\\(character)"
            case "\n", "\r\n", "\r": out += "\\n"
            default: out.append(character)
            }
        }
        return out
    }

    /// Family name, given name, further names: in Russian they stand in this order, elsewhere the family name is last.
    private static func parts(_ entry: CardEntry) -> String {
        let words = entry.name.split(separator: " ").map(String.init)
        guard !entry.isCompany, words.count > 1, let first = words.first, let last = words.last else {
            return "\(entry.isCompany ? "" : escaped(entry.name));;;;"
        }
        let isCyrillic = entry.name.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
        let (family, given, more) = isCyrillic ? (first, words[1], words.dropFirst(2)) : (last, first, words.dropFirst().dropLast())
        return "\(escaped(family));\(escaped(given));\(escaped(more.joined(separator: " ")));;"
    }
}
