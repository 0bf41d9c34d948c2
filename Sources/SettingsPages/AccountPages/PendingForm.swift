import Identity
import Kit
import Markup
import Pages
import RecordPages
import Web

/// A form that came when its sender's session had ended. It travels through the sign-in page, so that nothing typed is lost.
struct PendingForm {
    private static let prefix = "pending."
    private static let action = "pending-action"

    let url: URLPath
    private let fields: [(name: String, text: String)]

    /// A form that was refused because nobody is signed in. Passwords and files are not kept.
    init?(refused request: WebRequest, _ form: Form) {
        guard request.method == .post, let url = URLPath(local: request.encodedPath + request.queryText) else { return nil }
        let kept = form.fields.filter { $0.name != "_csrf" && !PendingForm.isSecret($0.name) }
        guard !kept.isEmpty, !request.path.hasPrefix("/sign-out") else { return nil }
        self.url = url
        fields = kept
    }

    /// What the sign-in form sent along.
    init?(sent form: Form) {
        guard let action = form.first(PendingForm.action), let url = URLPath(local: action) else { return nil }
        self.url = url
        fields = form.fields.filter { $0.name.hasPrefix(PendingForm.prefix) }.map {
            (String($0.name.dropFirst(PendingForm.prefix.count)), $0.text)
        }
    }

    var hiddenFields: HTML {
        hidden(PendingForm.action, url.text) + fields.render { hidden(PendingForm.prefix + $0.name, $0.text) }
    }

    /// After signing in: one button sends the form with the token of the new session.
    func page(_ request: WebRequest, _ site: Site, token: String, name: String?, _ language: Language) -> WebResponse {
        let ui = Components(language: language, csrf: token, assets: site.assets.links)
        let title = ui.say(
            name.map { Label("You are signed in as \($0)", ru: "Вы вошли как \($0)") } ?? Label("You are signed in", ru: "Вы вошли"))
        let text = ui.say(Label("What you typed before has been kept. Send it now?", ru: "Введённое раньше сохранилось. Отправить?"))
        let kept = fields.render { hidden($0.name, $0.text) } + ui.button(ui.say(Label("Send", ru: "Отправить")), .primary)
        let content: HTML = """
            <h1 class="bare__title">\(title)</h1><p>\(text)</p>\
            \(ui.form(url, class: "form form--single", kept))\
            <p><a href="\(URLPath.root)">\(ui.say(Label("Don't send, go to the start", ru: "Не отправлять, перейти на главную")))</a></p>
            """
        return .html(
            Layout.bare(
                language: language, assets: site.assets.links, csrf: ui.csrf, title: title, theme: request.theme, content))
    }

    private func hidden(_ name: String, _ value: String) -> HTML { "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">" }

    private static func isSecret(_ name: String) -> Bool { ["password", "current", "repeat", "code"].contains(name) }
}
