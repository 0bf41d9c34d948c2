import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// A link with which a user sets a password once: to begin with, or after forgetting it.
struct InvitePages: Sendable {
    let frame: PageFrame

    func make(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let (html, _) = try await visit.transact { tx, caller in
            let records = try visit.workspace.records(tx, caller.principal)
            let user = try records.record("user", id)
            guard user[UserRecord.isActive] == true else {
                throw Failure.conflict(Label("Who is not active can't be invited.", ru: "Отключённого пользователя нельзя пригласить."))
            }
            let secret = try Links.make(.invitation, for: id, in: tx)
            let page = frame.pageVisit(visit, records, caller)
            return (try frame.html(content(user, secret, page, visit), page, visit, caller), ())
        }
        return .html(html)
    }

    private func content(_ user: Record, _ secret: String, _ page: PageVisit, _ visit: Visit) -> PageContent {
        let ui = page.ui
        let host = visit.request.headers["host"] ?? ""
        let link = "\(visit.request.isSecure ? "https" : "http")://\(host)\(URLPath("welcome", secret).text)"
        let title = page.say(Label("Invitation for \(user.title)", ru: "Приглашение: \(user.title)"))
        let text = page.say(
            Label(
                "Send this link to \(user.title). It works once and for seven days, and is shown only now.",
                ru: "Отправьте эту ссылку: \(user.title). Она действует один раз и семь дней, а показана только сейчас."
            ))
        let field = FormField("link", page.say(Wording.invitation))
        let html: HTML = """
            <div class="form form--single">\(ui.notice(.info, HTML(text: text)))\(ui.input(field, value: link, attributes: " readonly"))\
            <div class="form__actions">\(ui.linkButton(page.say(Wording.back), URLPath("users") / user.id))</div></div>
            """
        return PageContent(title, Layout.pageHead(title) + html)
    }
}
