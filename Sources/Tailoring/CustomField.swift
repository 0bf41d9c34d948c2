public import Definitions
import Formulas
import Kit
import RecordEngine

/// A field that an administrator added to a shipped object. It is a record as any other: its rights, history and undo are theirs.
public enum CustomField {
    /// The shipped objects that take fields, in the order in which they are offered; those that an administrator made follow.
    public static let objects: [Choice] = [
        Choice("company", Label("Company", ru: "Компания")), Choice("person", Label("Person", ru: "Человек")),
        Choice("deal", Label("Deal", ru: "Сделка")), Choice("activity", Label("Activity", ru: "Дело")),
        Choice("product", Label("Product", ru: "Товар")), Choice("segment_entry", Label("Segment entry", ru: "Запись сегмента")),
    ]
    /// What fields may refer to.
    public static let targets = objects + [
        Choice("user", Label("User", ru: "Пользователь")), Choice("team", Label("Team", ru: "Команда")), Choice("tag", Label("Tag", ru: "Метка")),
    ]
    /// How many fields of one object there may ever be; hidden and deleted ones keep their columns.
    public static let limit = 200

    public static let subject = Field.choice("object", Label("Object", ru: "Объект"), choices: objects, required: true, indexed: true)
    public static let name = Field.text("name", Label("Name in the API", ru: "Имя в API"), help: Label(
        "Latin letters, digits and _. Made from the label when left out; never changes.",
        ru: "Латинские буквы, цифры и _. Если не указать, получится из названия; потом не меняется."
    ))
    public static let label = Field.text("label", Label("Label", ru: "Название"), required: true)
    public static let russianLabel = Field.text("label_ru", Label("Label in Russian", ru: "Название по-русски"), help: Label(
        "For those who work in Russian, if it differs.", ru: "Для тех, кто работает по-русски, если оно другое."
    ))
    public static let kind = Field.choice("type", Label("Type", ru: "Тип"), choices: CustomFieldKind.choices, required: true)
    public static let options = Field.longText("options", Label("Choices", ru: "Варианты"), help: Label(
        "One a line: “Label | colour”, or “value = Label | colour”.", ru: "По одному в строке: «Название | цвет» или «значение = Название | цвет»."
    ))
    public static let target = Field.choice("target", Label("Refers to", ru: "Ссылается на"), choices: targets)
    public static let mask = Field.text("mask", Label("Mask", ru: "Маска"), help: Label(
        "{0000} is the number, with at least so many digits; {YYYY} and {MM} are year and month, in which it begins anew: INV-{YYYY}-{0000}.",
        ru: "{0000} — номер, не меньше стольких цифр; {YYYY} и {MM} — год и месяц, с каждым счёт начинается заново: СЧ-{YYYY}-{0000}."
    ))
    public static let digits = Field.integer("digits", Label("Decimal places", ru: "Знаков после запятой"))
    public static let formula = Field.longText("formula", Label("Formula", ru: "Формула"), help: Label(
        "As in a spreadsheet, with fields by their names: amount * 0.1, IF(source = \"web\", amount, amount / 2)",
        ru: "Как в таблице, поля по именам: amount * 0.1, ЕСЛИ(source = \"web\"; amount; amount / 2)"
    ))
    public static let related = Field.choice("rollup_of", Label("Related records", ru: "Связанные записи"), choices: [], help: Label(
        "By the field that refers here. All of them count, whoever looks; who may see the figure is up to the right to this field.",
        ru: "По полю, которое ссылается сюда. Учитываются все записи, кто бы ни смотрел; кто увидит показатель, решает право на это поле."
    ))
    public static let function = Field.choice("rollup_function", Label("What is computed", ru: "Что вычислять"), choices: Rollup.Function.allCases.map {
        Choice($0.rawValue, $0.label)
    })
    public static let measured = Field.text("rollup_field", Label("Of the field", ru: "По полю"), help: Label(
        "A field of the related records: amount. Left out when they are counted.", ru: "Поле связанных записей: amount. Если считается их число, не указывают."
    ))
    public static let condition = Field.text("rollup_condition", Label("Only those with", ru: "Только те, где"), help: Label(
        "A filter, as in lists: status = won and closed_on in this_year. All of them when left out.",
        ru: "Фильтр, как в списках: status = won and closed_on in this_year. Если не указать — все."
    ))
    public static let result = Field.choice(
        "result", Label("Gives", ru: "Даёт"), choices: DerivedResult.allCases.map { result in
            Choice(result.rawValue, CustomFieldKind(rawValue: result.rawValue)?.label ?? .verbatim(result.rawValue))
        }, readOnly: true)
    public static let help = Field.text("help", Label("Help text", ru: "Подсказка"))
    public static let isRequired = Field.boolean("required", Label("Required", ru: "Обязательное"), help: Label(
        "Asked for in new records, and can't be emptied.", ru: "Спрашивается в новых записях, и его нельзя очистить."
    ))
    public static let requiredIf = Field.text("required_if", Label("Required when", ru: "Обязательно, когда"), help: Label(
        "A filter, as in lists: amount > 1000000", ru: "Фильтр, как в списках: amount > 1000000"
    ))
    public static let visibleIf = Field.text("visible_if", Label("Asked for only when", ru: "Спрашивать, только когда"), help: Label(
        "A filter; forms leave the field out otherwise: source = \"Partner\"", ru: "Фильтр; иначе формы это поле не показывают: source = \"Партнёр\""
    ))
    public static let isUnique = Field.boolean("unique", Label("Unique", ru: "Без повторов"))
    public static let isSearched = Field.boolean("searched", Label("Found by search", ru: "Участвует в поиске"))
    public static let standard = Field.text("default", Label("Default", ru: "Значение по умолчанию"), help: Label(
        "“today” for a day, “me” for a user.", ru: "«today» — сегодняшний день, «me» — сам пользователь."
    ))
    public static let section = Field.text("section", Label("Section", ru: "Раздел"), help: Label(
        "The heading under which the field stands in a record.", ru: "Заголовок, под которым поле стоит в записи."
    ))
    public static let position = Field.integer("position", Label("Position", ru: "Место"))
    public static let isHidden = Field.boolean("hidden", Label("Hidden", ru: "Скрыто"), help: Label(
        "Nobody sees a hidden field; its values are kept.", ru: "Скрытое поле никто не видит, но значения сохраняются."
    ))

    public static let object = ObjectDefinition(
        "custom_field", path: "custom_fields",
        Noun(en: ("custom field", "custom fields"), ru: .neuter("поле", "поля", "полей", genitive: "поля")), icon: "list", title: "label",
        list: ["label", "object", "type", "name", "required", "hidden"], sort: ("position", false), isInNavigation: false
    ) {
        subject
        label
        russianLabel
        kind
        options
        target
        formula
        related
        function
        measured
        condition
        digits
        mask
        help
        isRequired
        requiredIf
        visibleIf
        isUnique
        isSearched
        standard
        section
        position
        isHidden
        name
        result
    }
}
