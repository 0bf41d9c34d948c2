import Kit
import Markup
import Pages

/// A failure as a person sees it: what is wrong, and a way on.
enum ProblemPage {
    static func response(_ problem: Problem, _ request: WebRequest, _ site: Site) -> WebResponse {
        let language = request.language
        let back: String = Label("Back to the start", ru: "На главную")[language]
        var details = HTML()
        if let detail = problem.detail { details += "<p>\(detail[language])</p>" }
        for issue in problem.issues { details += "<p>\(issue.message[language])</p>" }
        if request.isFromScript {
            let text = ([problem.issues.isEmpty ? problem.detail ?? problem.title : nil] + problem.issues.map(\.message)).compactMap { $0?[language] }
            let ui = Components(language: language, csrf: "", assets: site.assets.links)
            return .html(ui.toast(Toast(text.joined(separator: " "), isFailure: true)), status: problem.status)
        }
        let content: HTML = "<main class=\"problem\"><h1>\(problem.title[language])</h1>\(details)<p><a class=\"button\" href=\"/\">\(back)</a></p></main>"
        var response = WebResponse.html(Layout.bare(language: language, assets: site.assets.links, title: problem.title[language], content), status: problem.status)
        response.headers += problem.headers.filter { $0.name != "www-authenticate" }
        return response
    }
}
