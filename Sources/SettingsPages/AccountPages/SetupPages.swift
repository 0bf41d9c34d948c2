import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Storage
import Web

/// The first start: whoever has the code from the program's output becomes the first administrator.
enum SetupPages {
    static func show(_ visit: Visit) async throws -> WebResponse {
        guard try await visit.workspace.database.read({ try FirstAdministrator.isNeeded(in: $0) }) else { return .see("/sign-in") }
        return page(visit, [])
    }

    static func make(_ visit: Visit) async throws -> WebResponse {
        let (form, language) = (visit.form, visit.request.language)
        let (name, email) = (form.first("name") ?? "", form.first("email") ?? "")
        do {
            let engine = visit.workspace.engine
            let session = try await FirstAdministrator(visit.workspace.database, passwords: visit.workspace.passwords).redeem(
                code: form.first("code") ?? "", name: name, email: email, password: form.first("password") ?? "", from: visit.visitor
            ) { tx in
                let records = Records(engine, tx, .system(language))
                let roles = try records.list(Query("role", filter: try Filter("key = \"administrator\""), limit: 1), make: \.id).rows
                var draft = Draft(UserRecord.object)
                draft[UserRecord.name] = name.trimmed
                draft[UserRecord.email] = email
                draft[UserRecord.role] = roles.first.map { .init($0) }
                draft[UserRecord.language] = language.rawValue
                return try records.create(draft).id
            }
            return SignInPages.welcomed(.see("/"), session, language, visit)
        } catch Failure.invalid(let issues) {
            return page(visit, issues, status: 422)
        }
    }

    private static func page(_ visit: Visit, _ issues: [FieldIssue], status: Int = 200) -> WebResponse {
        let language = visit.request.language
        let ui = Components(language: language, csrf: "", assets: visit.site.assets.links)
        func field(_ name: String, _ label: Label, help: Label? = nil) -> FormField {
            let error = issues.first { $0.field == name }.map { ui.say($0.message) }
            return FormField(name, ui.say(label), help: help.map(ui.say), error: error, isRequired: true)
        }
        let codeHelp = Label(
            "It stands in the output of the program that you have just started.", ru: "Он есть в выводе программы, которую вы запустили.")
        let fields: [HTML] = [
            ui.input(
                field("code", Label("One-time code", ru: "Одноразовый код"), help: codeHelp), value: visit.form.first("code") ?? "",
                autocomplete: "off"),
            ui.input(field("name", Label("Your name", ru: "Ваше имя")), value: visit.form.first("name") ?? "", autocomplete: "name"),
            ui.input(
                field("email", Label("E-mail", ru: "Эл. почта")), .email, value: visit.form.first("email") ?? "", autocomplete: "username"),
            ui.input(field("password", Label("Password", ru: "Пароль")), .password, autocomplete: "new-password"),
            ui.button(ui.say(Label("Begin", ru: "Начать")), .primary),
        ]
        let title = ui.say(Label("Welcome to Krug", ru: "Добро пожаловать в Krug"))
        let intro = ui.say(Label("Make the first administrator.", ru: "Создайте первого администратора."))
        let content: HTML = """
            <h1 class="bare__title">\(title)</h1><p class="muted">\(intro)</p>\
            \(ui.form(URLPath("setup"), class: "form form--single", fields.joined()))\
            \(PreferencePages.languageLinks(language, visit.site, next: URLPath("setup")))
            """
        return .html(
            Layout.bare(language: language, assets: visit.site.assets.links, title: title, theme: visit.request.theme, content),
            status: status)
    }
}
