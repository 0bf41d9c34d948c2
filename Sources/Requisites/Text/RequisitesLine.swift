import Kit

/// The numbers of one line, each with the label that it belongs to.
struct RequisitesLine {
    private(set) var found: [RequisitesLabel: String] = [:]
    private let characters: [Character]
    private let lower: [Character]
    private var position = 0
    private static let mostWaiting = 30

    init(_ line: String) {
        characters = Array(line)
        lower = characters.map(RequisitesLabel.folded)
    }

    /// - Parameter waiting: labels whose values did not come yet, the last one last.
    mutating func readNumbers(waiting: inout [RequisitesLabel]) {
        var isNew = true
        while position < characters.count {
            if let label = label() {
                // What stood on a line before without a value has none once another label comes first.
                if isNew { waiting = [] }
                isNew = false
                // A table has fewer columns; among more of them each number would be looked for too long.
                if waiting.count >= RequisitesLine.mostWaiting { waiting.removeFirst() }
                waiting.append(label)
            } else if isWordStart, let code = token() {
                isNew = false
                place(code, &waiting)
            } else {
                position += 1
            }
        }
    }

    private var isWordStart: Bool {
        guard let here = characters[position].asciiValue, isCode(here) else { return false }
        return position == 0 || !(characters[position - 1].isLetter || characters[position - 1].isNumber || characters[position - 1] == "+")
    }

    private mutating func label() -> RequisitesLabel? {
        guard position == 0 || !lower[position - 1].isLetter else { return nil }
        for (spelling, label) in RequisitesLabel.all where lower[position...].starts(with: spelling) {
            let end = position + spelling.count
            if end < lower.count, lower[end].isLetter, spelling.last?.isLetter ?? false { continue }
            position = end
            return label
        }
        return nil
    }

    /// Letters and digits of a code, with spaces between their groups as long as digits follow.
    private mutating func token() -> String? {
        let start = position
        var code: [Character] = []
        var isGrouped = false
        while position < characters.count {
            let here = characters[position]
            if let byte = here.asciiValue, isCode(byte) {
                code.append(here)
            } else if here == " ", let next = position + 1 < characters.count ? characters[position + 1] : nil, next.isASCII,
                next.isNumber || isIBAN(code) && next.isLetter,
                code.last?.isNumber ?? false, isShort(code, isGrouped)
            {
                isGrouped = true
            } else {
                break
            }
            position += 1
        }
        if code.isEmpty { position = start }
        return code.isEmpty ? nil : String(code)
    }

    private func isCode(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (65...90).contains(byte) }

    private func isIBAN(_ code: [Character]) -> Bool { code.count >= 4 && code[0].isLetter && code[1].isLetter && code[2].isNumber }

    /// Whether more digits may belong to it: accounts are written in groups, other numbers are whole.
    private func isShort(_ code: [Character], _ isGrouped: Bool) -> Bool {
        isIBAN(code) ? code.count < 34 : code.count < 20 && (isGrouped || ![9, 10, 12, 13, 15].contains(code.count))
    }

    private mutating func place(_ code: String, _ waiting: inout [RequisitesLabel]) {
        if let index = waiting.lastIndex(where: { $0.isNumber && $0.fits(code) }) {
            keep(code, as: waiting.remove(at: index))
        } else if let shape = RequisitesLabel.byShape(code, waiting) {
            keep(code, as: shape)
        } else if let only = waiting.last, only.isNumber, code.allSatisfy(\.isNumber), (6...24).contains(code.count) {
            // Called so and not shaped so: whoever sent it made a mistake, and should hear of it.
            keep(code, as: only)
            waiting.removeLast()
        }
    }

    private mutating func keep(_ code: String, as label: RequisitesLabel) {
        let isCorrespondent = label == .account && code.hasPrefix("301")
        let label = isCorrespondent ? .correspondent : label
        found[label] = found[label] ?? code
    }
}

extension RequisitesLabel {
    /// Whether a code has the length that numbers of this kind have.
    func fits(_ code: String) -> Bool {
        let isDigits = code.allSatisfy(\.isNumber)
        return switch self {
        case .inn: isDigits && [10, 12].contains(code.count)
        case .kpp: code.count == 9
        case .ogrn: isDigits && [13, 15].contains(code.count)
        case .okpo: isDigits && [8, 10].contains(code.count)
        case .bik: isDigits && code.count == 9
        case .account, .correspondent: isDigits && code.count == 20
        case .iban: code.count >= 15 && code.first?.isLetter ?? false
        case .swift: BankNumbers.isSWIFT(code)
        case .vatNumber: TaxNumbers.isVATNumber(code)
        default: false
        }
    }

    /// What a number without a label must be.
    static func byShape(_ code: String, _ waiting: [RequisitesLabel]) -> RequisitesLabel? {
        guard waiting.allSatisfy({ $0 != .phone && $0 != .okpo }) else { return nil }
        let isDigits = code.allSatisfy(\.isNumber)
        if isDigits, code.count == 20 { return code.hasPrefix("301") ? .correspondent : .account }
        if isDigits, code.count == 9, code.hasPrefix("04") { return .bik }
        if isDigits, [13, 15].contains(code.count), TaxNumbers.isOGRN(code) { return .ogrn }
        if isDigits, [10, 12].contains(code.count), TaxNumbers.isINN(code), waiting.isEmpty { return .inn }
        return code.count >= 15 && BankNumbers.isIBAN(code) ? .iban : nil
    }
}
