package import Definitions
import Kit
package import Pages
package import RecordEngine
import Views

/// Conditions in people's words: "Amount ≥ 100,000", «Ответственный: я».
package struct FilterWording {
    let object: ObjectDefinition
    let visit: PageVisit

    package init(object: ObjectDefinition, visit: PageVisit) {
        self.object = object
        self.visit = visit
    }

    package func text(_ filter: Filter) throws -> String {
        switch filter {
        case .all: return visit.say(Wording.all)
        case .and(let parts): return try parts.map(text).joined(separator: " \(visit.say(FilterWording.and)) ")
        case .or(let parts): return try parts.map(text).joined(separator: " \(visit.say(FilterWording.or)) ")
        case .has(let path, let part), .not(.has(let path, let part)):
            let name = relation(path, exists: filter == .has(path, part))
            guard part != .all, let target = path.names.first.flatMap({ visit.schema.object($0) }) else { return name }
            return "\(name) (\(try FilterWording(object: target, visit: visit).text(part)))"
        case .not(let part): return visit.say(Label("not: ", ru: "не: ")) + (try text(part))
        case .compare(let path, .isNotEmpty, .none) where path.text == ObjectDefinition.archivedAt.name: return visit.say(FilterWording.archived)
        case .compare(let path, .isEmpty, .none) where path.text == ObjectDefinition.archivedAt.name: return visit.say(FilterWording.inUse)
        case .compare(let path, let comparison, let operand):
            let field = FieldNames.field(path, of: object, visit.schema)
            // A segment is asked for by a name that is no field.
            let isSegment = field == nil && path.names.last == Segment.object.name
            let name = isSegment ? visit.say(Segment.object.noun.singular) : FieldNames.label(path, of: object, visit)
            if isSegment {
                return "\(name)\(comparison == .equals ? ":" : " \(visit.say(FilterWording.label(comparison)))") \(try segments(operand))"
            }
            if operand == .none { return "\(name) \(visit.say(FilterWording.label(comparison)))" }
            let value = try self.operand(operand, field)
            return comparison == .equals ? "\(name): \(value)" : "\(name) \(visit.say(FilterWording.label(comparison))) \(value)"
        }
    }

    private static let archived = Label("In the archive", ru: "В архиве")
    private static let inUse = Label("Not in the archive", ru: "Не в архиве")
    static let and = Label("and", ru: "и")
    static let or = Label("or", ru: "или")

    /// "Deals: some", «Дела: нет».
    func relation(_ path: FieldPath, exists: Bool) -> String {
        "\(FieldNames.relation(path, of: object, visit)): \(visit.say(exists ? FilterWording.some : FilterWording.none))"
    }

    static let some = Label("some", ru: "есть")
    static let none = Label("none", ru: "нет")

    private func segments(_ operand: Operand) throws -> String {
        switch operand {
        case .list(let items): try items.map(segments).joined(separator: ", ")
        case .number(let digits, nil): try Int64(digits).flatMap { try visit.titles.title(Segment.object.name, $0) } ?? digits
        default: operand.text
        }
    }

    static func label(_ comparison: FilterOperator) -> Label {
        switch comparison {
        case .equals: Label("is", ru: "равно")
        case .differs: Label("is not", ru: "не равно")
        case .less: Label("<", ru: "<")
        case .atMost: Label("≤", ru: "≤")
        case .greater: Label(">", ru: ">")
        case .atLeast: Label("≥", ru: "≥")
        case .contains: Label("contains", ru: "содержит")
        case .startsWith: Label("starts with", ru: "начинается с")
        case .isEmpty: Label("is empty", ru: "не заполнено")
        case .isNotEmpty: Label("is filled", ru: "заполнено")
        case .isIn: Label("is one of", ru: "одно из")
        case .isNotIn: Label("is none of", ru: "ни одно из")
        }
    }

    private func operand(_ operand: Operand, _ field: FieldDefinition?) throws -> String {
        switch operand {
        case .none: return ""
        case .list(let items): return try items.map { try self.operand($0, field) }.joined(separator: ", ")
        case .number(let digits, let currency):
            if let target = field?.type.target, let id = Int64(digits) { return try visit.titles.title(target, id) ?? visit.number(of: id) }
            let number = grouped(digits)
            return currency.map { "\(number)\u{A0}\($0)" } ?? number
        case .word(let word): return self.word(word, field)
        case .call(let name, let count): return call(name, count)
        case .string(let text):
            if let day = Day(iso: text) { return day.formatted(visit.ui.language) }
            return choice(text, field) ?? text
        }
    }

    /// `100000.50` as people of this language write it.
    private func grouped(_ digits: String) -> String {
        let parts = digits.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first.flatMap({ Int64($0) }) else { return digits }
        return visit.number(whole) + (parts.count > 1 ? (visit.ui.language == .ru ? "," : ".") + parts[1] : "")
    }

    private func word(_ word: String, _ field: FieldDefinition?) -> String {
        choice(word, field) ?? FilterWording.words[word].map(visit.say) ?? word
    }

    private func choice(_ value: String, _ field: FieldDefinition?) -> String? {
        let choices: [Choice]
        switch field?.type.input {
        case .choice(let few)?, .choices(let few)?: choices = few
        default: return nil
        }
        return choices.first { $0.value == value }.map { visit.say($0.label) }
    }

    private func call(_ name: String, _ count: Int) -> String {
        let russian = Plural.russian(count, one: "день", few: "дня", many: "дней")
        switch name {
        case "days_ago": return visit.say(Label("\(count) days ago", ru: "\(count) \(russian) назад"))
        case "in_days": return visit.say(Label("in \(count) days", ru: "через \(count) \(russian)"))
        case "last_days": return visit.say(Label("the last \(count) days", ru: "последние \(count) \(russian)"))
        case "next_days": return visit.say(Label("the next \(count) days", ru: "ближайшие \(count) \(russian)"))
        default: return "\(name) \(visit.number(of: Int64(count)))"
        }
    }

    static let words: [String: Label] = [
        "me": Label("me", ru: "я"), "my_team": Label("my team", ru: "моя команда"), "true": Label("yes", ru: "да"),
        "false": Label("no", ru: "нет"),
        "now": Label("now", ru: "сейчас"), "today": Label("today", ru: "сегодня"), "yesterday": Label("yesterday", ru: "вчера"),
        "tomorrow": Label("tomorrow", ru: "завтра"), "this_week": Label("this week", ru: "эта неделя"),
        "last_week": Label("last week", ru: "прошлая неделя"),
        "next_week": Label("next week", ru: "следующая неделя"), "this_month": Label("this month", ru: "этот месяц"),
        "last_month": Label("last month", ru: "прошлый месяц"), "next_month": Label("next month", ru: "следующий месяц"),
        "this_quarter": Label("this quarter", ru: "этот квартал"), "last_quarter": Label("last quarter", ru: "прошлый квартал"),
        "next_quarter": Label("next quarter", ru: "следующий квартал"), "this_year": Label("this year", ru: "этот год"),
        "last_year": Label("last year", ru: "прошлый год"), "next_year": Label("next year", ru: "следующий год"),
    ]
}
