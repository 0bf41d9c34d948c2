public import Kit
public import Markup

/// What the sign-in page shows.
public struct SignInForm: Sendable {
    public var action: URLPath
    public var email: String
    public var error: String?
    /// Where to go afterwards.
    public var next: URLPath?
    /// Said above the form.
    public var notice: String?
    /// More fields to send along.
    public var hidden = HTML()
    public var footer = HTML()

    public init(action: URLPath = URLPath("sign-in"), email: String = "", error: String? = nil, next: URLPath? = nil) {
        self.action = action
        self.email = email
        self.error = error
        self.next = next
    }
}

extension Layout {
    public static func signIn(
        _ form: SignInForm, language: Language, assets: AssetLinks, csrf: String, workspace: String = "Krug", theme: Theme = .system
    ) -> HTML {
        let ui = Components(language: language, csrf: csrf, assets: assets)
        let title = ui.say(Label("Sign in", ru: "Вход"))
        let next: HTML? = form.next.map { "<input type=\"hidden\" name=\"_next\" value=\"\($0)\">" }
        let email = ui.input(
            FormField("email", ui.say(Label("E-mail", ru: "Эл. почта")), isRequired: true, isFirst: form.email.isEmpty), .email,
            value: form.email, autocomplete: "username")
        let password = ui.input(
            FormField("password", ui.say(Label("Password", ru: "Пароль")), isRequired: true, isFirst: !form.email.isEmpty), .password,
            autocomplete: "current-password")
        let error: HTML? = form.error.map { ui.notice(.bad, HTML(text: $0)) }
        let fields: HTML = "\(next)\(form.hidden)\(email)\(password)\(ui.button(ui.say(Wording.signIn), .primary))"
        let content: HTML = """
            <h1 class="bare__title">\(title)</h1>\(form.notice.map { ui.notice(.info, HTML(text: $0)) })\(error)\
            \(ui.form(form.action, class: "form form--single", fields))\
            \(form.footer)
            """
        return bare(language: language, assets: assets, csrf: csrf, workspace: workspace, title: title, theme: theme, content)
    }
}
