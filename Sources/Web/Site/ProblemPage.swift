import Kit
import Markup
import Pages

/// A failure as a person sees it: what is wrong, and a way on.
enum ProblemPage {
    static func response(_ problem: Problem, _ request: WebRequest, _ site: Site) -> WebResponse {
        let language = request.language
        var details = HTML()
        if let detail = problem.detail { details += "<p>\(detail[language])</p>" }
        for issue in problem.issues { details += "<p>\(issue.message[language])</p>" }
        if request.isFromScript, problem.status == 401 { return signedOut(problem, request, site) }
        if request.isFromScript {
            let text = ([problem.issues.isEmpty ? problem.detail ?? problem.title : nil] + problem.issues.map(\.message)).compactMap {
                $0?[language]
            }
            let ui = Components(language: language, csrf: "", assets: site.assets.links)
            return .html(ui.toast(Toast(text.joined(separator: " "), isFailure: true)), status: problem.status)
        }
        // A refused action leads back to where it was tried.
        let back: HTML? =
            request.method == .get
            ? nil : request.cameFrom.map { "<a class=\"button button--primary\" href=\"\($0)\">\(Wording.back[language])</a>" }
        // An address that says what is not understood, or is closed by now, leads to what it asks of.
        let isAsking = request.method == .get && problem.status == 400 && !request.query.isEmpty
        let bare = URLPath(local: request.encodedPath).map { path -> HTML in
            "<a class=\"button button--primary\" href=\"\(path)\">\(Wording.openBare[language])</a>"
        }
        let start = Label("To the start", ru: "На главную")[language]
        let ways: HTML = "\(isAsking ? bare : back)<a class=\"button button--secondary\" href=\"\(URLPath.root)\">\(start)</a>"
        let content: HTML = """
            <h1 class="bare__title">\(problem.title[language])</h1>\(details)<p class="cluster">\(ways)</p>
            """
        let page = Layout.bare(language: language, assets: site.assets.links, title: problem.title[language], theme: request.theme, content)
        var response = WebResponse.html(page, status: problem.status)
        response.headers += problem.headers.filter { $0.name != "www-authenticate" }
        return response
    }

    /// For a script: the window that asks to sign in, over what one has typed.
    private static func signedOut(_ problem: Problem, _ request: WebRequest, _ site: Site) -> WebResponse {
        let ui = Components(language: request.language, csrf: "", assets: site.assets.links)
        let title = ui.say(Label("Your session has ended", ru: "Сеанс закончился"))
        let text = Label(
            "Nothing that you typed is lost. Sign in in a new tab and come back: it goes on here.",
            ru: "Введённое не пропало. Войдите в новой вкладке и вернитесь: здесь всё продолжится.")
        let other = Label(
            "Somebody else has signed in here. Nothing that you typed is lost: sign in yourself in a new tab, close this and send it again.",
            ru: "Здесь вошёл другой человек. Введённое не пропало: войдите сами в новой вкладке, закройте это окно и отправьте ещё раз.")
        let cancel = ui.say(Wording.cancel)
        let dialog: HTML = """
            <dialog class="dialog" aria-label="\(title)" data-other="\(ui.say(other))"><div class="dialog__body">\
            <h2 class="dialog__title" tabindex="-1" autofocus>\(title)</h2>\
            <p class="dialog__text">\(ui.say(text))</p><div class="form__actions">\
            <button class="button button--plain" type="button" data-closes>\(cancel)</button>\
            <a class="button button--primary" href="\(URLPath("sign-in"))" target="_blank">\(ui.say(Label("Sign in", ru: "Войти")))</a></div></div></dialog>
            """
        return .html(dialog, status: problem.status)
    }
}
