import Files
import Kit

/// Reads visiting cards (vCard 2.1, RFC 2426, RFC 6350) as a table: a card a row, its usual properties as columns.
struct CardReader: TableReader {
    let encoding: TextEncoding
    private var lines: LineReader
    private var ahead: [UInt8]?
    private var heading: [String]?

    /// Pictures are passed over, but a line must end somewhere.
    private static let lineLimit = 16 << 20

    static let columns = [
        Label("Full name", ru: "ФИО"), Label("Company", ru: "Компания"), Label("Post", ru: "Должность"), Label("Phones", ru: "Телефоны"),
        Label("E-mails", ru: "Эл. почта"), Label("City", ru: "Город"), Label("Address", ru: "Адрес"), Label("Website", ru: "Сайт"),
        Label("Birthday", ru: "День рождения"), Label("Tags", ru: "Метки"), Label("Comment", ru: "Комментарий"), Label("UID", ru: "UID"),
    ]

    init(_ source: some ByteSource, _ language: Language) throws {
        var source = source
        encoding = try TextEncoding.recognise(&source)
        lines = LineReader(source, encoding, limit: CardReader.lineLimit)
        heading = CardReader.columns.map { $0[language] }
    }

    mutating func next() throws -> TableRow? {
        if let heading {
            self.heading = nil
            return TableRow(cells: heading, line: 1)
        }
        var card = Card()
        var depth = 0
        while let property = try property() {
            switch property.name {
            case "BEGIN": depth += 1
            case "END":
                depth -= 1
                if depth <= 0 { return TableRow(cells: card.cells, line: lines.number) }
            // A card inside another is somebody else's: an agent.
            case _ where depth == 1: try card.take(property)
            default: break
            }
        }
        guard depth == 0 else {
            throw Failure.malformed(
                Label("The last card has no end; the file is cut off.", ru: "Последняя карточка не закончена: файл обрезан."))
        }
        return nil
    }

    /// The next property, unfolded; lines that are none are passed over.
    private mutating func property() throws -> CardProperty? {
        while var line = try take() {
            if line.isEmpty { continue }
            let isSoftlyBroken = CardProperty(line)?.isQuotedPrintable ?? false
            while isSoftlyBroken, line.last == 61, let more = try take() {
                line.removeLast()
                line += more
                try check(line)
            }
            while let more = try peek(), more.first == 32 || more.first == 9 {
                ahead = nil
                line += more.dropFirst()
                try check(line)
            }
            if let property = CardProperty(line), !property.isBinary { return property }
        }
        return nil
    }

    private func check(_ line: [UInt8]) throws(Failure) {
        guard line.count <= CardReader.lineLimit else {
            throw .tooLarge(
                Label("The card of line \(lines.number) is too large.", ru: "Карточка в строке \(lines.number) слишком велика."))
        }
    }

    private mutating func take() throws -> [UInt8]? {
        defer { ahead = nil }
        return try ahead ?? lines.next()
    }

    private mutating func peek() throws -> [UInt8]? {
        if ahead == nil { ahead = try lines.next() }
        return ahead
    }
}

/// What one card says.
private struct Card {
    private var values: [String: [String]] = [:]
    private var size = 0

    private static let known: Set<String> = [
        "FN", "N", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "ADR", "URL", "BDAY", "CATEGORIES", "NOTE", "UID", "X-ABSHOWAS", "KIND",
    ]

    mutating func take(_ property: CardProperty) throws(Failure) {
        guard Card.known.contains(property.name) else { return }
        let texts: [String] =
            switch property.name {
            case "N", "ADR", "ORG": property.components()
            case "CATEGORIES": property.items()
            default: [property.text]
            }
        size += texts.reduce(0) { $0 + $1.utf8.count }
        guard size <= CSVScanner.rowLimit else { throw .tooLarge(Label("A card is larger than 1 MB.", ru: "Карточка больше 1 МБ.")) }
        // Of names and addresses the first counts; phones and e-mails are gathered.
        switch property.name {
        case "TEL", "EMAIL", "CATEGORIES", "NOTE", "URL": values[property.name, default: []] += texts.filter { !$0.isEmpty }
        default: if values[property.name] == nil, texts.contains(where: { !$0.isEmpty }) { values[property.name] = texts }
        }
    }

    var cells: [String] {
        let address = values["ADR"] ?? []
        let isCompany = first("X-ABSHOWAS").uppercased() == "COMPANY" || first("KIND").lowercased() == "org"
        let company = isCompany && first("ORG").isEmpty ? name : first("ORG")
        return [
            isCompany ? "" : name, company, first("TITLE").isEmpty ? first("ROLE") : first("TITLE"),
            (values["TEL"] ?? []).map(Card.phone).joined(separator: "; "), (values["EMAIL"] ?? []).joined(separator: "; "),
            address.count > 3 ? address[3] : "", address.filter { !$0.isEmpty }.joined(separator: ", "), first("URL"),
            Card.day(first("BDAY")), (values["CATEGORIES"] ?? []).joined(separator: "; "), (values["NOTE"] ?? []).joined(separator: "\n"),
            first("UID"),
        ]
    }

    private func first(_ name: String) -> String { values[name]?.first ?? "" }

    private var name: String {
        let whole = first("FN")
        guard whole.isEmpty, let parts = values["N"] else { return whole }
        let padded = parts + Array(repeating: "", count: max(0, 3 - parts.count))
        let isCyrillic = padded[0].unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
        let words = isCyrillic ? [padded[0], padded[1], padded[2]] : [padded[1], padded[2], padded[0]]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// `tel:+7-495-123-45-67;ext=350` as people write it.
    private static func phone(_ text: String) -> String {
        let bare = text.lowercased().hasPrefix("tel:") ? String(text.dropFirst(4)) : text
        return bare.replacing(";ext=", with: " ext. ")
    }

    private static func day(_ text: String) -> String {
        guard text.count == 8, text.allSatisfy(\.isNumber) else { return String(text.prefix { $0 != "T" }) }
        return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    }
}
