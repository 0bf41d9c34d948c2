import Kit
import Markup
import Moving
import Pages
import RecordPages
import Web

/// The whole workspace as one file: taken along, or brought into a new one.
struct PackagePages: Sendable {
    let frame: PageFrame

    static let url = URLPath("settings") / "package"
    static let label = Label("The whole workspace", ru: "Рабочее пространство целиком")
    static let detail = Label("As one package: take it along, bring it in", ru: "Одним пакетом: забрать с собой, загрузить")

    var routes: [Route] {
        [
            Route(.get, "/settings/package", .administrator, for: .people) { visit in try await respond(visit, nil) },
            Route(.get, "/settings/package.zip", .administrator, for: .people) { visit in try await PackageDesk.download(visit) },
            upload,
        ]
    }

    private var upload: Route {
        var route = Route(.post, "/settings/package", .administrator, for: .people, handler: take)
        route.largestForm = PackageDesk.limit
        return route
    }

    @Sendable private func take(_ visit: Visit) async throws -> WebResponse {
        try await visit.transact { _, _ in }
        do {
            guard let file = visit.form.files.first(where: { $0.field == "file" }), file.size > 0 else {
                throw Failure.malformed(Label("Choose a file.", ru: "Выберите файл."))
            }
            _ = try await PackageDesk.upload(file.content, visit)
            return .see("/sign-in")
        } catch Failure.malformed(let problem) {
            return try await respond(visit, problem, status: 400)
        } catch Failure.tooLarge(let problem) {
            return try await respond(visit, problem, status: 413)
        } catch Failure.unsupportedType(let problem) {
            return try await respond(visit, problem, status: 415)
        } catch Failure.conflict(let problem) {
            return try await respond(visit, problem, status: 409)
        }
    }

    private func respond(_ visit: Visit, _ problem: Label?, status: Int = 200) async throws -> WebResponse {
        try await frame.respond(visit) { page in
            var content = PackagePages.content(problem, page)
            content.status = status
            return content
        }
    }

    private static func content(_ problem: Label?, _ visit: PageVisit) -> PageContent {
        let (ui, title) = (visit.ui, visit.say(label))
        let out = Label(
            "A ZIP archive of records, history, settings and files: lines of JSON that any program reads. Passwords and tokens are not in it.",
            ru: "Архив ZIP: записи, история, настройки и файлы, строками JSON, которые прочитает любая программа. Паролей и токенов в нём нет.")
        let download = ui.linkButton(
            visit.say(Label("Download the package", ru: "Скачать пакет")), URLPath("settings") / "package.zip", .primary, icon: .download)
        let way: HTML = "<p>\(visit.say(out))</p><div class=\"form__actions\">\(download)</div>"
        let into = Label(
            "Into a new workspace only: all of it comes, with its numbers, or nothing. Then sign in again, and invite the others anew.",
            ru: "Только в новое пространство: придёт всё, с теми же номерами, или ничего. Потом войдите снова и пригласите остальных.")
        let field = FormField(
            "file", visit.say(Label("Package", ru: "Пакет")), help: visit.say(into), error: problem.map(visit.say), isRequired: true)
        let form = ui.form(
            url, class: "form form--single", attributes: " enctype=\"multipart/form-data\"",
            ui.fileDrop(field, accept: ".zip,application/zip")
                + "<div class=\"form__actions\">\(ui.button(visit.say(Label("Bring it in", ru: "Загрузить")), icon: .upload))</div>")
        return PageContent(
            title,
            Layout.pageHead(title, above: ui.backLink(Tab(visit.say(Wording.settings), URLPath("settings"))))
                + "<div class=\"settings\">\(ui.panel(visit.say(Label("Take it along", ru: "Забрать с собой")), way))"
                + ui.panel(visit.say(Label("Bring it in", ru: "Загрузить")), form) + "</div>")
    }
}
