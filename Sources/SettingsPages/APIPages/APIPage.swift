import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// The API as it is now, to be read and tried out.
enum APIPage {
    static let url = URLPath("developers")

    static func route(_ frame: PageFrame) -> Route {
        Route(.get, url.text, .signedIn, for: .people) { visit in try await frame.respond(visit) { content($0) } }
    }

    private static func content(_ visit: PageVisit) -> PageContent {
        func say(_ english: String, _ russian: String) -> String { visit.say(Label(english, ru: russian)) }
        let title = "API"
        let first = visit.schema.object("deal").map { visit.say($0.noun.plural) }
        let document = URLPath("api", "openapi.json")
        let hint = say(
            "Programs need a token of yours; here everything runs with your own session and your own rights.",
            "Программам нужен ваш токен; здесь всё выполняется в вашем сеансе и с вашими правами.")
        let actions =
            visit.ui.linkButton(say("Make a token", "Создать токен"), URLPath("profile"), icon: .key)
            + visit.ui.linkButton("OpenAPI 3.1", document, .plain, icon: .download)
        return PageContent(
            title,
            """
            \(Layout.pageHead(title, actions: actions, below: "<p class=\"muted\">\(hint)</p>"))\
            <api-explorer class="explorer" data-document="\(document)" data-find="\(say("Find", "Найти"))" \
            data-sections="API" data-first="\(first)" data-body="\(say("Body", "Тело запроса"))" data-answer="\(say("Answer", "Ответ"))" \
            data-run="\(say("Run", "Выполнить"))" data-real="\(say("This really changes records.", "Это действительно меняет записи."))">\
            <noscript>\(say("The document can be read without JavaScript:", "Без JavaScript можно прочитать сам документ:")) \
            <a href="\(document)">\(document.text)</a></noscript></api-explorer>
            """)
    }
}
