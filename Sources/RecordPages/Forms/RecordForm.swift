import Conditions
package import Definitions
package import Kit
package import Pages
package import RecordEngine
package import Web

/// A form for the fields of a record or of a verb, with what was typed into it and what is wrong with that.
package struct RecordForm: Sendable {
    package let object: ObjectDefinition
    package private(set) var fields: [FieldDefinition]
    /// What stands in the fields, as texts; a field of many records has several.
    package var texts: [String: [String]] = [:]
    package var issues: [FieldIssue] = []
    /// What somebody else has put into a field meanwhile.
    var notes: [String: String] = [:]
    /// What is wrong with the whole.
    package var problem: Label?
    /// The version that the form was filled from; nil for a new record.
    package var version: Int64?
    /// What a new record is called by the browser, so that a form sent twice makes one record.
    package var key: String?
    /// Where to go afterwards.
    package var next: String?
    /// The fields of the record that a verb's form asks for beyond the verb's own.
    package var with: [String] = []
    /// Who sends it has seen what it may double.
    var mayDouble = false
    /// A text with what is to stand in the form.
    var pastedText = ""
    /// A text of which something is kept beside the record, and whether it is to be.
    var enclosed = ""
    var encloses = true
    /// The fields that were filled from a pasted text.
    var pasted: Set<String> = []
    /// The fields that the address asks for; empty for all.
    private(set) var only: [String] = []
    /// The fields that are laid out; nil for all.
    private var shown: [String]?

    var shownFields: [FieldDefinition] { shown.map { names in fields.filter { names.contains($0.name) } } ?? fields }

    /// Whether it asks for all fields, not for some that the address names.
    var isWhole: Bool { only.isEmpty }

    package init(_ object: ObjectDefinition, fields: [FieldDefinition]) {
        self.object = object
        self.fields = fields
    }

    /// The fields of an object that a role may fill.
    package static func fields(of object: ObjectDefinition, _ role: Role) -> [FieldDefinition] {
        object.writableFields.filter { role.access(object.name, $0.name) == .write }
    }

    /// Leaves out what a department says follows from other fields, unless something is wrong with it or the address asks for it.
    package func without(_ omitted: Set<String>) -> RecordForm {
        var form = self
        form.shown = fields.filter { field in
            (only.isEmpty ? !omitted.contains(field.name) : only.contains(field.name)) || issues.contains { $0.field == field.name }
        }.map(\.name)
        return form
    }

    /// With some of its fields only, those of these names that it has; with all when there are none.
    func only(_ names: [String]) -> RecordForm {
        var form = self
        form.only = fields.map(\.name).filter(names.contains)
        return form
    }

    /// Asks for fields in another way than by their own types.
    func asking(_ fields: [String: FieldDefinition]) -> RecordForm {
        var form = self
        form.fields = form.fields.map { fields[$0.name] ?? $0 }
        return form
    }

    /// An empty form: what the address asks for, then the usual values.
    package static func new(_ object: ObjectDefinition, _ visit: PageVisit) -> RecordForm {
        var form = RecordForm(object, fields: fields(of: object, visit.principal.role))
        for field in form.fields {
            let given = visit.items.filter { $0.name == field.name && !$0.value.isEmpty }.map(\.value)
            if !given.isEmpty {
                form.texts[field.name] = given
                continue
            }
            let standard: FieldValue =
                switch field.standard {
                case .value(let value): value
                case .me: visit.principal.user.map(FieldValue.reference) ?? .empty
                case .today: .day(visit.context.today)
                case nil: .empty
                }
            form.texts[field.name] = FieldTexts.texts(standard, field, visit.context)
        }
        form.key = FormKey.make()
        form.next = visit.item("next")
        return form
    }

    /// A form filled with a record.
    package static func edit(_ record: Record, _ visit: PageVisit) -> RecordForm {
        var form = RecordForm(record.object, fields: fields(of: record.object, visit.principal.role))
        for field in form.fields { form.texts[field.name] = FieldTexts.texts(record[field.name], field, visit.context) }
        form.version = record.version
        form.next = visit.item("next")
        return form
    }

    /// A record's form as it was sent.
    package init(sent: Form, of object: ObjectDefinition, _ role: Role) {
        self.init(object, fields: RecordForm.fields(of: object, role), sent: sent)
    }

    /// A form as it was sent.
    package init(_ object: ObjectDefinition, fields: [FieldDefinition], sent: Form) {
        self.init(object, fields: fields)
        for field in fields { texts[field.name] = FieldTexts.sent(field, sent) }
        version = sent.first("_version").flatMap { Int64($0) }
        key = sent.first("_key")
        next = sent.first("_next")
        mayDouble = sent.first("_duplicates") == "allow"
        pastedText = sent.first("_paste") ?? ""
        enclosed = sent.first("_enclosed") ?? ""
        encloses = sent.all("_encloses").last != "0"
        only = fields.map(\.name).filter(sent.all("_only").contains)
    }

    /// What was sent as values. Titles typed in place of numbers are looked up.
    package func draft(_ records: Records, _ context: ValueContext, role: Role) throws -> Draft {
        var issues: [FieldIssue] = []
        var pairs: [(name: String, text: String)] = []
        for field in fields {
            guard let texts = texts[field.name] else { continue }
            var resolved = texts
            if field.type.target != nil { resolved = try texts.map { try id($0, field, records, &issues) } }
            pairs.append((field.name, FieldTexts.joined(resolved, field)))
        }
        var draft = Draft(form: pairs.filter { pair in !issues.contains { $0.field == pair.name } }, of: object, context, role: role)
        for issue in issues { draft.issue(issue.field, issue.message) }
        return draft
    }

    private func id(_ text: String, _ field: FieldDefinition, _ records: Records, _ issues: inout [FieldIssue]) throws -> String {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let target = field.type.target, !trimmed.isEmpty, !trimmed.isNumbers, !(trimmed == "me" && target == "user") else {
            return trimmed
        }
        switch try TitleLookup(records).find(trimmed, in: target) {
        case .one(let id): return "\(id)"
        case .none: issues.append(FieldIssue(field.name, Label("“\(trimmed)” is not found.", ru: "«\(trimmed)» не найдено.")))
        case .several:
            issues.append(
                FieldIssue(
                    field.name,
                    Label("There are several “\(trimmed)”; give the number.", ru: "Записей «\(trimmed)» несколько; укажите номер.")))
        }
        return ""
    }

    package func issue(of field: String) -> FieldIssue? { issues.first { $0.field == field } }
}

