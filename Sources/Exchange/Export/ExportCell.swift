import Definitions
import Kit
import Tables

/// One value on its way out: as a person's file shows it, and what it is.
struct ExportCell: Sendable {
    enum Value: Sendable {
        case empty
        /// As programs write it: the value of a choice, not its label.
        case text(String)
        case texts([String])
        case number(String)
        case amount(Money)
        case day(Day)
        case moment(LocalTime, Instant)
        case flag(Bool)
    }

    let text: String
    let value: Value

    static let empty = ExportCell(text: "", value: .empty)

    init(text: String, value: Value) {
        self.text = text
        self.value = value
    }

    /// - Parameter named: what the records are called that the value refers to.
    init(_ value: FieldValue, _ field: FieldDefinition, named: [String], _ context: ValueContext) {
        let text = field.type.export(value, context)
        switch value {
        case .empty: self = .empty
        case .text(let raw): self.init(text: text, value: .text(raw))
        case .reference: self.init(text: named.first ?? "", value: named.first.map(Value.text) ?? .empty)
        case .references: self.init(text: Names.joined(named), value: .texts(named))
        case .link, .address: self.init(text: text, value: .text(text))
        case .list(let items): self.init(text: text, value: .texts(items.map { field.type.export(.list([$0]), context) }))
        case .integer:
            let plain = text.replacing(",", with: ".")
            self.init(text: text, value: plain.utf8.allSatisfy { (45...57).contains($0) && $0 != 47 } ? .number(plain) : .text(text))
        case .money(let money): self.init(text: text, value: .amount(money))
        case .day(let day): self.init(text: text, value: .day(day))
        case .boolean(let flag): self.init(text: text, value: .flag(flag))
        case .instant(let instant):
            let local = context.zone.local(instant)
            // In the hour that comes twice the clock alone does not tell the moment.
            self.init(text: text, value: context.zone.instant(local) == instant ? .moment(local, instant) : .text(text))
        }
    }

    var inWorkbook: WorkbookCell {
        switch value {
        case .empty: .empty
        case .text, .texts: .text(text)
        case .number(let number): .number(number)
        case .amount(let money): .amount(DecimalText.plain(money.minor, digits: money.currency.exponent), money.currency)
        case .day(let day): .day(day)
        case .moment(let local, _): .moment(local)
        case .flag(let flag): .flag(flag)
        }
    }

    func write(into json: inout JSONWriter) {
        switch value {
        case .empty: json.null()
        case .text(let text): json.string(text)
        case .texts(let texts): json.array { json in for text in texts { json.string(text) } }
        case .number(let number): json.number(number)
        case .amount(let money):
            json.object { json in
                json.name("minor")
                json.int(money.minor)
                json.name("currency")
                json.string(money.currency.code)
            }
        case .day(let day): json.string(day.iso)
        case .moment(_, let instant): json.string(instant.iso)
        case .flag(let flag): json.bool(flag)
        }
    }
}

/// Several names in one cell: between semicolons, in quotes when a name has a semicolon itself.
enum Names {
    static func joined(_ names: [String]) -> String { names.map(written).joined(separator: "; ") }

    private static func written(_ name: String) -> String {
        let isPlain = !name.contains { $0 == ";" || $0.isNewline } && name.first != "\""
        return isPlain ? name : "\"\(name.replacing("\"", with: "\"\""))\""
    }

    static func split(_ text: String) -> [String] {
        var names: [String] = []
        var rest = text[...]
        while true {
            rest = rest.drop { $0 == ";" || $0.isWhitespace }
            guard let first = rest.first else { return names }
            if first == "\"", let (name, behind) = quoted(rest) {
                names.append(name)
                rest = behind
            } else {
                let name = rest.prefix { $0 != ";" && !$0.isNewline }
                names.append(String(name).trimmed)
                rest = rest.dropFirst(name.count)
            }
        }
    }

    /// A name in quotes that end before a semicolon or at the end; nil when they are part of a plain name.
    private static func quoted(_ text: Substring) -> (String, Substring)? {
        var name = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character != "\"" {
                name.append(character)
            } else if rest.first == "\"" {
                name.append("\"")
                rest = rest.dropFirst()
            } else {
                let next = rest.first { !$0.isWhitespace || $0.isNewline }
                return next == nil || next == ";" || next?.isNewline ?? false ? (name.trimmed, rest) : nil
            }
        }
        return nil
    }
}
