public import Definitions
import Kit
import RecordEngine

/// An object that an administrator made: contracts, machines, events. It is a record as any other; its rights, history and undo are theirs.
public enum CustomObject {
    /// How many there may ever be; hidden and deleted ones keep their tables.
    public static let limit = 100
    /// The names of all of them begin like that, as no shipped one does, today or ever.
    static let prefix = "x_"
    /// The name and those of fields have to fit into the name of one table.
    static let longestName = 18

    public static let label = Field.text(
        "label", Label("Name of one", ru: "Название (один)"), required: true, help: Label("Contract", ru: "Contract")
    )
    public static let plural = Field.text(
        "label_many", Label("Name of several", ru: "Название (несколько)"), required: true, help: Label("Contracts", ru: "Contracts")
    )
    public static let russian = Field.text("ru_one", Label("Russian: one", ru: "По-русски: один"), help: Label(
        "Договор. The forms below are guessed when left out.", ru: "Договор. Остальные формы подберутся, если их не указать."
    ))
    public static let russianMany = Field.text(
        "ru_many", Label("Russian: several", ru: "По-русски: несколько"), help: Label("Договоры", ru: "Договоры")
    )
    public static let genitive = Field.text(
        "ru_two", Label("Russian: two of them", ru: "По-русски: два чего?"), help: Label("2 договора", ru: "2 договора")
    )
    public static let manyGenitive = Field.text(
        "ru_five", Label("Russian: five of them", ru: "По-русски: пять чего?"), help: Label("5 договоров", ru: "5 договоров")
    )
    public static let accusative = Field.text(
        "ru_accusative", Label("Russian: to see one", ru: "По-русски: вижу кого, что?"), help: Label("договор", ru: "договор")
    )
    public static let gender = Field.choice("ru_gender", Label("Russian: gender", ru: "По-русски: род"), choices: [
        Choice("masculine", Label("New, masculine: новый", ru: "Мужской: новый")), Choice("feminine", Label("New, feminine: новая", ru: "Женский: новая")),
        Choice("neuter", Label("New, neuter: новое", ru: "Средний: новое")),
    ])
    public static let icon = Field.choice("icon", Label("Icon", ru: "Значок"), choices: icons, required: true, standard: .value(.text("package")))
    public static let section = Field.text("section", Label("Section of the navigation", ru: "Раздел навигации"), help: Label(
        "The heading under which it stands in the navigation.", ru: "Заголовок, под которым объект стоит в навигации."
    ))
    public static let titleLabel = Field.text("title_label", Label("What a record is called by", ru: "Как называется главное поле"), help: Label(
        "“Title” when left out.", ru: "Если не указать — «Название»."
    ))
    public static let isOwned = Field.boolean(
        "owned", Label("Records have an owner", ru: "У записей есть ответственный"), standard: .value(.boolean(true))
    )
    public static let isFound = Field.boolean("searched", Label("Found by search", ru: "Участвует в поиске"), standard: .value(.boolean(true)))
    public static let takesActivities = Field.boolean(
        "activities", Label("With tasks, calls and notes", ru: "С делами, звонками и заметками"), standard: .value(.boolean(true))
    )
    public static let head = reach("head_rights", Label("Heads of sales", ru: "Руководители отделов"), standard: "shared")
    public static let salesperson = reach("salesperson_rights", Label("Salespeople", ru: "Менеджеры"), standard: "shared")
    public static let observer = Field.choice(
        "observer_rights", Label("Observers", ru: "Наблюдатели"), choices: Array(reaches.prefix(2)), required: true, standard: .value(.text("read")))
    public static let position = Field.integer("position", Label("Position", ru: "Место"))
    public static let isHidden = Field.boolean("hidden", Label("Hidden", ru: "Скрыто"), help: Label(
        "Nobody sees a hidden object; its records are kept.", ru: "Скрытый объект никто не видит, но записи сохраняются."
    ))
    public static let name = Field.text("name", Label("Name in the API", ru: "Имя в API"), unique: true, help: Label(
        "Latin letters, digits and _, behind x_. Made from the name when left out; never changes.",
        ru: "Латинские буквы, цифры и _ после x_. Если не указать, получится из названия; потом не меняется."
    ))
    public static let path = Field.text("path", Label("Address", ru: "Адрес"), unique: true, help: Label(
        "As in /contracts. Made from the name of several when left out; never changes.",
        ru: "Как в /contracts. Если не указать, получится из названия нескольких; потом не меняется."
    ))

    public static let object = ObjectDefinition(
        "custom_object", path: "custom_objects",
        Noun(en: ("custom object", "custom objects"), ru: .masculine("объект", "объекты", "объектов", genitive: "объекта")), icon: "package",
        title: "label", list: ["label", "name", "path", "hidden"], sort: ("position", false), isInNavigation: false
    ) {
        label
        plural
        russian
        russianMany
        genitive
        manyGenitive
        accusative
        gender
        icon
        section
        titleLabel
        isOwned
        isFound
        takesActivities
        head
        salesperson
        observer
        position
        isHidden
        name
        path
    }

    /// How far a role goes with the records.
    private static let reaches = [
        Choice("none", Label("Nothing", ru: "Ничего")), Choice("read", Label("See all", ru: "Видят все записи")),
        Choice("own", Label("See and change their own", ru: "Видят и меняют свои")),
        Choice("shared", Label("See all, change their own", ru: "Видят все, меняют свои")),
        Choice("all", Label("Change all", ru: "Меняют все")),
    ]

    private static func reach(_ name: String, _ label: Label, standard: String) -> Field<String> {
        Field.choice(name, label, choices: reaches, required: true, standard: .value(.text(standard)))
    }

    private static let icons = [
        ("package", Label("Box", ru: "Коробка")), ("file-text", Label("Document", ru: "Документ")), ("briefcase", Label("Briefcase", ru: "Портфель")),
        ("building", Label("Building", ru: "Здание")), ("calendar", Label("Calendar", ru: "Календарь")), ("database", Label("Storage", ru: "Хранилище")),
        ("book-open", Label("Book", ru: "Книга")), ("globe", Label("Globe", ru: "Глобус")), ("inbox", Label("Inbox", ru: "Лоток")),
        ("key", Label("Key", ru: "Ключ")), ("life-buoy", Label("Help", ru: "Помощь")), ("map-pin", Label("Place", ru: "Место")),
        ("megaphone", Label("Campaign", ru: "Кампания")), ("monitor", Label("Machine", ru: "Техника")), ("receipt", Label("Receipt", ru: "Чек")),
        ("shield", Label("Shield", ru: "Щит")), ("star", Label("Star", ru: "Звезда")), ("target", Label("Target", ru: "Цель")),
        ("trophy", Label("Cup", ru: "Кубок")), ("users", Label("People", ru: "Люди")), ("wallet", Label("Money", ru: "Деньги")),
        ("zap", Label("Lightning", ru: "Молния")),
    ].map { Choice($0.0, $0.1) }
}