extension String {
    /// Whether it is the number of a record, or several.
    fileprivate var isNumbers: Bool { allSatisfy { $0.isASCII && $0.isNumber || $0 == "," || $0 == " " } }
}

/// Names that browsers give to new records.
enum FormKey {
    static func make() -> String {
        "form-" + String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

/// Values as the texts of inputs, and what inputs send as texts that values are read from.
package enum FieldTexts {
    package static func texts(_ value: FieldValue, _ field: FieldDefinition, _ context: ValueContext) -> [String] {
        switch value {
        case .empty: []
        case .reference(let id): ["\(id)"]
        case .references(let ids): ids.map { "\($0)" }
        case .link(let link): ["\(link.object):\(link.id)"]
        case .day(let day): [day.iso]
        case .instant(let instant):
            [localText(context.zone.local(instant))]
        case .boolean(let isOn): [isOn ? "1" : "0"]
        case .money(let money):
            [amount(money, context.language), money.currency.code]
        case .text(let text): [text]
        case .address(let address): address.parts
        case .list(let items): if case .choices = field.type.input { items } else { [field.type.export(value, context)] }
        case .integer:
            // Nobody types the seconds of whole minutes.
            [
                field.type.input == .duration
                    ? field.type.export(value, context).replacing(/:00$/, with: "") : field.type.export(value, context)
            ]
        }
    }

    /// Without kopecks where there are none.
    private static func amount(_ money: Money, _ language: Language) -> String {
        let digits = money.currency.exponent
        let text = DecimalText.plain(money.minor, digits: digits, point: language == .ru ? "," : ".")
        return digits > 0 && text.hasSuffix(String(repeating: "0", count: digits)) ? String(text.dropLast(digits + 1)) : text
    }

    /// As `<input type="datetime-local">` takes it.
    private static func localText(_ local: LocalTime) -> String { "\(local.day.iso)T\(local.clock(withSeconds: false))" }

    /// The input of a part of an address.
    package static func part(_ name: String, of field: FieldDefinition) -> String { "\(field.name)_\(name)" }

    /// The texts of a field's inputs as the one text that its value is read from.
    package static func joined(_ texts: [String], _ field: FieldDefinition) -> String {
        if field.type.input == .address, texts.count == PostalAddress.names.count {
            // What was typed can't end a part before its time.
            let parts = texts.map { $0.replacing("|", with: "/") }
            return parts.allSatisfy { $0.allSatisfy(\.isWhitespace) } ? "" : parts.joined(separator: " | ")
        }
        let separator = if case .choices = field.type.input { "\n" } else { field.type.target == nil ? " " : "," }
        return texts.filter { !$0.isEmpty }.joined(separator: separator)
    }

    /// Nil when the form had no such field.
    package static func sent(_ field: FieldDefinition, _ form: Form) -> [String]? {
        let all = form.all(field.name)
        guard let last = all.last else { return nil }
        switch field.type.input {
        case .references: return all
        case .choices: return all.filter { !$0.isEmpty }
        case .address:
            let parts = PostalAddress.names.map { form.first(part($0, of: field)) ?? "" }
            // A program may send the whole as one line.
            return parts.contains { !$0.isEmpty } || last.isEmpty ? parts : [last]
        case .money:
            let amount = last.filter { !$0.isWhitespace }
            let isBare = amount.allSatisfy { $0.isNumber || ".,-'\u{2212}".contains($0) }
            let currency = form.first("\(field.name)_currency")
            return amount.isEmpty ? [] : isBare && currency != nil ? [last, currency ?? ""] : [last]
        default: return [last]
        }
    }
}
