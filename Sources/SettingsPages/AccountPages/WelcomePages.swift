import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Storage
import Web

/// Where an invitation or a reset link leads: choosing a password.
enum WelcomePages {
    static func show(_ visit: Visit) async throws -> WebResponse { try await page(visit, nil) }

    static func set(_ visit: Visit) async throws -> WebResponse {
        do {
            let session = try await Links(visit.workspace.database, passwords: visit.workspace.passwords)
                .redeem(visit.request.parameter("secret"), password: visit.form.first("password") ?? "", from: visit.visitor)
            let language = try await visit.workspace.database.read {
                try Principals.load(user: session.signedIn.user, via: .init(.page), in: $0)?.language
            }
            return SignInPages.welcomed(.see("/"), session, language, visit)
        } catch Failure.invalid(let issues) {
            return try await page(visit, issues.first?.message, status: 422)
        }
    }

    private static func page(_ visit: Visit, _ error: Label?, status: Int = 200) async throws -> WebResponse {
        let (secret, now) = (visit.request.parameter("secret"), visit.workspace.clock.now())
        guard let owner = try await visit.workspace.database.read({ try Links.find(secret, at: now, in: $0) }) else { return gone(visit) }
        let language = visit.request.language
        let ui = Components(language: language, csrf: "", assets: visit.site.assets.links)
        let title = ui.say(Label("Hello, \(owner.name)", ru: "Здравствуйте, \(owner.name)"))
        let email: HTML = "<input type=\"hidden\" name=\"email\" autocomplete=\"username\" value=\"\(owner.email)\">"
        let field = FormField(
            "password", ui.say(Label("New password", ru: "Новый пароль")),
            help: ui.say(
                Label(
                    "8 characters or more; several unrelated words are best.",
                    ru: "От 8 символов; лучше несколько не связанных между собой слов.")),
            error: error.map(ui.say), isRequired: true, isFirst: true
        )
        let form = ui.form(
            URLPath("welcome", secret), class: "form form--single",
            email + ui.input(field, .password, autocomplete: "new-password")
                + ui.button(ui.say(Label("Set the password and sign in", ru: "Задать пароль и войти")), .primary))
        let content: HTML = "<h1 class=\"bare__title\">\(title)</h1><p class=\"muted\">\(owner.email)</p>\(form)"
        return .html(
            Layout.bare(language: language, assets: visit.site.assets.links, title: title, theme: visit.request.theme, content),
            status: status)
    }

    private static func gone(_ visit: Visit) -> WebResponse {
        let language = visit.request.language
        let title = Label("This link no longer works", ru: "Ссылка больше не действует")[language]
        let text = Label(
            "It was used already, or it is too old. Ask your administrator for a new one.",
            ru: "Её уже использовали, или она устарела. Попросите у администратора новую.")[language]
        let signIn = Wording.signIn[language]
        let content: HTML = """
            <h1 class="bare__title">\(title)</h1><p>\(text)</p><p><a class="button button--primary" href="/sign-in">\(signIn)</a></p>
            """
        return .html(
            Layout.bare(language: language, assets: visit.site.assets.links, title: title, theme: visit.request.theme, content), status: 404
        )
    }
}
