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
        let start = Label("To the start", ru: "На главную")[language]
        let ways: HTML = "\(back)<a class=\"button button--secondary\" href=\"\(URLPath.root)\">\(start)</a>"
        let content: HTML = """
            <h1 class="bare__title">\(problem.title[language])</h1>\(details)<p class="cluster">\(ways)</p>
            """
        let page = Layout.bare(language: language, assets: site.assets.links, title: problem.title[language], theme: request.theme, content)
        var response = WebResponse.html(page, status: problem.status)
        response.headers += problem.headers.filter { $0.name != "www-authenticate" }
        return response
    }
}
