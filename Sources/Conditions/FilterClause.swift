import Definitions
import Kit
import Pages
package import RecordEngine

/// A condition that a person chose field by field: read as values of that field are read, written as the filter's text.
package struct FilterClause {
    let path: FieldPath
    let field: FieldDefinition
    let comparison: FilterOperator
    let visit: PageVisit

    /// - Throws: `Failure.malformed` for a value that the field can't have, or none at all.
    func filter(_ typed: [String]) throws -> Filter {
        if comparison == .isEmpty || comparison == .isNotEmpty { return .compare(path, comparison, .none) }
        let isList = comparison == .isIn || comparison == .isNotIn
        let texts = isList && field.isTyped ? typed.flatMap { $0.split(separator: ",").map(String.init) } : typed
        let items = try texts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }.map(operand)
        guard let first = items.first else { throw Failure.malformed(Label("Say what to look for.", ru: "Укажите, что искать.")) }
        // The short way of saying it, so that both ways of writing a filter meet.
        let (single, several): (FilterOperator, FilterOperator) =
            switch comparison {
            case .equals, .isIn: (.equals, .isIn)
            case .differs, .isNotIn: (.differs, .isNotIn)
            default: (comparison, comparison)
            }
        return items.count == 1 ? .compare(path, single, first) : .compare(path, several, .list(items))
    }

    private func operand(_ text: String) throws -> Operand {
        switch field.type.input {
        case .text, .longText, .email, .phone, .url, .list, .color, .address, .json: return .string(text)
        case .duration: return .string(field.type.export(try parsed(text), visit.context))
        case .choice(let choices), .choices(let choices):
            let value = choices.first { $0.value == text || $0.label[visit.ui.language].folded == text.folded }?.value ?? text
            return value.isWord ? .word(value) : .string(value)
        case .checkbox:
            guard case .boolean(let isOn) = try parsed(text) else { return .string(text) }
            return .word(isOn ? "true" : "false")
        case .number, .rating:
            var json = JSONWriter(capacity: 32)
            field.type.write(try parsed(text), into: &json)
            return .number(String(decoding: json.bytes, as: UTF8.self), currency: nil)
        case .money:
            guard case .money(let money) = try parsed(text) else { return .string(text) }
            let currency = money.currency == visit.context.baseCurrency ? nil : money.currency.code
            let digits = DecimalText.plain(money.minor, digits: money.currency.exponent)
            return .number(digits.hasSuffix(".00") ? String(digits.dropLast(3)) : digits, currency: currency)
        case .day, .instant: return try moment(text)
        case .reference, .references: return try reference(text)
        case .link: return .string(text)
        }
    }

    private func moment(_ text: String) throws -> Operand {
        let word = FilterWording.words.first { $0.key == text || $0.value[visit.ui.language].folded == text.folded }?.key
        if let word, Period.named(word, visit.context) != nil { return .word(word) }
        if case .compare(_, _, .call(let name, let count))? = try? Filter("\(path.text) = \(text)"),
            try called(name, count) != nil
        {
            return .call(name, count)
        }
        if case .day(let day) = try parsed(text) { return .string(day.iso) }
        return .string(text)
    }

    private func called(_ name: String, _ count: Int) throws -> Period? {
        do {
            return try Period.called(name, count, visit.context)
        } catch {
            throw Failure.malformed(error.message)
        }
    }

    private func reference(_ text: String) throws -> Operand {
        if ["me", "я"].contains(text.folded) { return .word("me") }
        if ["my_team", "моя команда", "my team"].contains(text.folded) { return .word("my_team") }
        if let id = Int64(text) { return .number("\(id)", currency: nil) }
        guard let target = field.type.target else { return .string(text) }
        switch try TitleLookup(visit.records).find(text, in: target) {
        case .one(let id): return .number("\(id)", currency: nil)
        case .none, .several:
            throw Failure.malformed(Label("There is no record “\(text)”.", ru: "Записи «\(text)» нет."))
        }
    }

    private func parsed(_ text: String) throws -> FieldValue {
        do {
            return try field.type.parse(text: text, visit.context)
        } catch {
            throw Failure.malformed(error.message)
        }
    }
}

extension FieldDefinition {
    /// Whether values are typed rather than chosen, several with commas between them.
    fileprivate var isTyped: Bool {
        switch type.input {
        case .choice, .choices, .reference, .references, .link: false
        default: true
        }
    }
}

extension String {
    /// Whether a filter can hold it without quotation marks.
    package var isWord: Bool { !isEmpty && allSatisfy { $0.isLetter && $0.isASCII || $0 == "_" } }
}

/// Finds the record that a person means by its title.
package struct TitleLookup {
    package enum Answer: Sendable {
        case none
        case one(Int64)
        case several
    }

    private let records: Records

    package init(_ records: Records) { self.records = records }

    package func find(_ title: String, in object: String) throws -> Answer {
        guard let definition = records.schema.object(object) else { return .none }
        let filter = Filter.compare(FieldPath(definition.titleField), .equals, .string(title))
        let ids = try records.list(Query(object, filter: filter, limit: 2), make: \.id).rows
        return ids.count == 1 ? .one(ids[0]) : ids.isEmpty ? .none : .several
    }
}
