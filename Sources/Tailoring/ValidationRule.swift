public import Definitions
import Kit
import RecordEngine

/// What an administrator forbids records to be: a condition with its own message, obeyed by page, API and import alike.
public enum ValidationRule {
    static let limit = 200

    public static let message = Field.text("message", Label("Message", ru: "Сообщение"), required: true, help: Label(
        "What is said to whoever breaks the rule: “Deals over a million need a company.”",
        ru: "Что увидит тот, кто нарушит правило: «Для сделок больше миллиона нужна компания»."
    ))
    public static let russianMessage = Field.text("message_ru", Label("Message in Russian", ru: "Сообщение по-русски"), help: Label(
        "For those who work in Russian, if it differs.", ru: "Для тех, кто работает по-русски, если оно другое."
    ))
    public static let subject = Field.choice("object", Label("Object", ru: "Объект"), choices: CustomField.objects, required: true, indexed: true)
    public static let condition = Field.longText("condition", Label("Refused when", ru: "Запрещено, если"), required: true, help: Label(
        "A filter, as in lists: amount > 1000000 and company is empty", ru: "Фильтр, как в списках: amount > 1000000 and company is empty"
    ))
    public static let place = Field.text("field", Label("Beside the field", ru: "У поля"), help: Label(
        "The name of the field that the message stands beside; one of the condition when left out.",
        ru: "Имя поля, у которого стоит сообщение; если не указать — одно из условия."
    ))
    public static let isActive = Field.boolean("active", Label("In force", ru: "Действует"), standard: .value(.boolean(true)))
    public static let accepts = Field.boolean("accept_violations", Label("In force although records break it", ru: "Действует, хотя есть нарушения"))

    public static let object = ObjectDefinition(
        "validation_rule", path: "validation_rules",
        Noun(en: ("rule", "rules"), ru: .neuter("правило", "правила", "правил", genitive: "правила")), icon: "shield", title: "message",
        list: ["message", "object", "condition", "active"], sort: ("id", false), isInNavigation: false
    ) {
        subject
        condition
        message
        russianMessage
        place
        isActive
        accepts
    }

    static let preparation = Preparation("validation_rule") { draft, original, records in
        func value<Value>(_ field: Field<Value>) -> Value? { draft.values[field.name] == nil ? original?[field] : draft[field] }
        for field in [message, russianMessage] where (draft[field] ?? "").count > 300 {
            draft.issue(field.name, Label("At most 300 letters, please.", ru: "Не больше 300 букв."))
        }
        if original == nil, try records.everyRecord(of: object).count >= limit {
            draft.issue(subject.name, Label("There are \(limit) rules already; no more fit.", ru: "Правил уже \(limit), больше не поместится."))
        }
        guard let name = value(subject), let target = records.schema.object(name), let text = value(condition) else { return }
        do {
            let filter = try records.condition(text, on: name)
            if let field = value(place), !field.isEmpty, target.field(field) == nil {
                draft.issue(place.name, Label("There is no such field.", ru: "Такого поля нет."))
            }
            let isNew = original == nil || text != original?[condition] || !(original?[isActive] ?? false)
            guard value(isActive) ?? false, isNew, !(draft[accepts] ?? false) else { return }
            try refuseViolations(of: filter, target, records, &draft)
        } catch Failure.malformed(let problem) {
            draft.issue(condition.name, problem)
        }
    }

    /// A rule that records break already is put in force only by whoever has seen how many.
    private static func refuseViolations(of filter: Filter, _ object: ObjectDefinition, _ records: Records, _ draft: inout Draft) throws {
        let broken = try records.count(Query(object.name, filter: filter))
        guard broken.value > 0 else { return }
        let all = try records.count(Query(object.name))
        let isAll = broken.value == all.value && all.isExact
        func number(_ count: RecordCount) -> String { "\(count.value)" + (count.isExact ? "" : "+") }
        draft.issue(accepts.name, Label(
            """
            \(isAll ? "All" : "Already") \(number(broken)) of \(number(all)) \(object.noun.english.many) break this rule. They stay as they are, and have to be \
            mended when what it looks at is changed. Tick this to put it in force all the same.
            """,
            ru: """
                \(isAll ? "Все записи нарушают" : "Уже нарушают") это правило: \(number(broken)) из \(number(all)). Они останутся как есть, но \
                потребуют исправления, когда изменят то, на что правило смотрит. Отметьте, чтобы правило всё равно действовало.
                """
        ))
    }

    /// Rules are part of the schema, in whatever way they are written.
    static let consequence = Consequence("validation_rule") { _, _, records in try records.changeSchema(adding: []) }

    /// The rules in force. One that looks at what is hidden rests until that is back.
    static func all(_ records: Records, _ objects: [String: ObjectDefinition]) throws -> [Rule] {
        try records.everyRecord(of: object).compactMap { record, isDeleted in
            guard !isDeleted, record[isActive] ?? false, let name = record[subject], let object = objects[name], let message = record[message],
                let filter = record[condition].flatMap({ try? Filter($0) }), filter.isUsable(on: object)
            else { return nil }
            let first = filter.emptied ?? filter.subjects.min { (object.position(of: $0) ?? 0) < (object.position(of: $1) ?? 0) }
            let field = record[place].flatMap { object.field($0)?.name } ?? first ?? object.titleField
            return Rule(name, refuses: filter, at: field, Label(message, ru: record[russianMessage] ?? message))
        }
    }
}

extension Filter {
    /// The first field that has to be filled so that the condition is not met.
    fileprivate var emptied: String? {
        switch self {
        case .and(let parts), .or(let parts): parts.lazy.compactMap(\.emptied).first
        case .compare(let path, .isEmpty, _): path.names.first
        default: nil
        }
    }

    /// Whether all that it looks at is there and not hidden.
    func isUsable(on object: ObjectDefinition) -> Bool { subjects.allSatisfy { object.field($0).map { !$0.isHidden } ?? false } }
}
