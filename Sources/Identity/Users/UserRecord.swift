public import Definitions
import Kit

/// Somebody who works with Krug.
public enum UserRecord {
    public static let name = Field.text("name", Label("Name", ru: "Имя"), required: true, searched: true)
    public static let email = Field.text(
        "email", Label("E-mail", ru: "Эл. почта"), unique: true, searched: true,
        help: Label("Who has none can't sign in.", ru: "Без адреса войти нельзя.")
    )
    public static let jobTitle = Field.text("job_title", Label("Position", ru: "Должность"))
    public static let phones = Field.phones("phones", Label("Phones", ru: "Телефоны"))
    public static let team = Field.reference("team", Label("Team", ru: "Команда"), to: "team", indexed: true)
    public static let role = Field.reference("role", Label("Role", ru: "Роль"), to: "role", onDelete: .restrict, required: true)
    public static let moreRoles = Field.references(
        "more_roles", Label("More roles", ru: "Ещё роли"), to: "role",
        help: Label("What one of the roles allows is allowed.", ru: "Можно то, что разрешает хотя бы одна из ролей."))
    public static let language = Field.choice(
        "language", Label("Language", ru: "Язык"),
        choices: [Choice("en", .verbatim("English")), Choice("ru", .verbatim("Русский"))], required: true, standard: .value(.text("ru"))
    )
    public static let isActive = Field.boolean(
        "is_active", Label("Active", ru: "Работает"),
        help: Label("Who is not active can't sign in.", ru: "Отключённый пользователь не может войти."), standard: .value(.boolean(true))
    )

    public static let object = ObjectDefinition(
        "user", path: "users",
        Noun(
            en: ("user", "users"),
            ru: .masculine("пользователь", "пользователи", "пользователей", accusative: "пользователя", genitive: "пользователя")
        ),
        icon: "user", title: "name", list: ["name", "email", "job_title", "team", "role", "is_active"], sort: ("name", false),
        isInNavigation: false
    ) {
        name
        email
        jobTitle
        phones
        team
        role
        moreRoles
        language
        isActive
    }
}
