public import Definitions
import Kit

/// A way to look at the records of an object, kept under a name: filter, order, columns, as a table or a board.
public enum SavedView {
    public static let title = Field.text("title", Label("Name", ru: "Название"), required: true)
    public static let subject = Field.text(
        "object", Label("Object", ru: "Объект"), required: true, indexed: true,
        help: Label("By its name in the API: deal, company.", ru: "По имени в API: deal, company."))
    public static let audience = Field.choice(
        "audience", Label("For", ru: "Для кого"),
        choices: [
            Choice(personal, Label("Only me", ru: "Только для меня")), Choice(team, Label("My team", ru: "Для моей команды")),
            Choice(everyone, Label("Everyone", ru: "Для всех")),
        ], required: true,
        help: Label("A view of a team is seen by the teams of its owner.", ru: "Представление команды видят команды владельца."),
        standard: .value(.text(personal)))
    public static let owner = Field.user("owner", Label("Owner", ru: "Владелец"), standard: .me)
    public static let layout = Field.choice(
        "layout", Label("Shown as", ru: "Показывать как"),
        choices: [
            Choice("table", Label("Table", ru: "Таблица")), Choice("board", Label("Board", ru: "Доска")),
            Choice("timeline", Label("Timeline", ru: "По времени")),
        ], required: true,
        standard: .value(.text("table")))
    public static let filter = Field.longText("filter", Label("Filter", ru: "Фильтр"))
    public static let sort = Field.text("sort", Label("Order", ru: "Порядок"), help: Label("-amount, title", ru: "-amount, title"))
    public static let columns = Field.text(
        "columns", Label("Columns", ru: "Столбцы"),
        help: Label(
            "Names of fields, a comma between them; the usual ones when left out.",
            ru: "Имена полей через запятую; если не указать — обычные."))
    public static let group = Field.text(
        "group_by", Label("Grouped by", ru: "Группировка"), help: Label("stage, created_at:month", ru: "stage, created_at:month"))
    public static let foot = Field.text(
        "figures", Label("Totals", ru: "Итоги"), help: Label("amount:sum, title:count", ru: "amount:sum, title:count"))
    public static let isPinned = Field.boolean(
        "pinned", Label("Pinned above the list", ru: "Закреплено над списком"), standard: .value(.boolean(true)))
    public static let position = Field.integer("position", Label("Place", ru: "Место"))
    public static let roles = Field.references(
        "roles", Label("Opens first for", ru: "Открывать первым для ролей"), to: "role",
        help: Label(
            "Whoever has one of these roles sees the list so to begin with.", ru: "Кому дана такая роль, тот видит список сразу таким."))

    public static let personal = "personal"
    public static let team = "team"
    public static let everyone = "everyone"

    public static let object = ObjectDefinition(
        "saved_view", path: "saved_views",
        Noun(
            en: ("view", "views"),
            ru: .neuter("представление", "представления", "представлений", genitive: "представления")),
        icon: "eye", title: "title", owner: "owner", list: ["title", "object", "audience", "owner", "pinned", "filter"],
        sort: ("position", false),
        isInNavigation: false
    ) {
        title
        subject
        audience
        owner
        layout
        filter
        sort
        columns
        group
        foot
        isPinned
        position
        roles
    }

    /// The views that are meant for whoever asks, whatever more its rights would reach: those of others' own are not for administrators.
    public static let mine = "(audience = everyone or owner = me or audience = team and owner = my_team)"
}
