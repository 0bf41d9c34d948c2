public import Definitions
import Kit
import RecordEngine

/// How an object is laid out for everybody: the columns of its lists, the order of its fields on forms and record pages, more on cards.
public enum ObjectLayout {
    public static let subject = Field.choice(
        "object", Label("Object", ru: "Объект"), choices: CustomField.objects, required: true, indexed: true)
    public static let columns = names("list_columns", Label("Columns of lists", ru: "Столбцы списков"), Label(
        "Fields as they are called, a comma between them: Title, Amount, Stage. The usual ones when left out.",
        ru: "Поля, как они называются, через запятую: Название, Сумма, Стадия. Если не указать — обычные."
    ))
    public static let order = names("field_order", Label("Fields first", ru: "Сначала поля"), Label(
        "On forms and record pages; all others follow in their usual order.", ru: "В формах и на страницах записей; остальные идут следом в обычном порядке."
    ))
    public static let cards = names("card_fields", Label("More on cards", ru: "Ещё на карточках"), Label(
        "Shown on the cards of the board, for objects that have one.", ru: "Показываются на карточках доски, если она есть."
    ))

    public static let object = ObjectDefinition(
        "object_layout", path: "object_layouts",
        Noun(en: ("layout", "layouts"), ru: .masculine("вид", "виды", "видов", genitive: "вида")), icon: "columns-3", title: "object",
        list: ["object", "list_columns", "field_order", "card_fields"], sort: ("id", false), isInNavigation: false
    ) {
        subject
        columns
        order
        cards
    }

    static let preparation = Preparation("object_layout") { draft, original, records in
        func value(_ field: Field<String>) -> String? { draft.values[field.name] == nil ? original?[field] : draft[field] }
        guard let name = value(subject), let target = records.schema.object(name) else { return }
        for field in [columns, order, cards] {
            guard let text = draft[field], !text.isEmpty else { continue }
            let known = target.fields.filter { !$0.isHidden }
            let named = text.split(separator: ",").flatMap { fields(called: String($0).trimmed, known) }
            let names = named.compactMap { $0.field?.name }
            if let unknown = named.first(where: { $0.field == nil })?.typed {
                let (typed, usual) = (unknown.prefix(60), target.listColumns.compactMap(target.field).prefix(5).map(\.label))
                draft.issue(field.name, Label(
                    "There is no field “\(typed)”. Name fields as lists call them: \(usual.map(\.en).joined(separator: ", ")).",
                    ru: "Поля «\(typed)» нет. Назовите поля, как в списках: \(usual.map(\.ru).joined(separator: ", "))."
                ))
            } else if Set(names).count < names.count || names.count > 30 {
                draft.issue(field.name, Label("Up to 30 fields, each once.", ru: "Не больше 30 полей, каждое один раз."))
            } else {
                draft[field] = names.joined(separator: ", ")
            }
        }
    }

    /// Layouts are part of the schema, in whatever way they are written.
    static let consequence = Consequence("object_layout") { _, _, records in try records.changeSchema(adding: []) }

    /// The layout of each object that has one; the latest where there are several.
    static func all(_ records: Records) throws -> [String: Record] {
        let living = try records.everyRecord(of: object).filter { !$0.isDeleted }.map(\.record)
        return Dictionary(living.compactMap { record in record[subject].map { ($0, record) } }, uniquingKeysWith: { _, later in later })
    }

    /// An object as a layout wants it. Fields that are gone or hidden by now are left out.
    static func applied(_ layout: Record, to object: ObjectDefinition) -> ObjectDefinition {
        func fields(_ field: Field<String>) -> [String] {
            list(layout[field] ?? "").filter { object.field($0).map { !$0.isHidden } ?? false }
        }
        let columns = fields(columns)
        return object.laidOut(order: fields(order), list: columns.isEmpty ? nil : columns, cards: fields(cards))
    }

    /// The fields that a text names, as people or as programs call them; several names may stand in it without a comma.
    private static func fields(called text: String, _ known: [FieldDefinition]) -> [(typed: String, field: FieldDefinition?)] {
        func field(_ called: String) -> FieldDefinition? {
            known.first { $0.name == called } ?? known.first { [$0.label.en.folded, $0.label.ru.folded].contains(called.folded) }
        }
        if let one = field(text) { return [(text, one)] }
        let words = text.split(whereSeparator: \.isWhitespace).map { (typed: String($0), field: field(String($0))) }
        return words.contains { $0.field != nil } || words.isEmpty ? words : [(text, nil)]
    }

    private static func list(_ text: String) -> [String] { text.split { $0 == "," || $0.isWhitespace }.map(String.init) }

    private static func names(_ name: String, _ label: Label, _ help: Label) -> Field<String> { Field.text(name, label, help: help) }
}
