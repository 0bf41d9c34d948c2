import Foundation
import Kit

/// Requisites found in a text as companies send them: «карточка предприятия», the foot of a contract, a signature.
///
/// Numbers are known by the words before them and by their shape, names and addresses by the beginning of their line. One pass over the text.
struct RequisitesText {
    /// What was found, by what it is.
    private(set) var found: [RequisitesLabel: String] = [:]

    static let limit = 20_000
    static let nothing = Label(
        "Nothing was recognised. Paste a text in which numbers and names stand behind words such as INN, BIK, Account.",
        ru: "Ничего не распознано. Вставьте текст, где номера и имена стоят после слов «ИНН», «БИК», «р/с» и подобных.")

    init(_ text: String) {
        var waiting: RequisitesLabel?
        for line in RequisitesText.lines(String(text.prefix(RequisitesText.limit))) {
            var scanner = RequisitesLine(line)
            scanner.readNumbers(waiting: &pending)
            found.merge(scanner.found) { known, _ in known }
            if found[.bank] == nil { found[.bank] = RequisitesText.bank(in: line, isBehind: found[.account] != nil) }
            waiting = readWords(line, waiting)
        }
        if found[.name] == nil, let name = found[.fullName] { found[.name] = RequisitesText.shortened(name) }
        splitDirector()
    }

    /// Numbers whose label stood on the line before: in tables a cell of its own.
    private var pending: [RequisitesLabel] = []

    /// Lines, and the cells of tables as lines of their own.
    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: { $0.isNewline || $0 == "\t" || $0 == "|" || $0 == ";" }).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    /// Names and addresses, which fill the rest of their line, or the next one.
    private mutating func readWords(_ line: String, _ waiting: RequisitesLabel?) -> RequisitesLabel? {
        guard let (label, rest) = RequisitesLabel.beginning(of: line) else {
            if let waiting {
                keep(line, as: waiting)
            } else if found[.name] == nil, RequisitesText.isName(line) {
                keep(line, as: RequisitesText.isLong(line) ? .fullName : .name)
            }
            return nil
        }
        if RequisitesLabel.positions.contains(label) { found[.position] = found[.position] ?? RequisitesText.words(line, before: rest) }
        if rest.isEmpty { return label.isNumber ? nil : label }
        if !label.isNumber { keep(rest, as: label) }
        return nil
    }

    private mutating func keep(_ text: String, as label: RequisitesLabel) {
        let target: RequisitesLabel = RequisitesLabel.positions.contains(label) ? .director : label == .address ? .legalAddress : label
        // A name with a long form and a short one in brackets.
        if label == .name || label == .fullName, RequisitesText.isLong(text) {
            found[.fullName] = found[.fullName] ?? RequisitesText.withoutBrackets(text)
            if let short = RequisitesText.inBrackets(text), RequisitesText.isName(short) { found[.name] = found[.name] ?? short }
            return
        }
        found[target] = found[target] ?? text
        if label == .bothAddresses {
            found[.legalAddress] = found[.legalAddress] ?? text
            found[.postalAddress] = found[.postalAddress] ?? text
        }
    }

    /// «Иванов И. И., действует на основании Устава».
    private mutating func splitDirector() {
        guard let text = found[.director] else { return }
        let lower = text.lowercased()
        if let range = lower.range(of: "на основании ") {
            let offset = lower.distance(from: lower.startIndex, to: range.upperBound)
            found[.basis] = found[.basis] ?? String(text.dropFirst(offset)).trimmed
            let cut =
                lower.range(of: "действ").map { lower.distance(from: lower.startIndex, to: $0.lowerBound) }
                ?? lower.distance(from: lower.startIndex, to: range.lowerBound)
            found[.director] = RequisitesText.bare(String(text.prefix(cut)))
        }
    }

    /// Without the marks around it. A full stop at the end may belong to initials.
    static func bare(_ text: String) -> String {
        let start = text.drop { " ,.:;-–—_".contains($0) }
        return String(String(start.reversed()).drop { " ,:;-–—_".contains($0) }.reversed())
    }

    private static let forms = ["ооо", "ао", "пао", "зао", "оао", "нао", "ип", "ано", "фгуп", "муп", "тоо", "чуп", "нко"]
    private static let longForms = [
        "общество с ограниченной", "акционерное общество", "публичное акционерное", "закрытое акционерное", "открытое акционерное",
        "непубличное акционерное", "индивидуальный предприниматель", "автономная некоммерческая", "федеральное государственное",
    ]

    /// Whether a line is the name of an organisation by the form it begins with.
    private static func isName(_ line: String) -> Bool {
        let lower = line.lowercased()
        let first = lower.prefix { $0.isLetter }
        return !lower.contains("банк") && line.count < 300
            && (forms.contains(String(first)) && line.count > first.count + 2 || isLong(line))
    }

    private static func isLong(_ line: String) -> Bool { longForms.contains { line.lowercased().hasPrefix($0) } }

    /// The usual short form of a full name.
    private static func shortened(_ name: String) -> String {
        let pairs = [
            ("общество с ограниченной ответственностью", "ООО"), ("публичное акционерное общество", "ПАО"),
            ("закрытое акционерное общество", "ЗАО"), ("открытое акционерное общество", "ОАО"), ("непубличное акционерное общество", "АО"),
            ("акционерное общество", "АО"), ("индивидуальный предприниматель", "ИП"), ("автономная некоммерческая организация", "АНО"),
        ]
        let lower = name.lowercased()
        guard let (long, short) = pairs.first(where: { lower.hasPrefix($0.0) }) else { return name }
        return "\(short) \(bare(String(name.dropFirst(long.count))))"
    }

    private static func inBrackets(_ text: String) -> String? {
        guard let start = text.firstIndex(of: "("), let end = text[start...].firstIndex(of: ")") else { return nil }
        return String(text[text.index(after: start)..<end]).trimmed
    }

    private static func withoutBrackets(_ text: String) -> String { bare(String(text.prefix { $0 != "(" })) }

    private static func words(_ line: String, before rest: String) -> String {
        bare(String(line.dropLast(rest.count)))
    }
}
