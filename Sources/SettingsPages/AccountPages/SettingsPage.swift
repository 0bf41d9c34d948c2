import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// What an administrator sets up, in one place.
enum SettingsPage {
    private static let groups: [(Label, [String])] = [
        (Label("People", ru: "Люди"), ["user", "team", "role"]),
        (Label("Sales", ru: "Продажи"), ["pipeline", "stage", "product", "currency_rate"]),
        (Label("Documents and payments", ru: "Документы и платежи"), ["requisite_set", "bank"]),
        (
            Label("Everywhere", ru: "Везде"),
            [
                "custom_object", "custom_field", "object_layout", "validation_rule", "duplicate_rule", "retention_policy", "tag", "text_template",
            ]
        ),
    ]

    /// The objects that are set up here.
    static var objects: [String] { groups.flatMap(\.1) }

    static func content(_ visit: PageVisit) -> PageContent {
        let panels = groups.render { group in
            let lines = group.1.compactMap { visit.schema.object($0) }.render { object in
                return visit.ui.relatedLine(visit.say(name(object)), href: url(object), detail: detail(object, visit))
            }
            return lines.isEmpty ? HTML() : visit.ui.panel(visit.say(group.0), isCard: true, visit.ui.relatedList(lines))
        }
        let line = visit.ui.relatedLine(visit.say(PackagePages.label), href: PackagePages.url, detail: visit.say(PackagePages.detail))
        let moving = visit.ui.panel(visit.say(Label("Moving", ru: "Переезд")), isCard: true, visit.ui.relatedList(line))
        let title = visit.say(Wording.settings)
        return PageContent(title, Layout.pageHead(title) + "<div class=\"settings\">\(panels)\(moving)</div>")
    }

    /// Every page of the settings that this person may open, and those of one's own.
    static func places(_ visit: PageVisit) -> [SettingPlace] {
        let profile = Label("Name, password, sessions, tokens", ru: "Имя, пароль, сеансы, токены")
        let own = [
            SettingPlace(visit.say(Wording.profile), visit.say(profile), URLPath("profile")),
            SettingPlace(visit.say(NoticesPage.label), visit.say(Wording.settings), NoticesPage.url),
            SettingPlace(visit.say(Wording.dataQuality), "", URLPath("quality")),
            SettingPlace(visit.say(Wording.trash), "", URLPath("trash")), SettingPlace("API", "", APIPage.url),
        ]
        guard visit.principal.role.administers else { return own }
        let all = SettingPlace(visit.say(Wording.settings), "", URLPath("settings"))
        return [all]
            + objects.compactMap { visit.schema.object($0) }.map { object in
                SettingPlace(visit.say(name(object)), detail(object, visit), url(object))
            } + [SettingPlace(visit.say(PackagePages.label), visit.say(PackagePages.detail), PackagePages.url)] + own
    }

    private static func name(_ object: ObjectDefinition) -> Label {
        switch object.name {
        case "duplicate_rule": Wording.duplicates
        case "requisite_set": Label("Our requisites", ru: "Наши реквизиты")
        default: object.noun.plural
        }
    }

    /// Some are set up on pages of their own.
    private static func url(_ object: ObjectDefinition) -> URLPath {
        switch object.name {
        case "custom_field": FieldListPage.url()
        case "custom_object": ObjectListPage.url
        case "duplicate_rule": DuplicateSettingsPage.url
        case "requisite_set": URLPath(object.path).query("filter", "company is empty")
        default: URLPath(object.path)
        }
    }

    private static func detail(_ object: ObjectDefinition, _ visit: PageVisit) -> String {
        let text: Label? =
            switch object.name {
            case "user": Label("Who works here, invitations, roles", ru: "Кто здесь работает, приглашения, роли")
            case "team": Label("Whose deals a head sees", ru: "Чьи сделки видит руководитель")
            case "role": Label("What each role may do", ru: "Что можно каждой роли")
            case "pipeline": Label("The ways that deals go", ru: "Пути, по которым идут сделки")
            case "stage": Label("The steps of the pipelines", ru: "Шаги воронок")
            case "product": Label("What you sell, with prices", ru: "Что вы продаёте и почём")
            case "requisite_set": Label("Your own legal entities and their accounts", ru: "Ваши юридические лица и их счета")
            case "bank": Label("The directory by BIK, which fills account forms", ru: "Справочник по БИК, по нему заполняются счета")
            case "text_template": Label("Texts that are written often", ru: "Тексты, которые пишут часто")
            case "tag": Label("Words that mark any record", ru: "Слова, которыми помечают записи")
            case "custom_object":
                Label("Contracts, machines, events and what else you keep", ru: "Договоры, оборудование, мероприятия и другое своё")
            case "validation_rule": Label("What records must not be", ru: "Какими записи быть не должны")
            case "object_layout": Label("Columns of lists, order of fields, cards", ru: "Столбцы списков, порядок полей, карточки")
            case "custom_field": Label("Your own fields of companies, deals and others", ru: "Свои поля у компаний, сделок и остального")
            case "duplicate_rule": Label("When to ask, and when not to save", ru: "Когда спрашивать, а когда не сохранять")
            case "retention_policy": Label("For how long deleted records and history are kept", ru: "Сколько хранить удалённое и историю")
            case "currency_rate": Label("For sums in other currencies", ru: "Для сумм в других валютах")
            default: nil
            }
        return text.map(visit.say) ?? ""
    }
}
