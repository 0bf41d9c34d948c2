import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// The profile laid out.
struct ProfileView {
    let model: ProfileModel
    let visit: PageVisit
    private var ui: Components { visit.ui }

    func html() throws -> HTML { "<div class=\"profile\">\(try person())\(password)\(sessions)\(tokens)</div>" }

    private func person() throws -> HTML {
        var fields = HTML()
        for field in UserRecord.object.fields where Principal.ownFields.contains(field.name) {
            let texts = FieldTexts.sent(field, model.sent) ?? FieldTexts.texts(model.user[field.name], field, visit.context)
            let place = FormField(field.name, visit.say(field.label), error: issue(field.name), isRequired: field.isRequired)
            if case .choice(let choices) = field.type.input {
                fields += ui.select(place, choices.map { Option($0.value, visit.say($0.label)) }, selected: texts.first)
            } else {
                fields += ui.input(place, value: texts.first ?? "")
            }
        }
        return panel(Label("You", ru: "О вас"), ui.form(URLPath("profile"), fields + actions(Wording.save)))
    }

    private var password: HTML {
        let present = visit.say(Label("Present password", ru: "Текущий пароль"))
        let new = visit.say(Label("New password", ru: "Новый пароль"))
        let fields =
            ui.input(FormField("current", present, error: issue("current"), isRequired: true), .password, autocomplete: "current-password")
            + ui.input(FormField("password", new, error: issue("password"), isRequired: true), .password, autocomplete: "new-password")
        return panel(
            Label("Password", ru: "Пароль"),
            ui.form(URLPath("profile", "password"), fields + actions(Label("Change the password", ru: "Сменить пароль"))))
    }

    private var sessions: HTML {
        let lines = model.sessions.render { session in
            let isThis = session.session == model.session
            let seen = visit.say(Label("seen \(visit.moment(session.seenAt))", ru: "активность \(visit.moment(session.seenAt))"))
            let end: HTML =
                isThis
                ? ui.badge(visit.say(Label("this one", ru: "текущий")), .green)
                : ui.postButton(
                    visit.say(Label("End", ru: "Завершить")), URLPath("profile", "sessions", "end"), .plain,
                    fields: [("session", session.handle)])
            return line(ProfileView.program(session.agent), "\(session.address) · \(seen)", end)
        }
        let endOthers = visit.say(Label("End all others", ru: "Завершить все остальные"))
        let all =
            model.sessions.count < 2
            ? HTML()
            : "<div class=\"form__actions\">\(ui.postButton(endOthers, URLPath("profile", "sessions", "end")))</div>"
        return panel(Label("Where you are signed in", ru: "Где вы вошли"), "<ul class=\"related-list\">\(lines)</ul>\(all)")
    }

    private var tokens: HTML {
        let lines = model.tokens.render { token in
            let used =
                token.lastUsedAt.map { Label("used \(visit.moment($0))", ru: "использован \(visit.moment($0))") }
                ?? Label("never used", ru: "не использовался")
            let revoke = ui.postButton(
                visit.say(Label("Revoke", ru: "Отозвать")), URLPath("profile", "tokens") / token.id / "revoke", .plain,
                confirm: visit.say(Label("Programs with this token will be turned away.", ru: "Программы с этим токеном больше не войдут."))
            )
            return line(token.name, "\(visit.moment(token.createdAt)) · \(visit.say(used))", revoke)
        }
        let made: HTML? = model.newToken.map { new in
            let text = visit.say(Label("Copy it now: it is never shown again.", ru: "Скопируйте сейчас: больше он не будет показан."))
            return ui.notice(.good, "<p>\(text)</p><p><code class=\"secret\">\(new.secret)</code></p>")
        }
        let place = FormField("token", visit.say(Label("What is it for?", ru: "Для чего он?")), error: issue("token"), isRequired: true)
        let guide = ui.linkButton(visit.say(Label("Read and try the API", ru: "Описание API с примерами")), APIPage.url, .plain, icon: .book)
        let form = ui.form(URLPath("profile", "tokens"), ui.input(place) + actions(Label("Make a token", ru: "Создать токен")))
        return panel(Label("Tokens for programs", ru: "Токены для программ"), "\(made)<ul class=\"related-list\">\(lines)</ul>\(form)\(guide)")
    }

    private func panel(_ title: Label, _ content: HTML) -> HTML { ui.panel(visit.say(title), isCard: true, content) }

    private func actions(_ label: Label) -> HTML { "<div class=\"form__actions\">\(ui.button(visit.say(label)))</div>" }

    private func line(_ title: String, _ detail: String, _ trailing: HTML) -> HTML {
        """
        <li class="related"><span class="related__link"><span class="related__title">\(title)</span><span class="related__detail">\(detail)</span></span>\
        <span class="related__trailing">\(trailing)</span></li>
        """
    }

    /// "Firefox, Windows" out of what a browser says of itself.
    private static func program(_ agent: String) -> String {
        let browsers = [
            ("Edg/", "Edge"), ("YaBrowser/", "Яндекс Браузер"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ]
        let systems = [
            ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"),
        ]
        let found = [browsers, systems].compactMap { names in names.first { agent.contains($0.0) }?.1 }
        return found.isEmpty ? agent.isEmpty ? "—" : agent.shortened(60) : found.joined(separator: ", ")
    }

    private func issue(_ field: String) -> String? { model.issues.first { $0.field == field }.map { visit.say($0.message) } }
}
