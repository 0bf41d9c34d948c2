import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Tables
import Web

/// Loading the directory of banks.
struct BankPages {
    let frame: PageFrame

    static let url = URLPath("banks", "import")

    var all: [Route] {
        var sent = Route(.post, "/banks/import", .administrator, for: .people, handler: load)
        sent.largestForm = 64 << 20
        return [Route(.get, "/banks/import", .administrator, for: .people) { visit in try await show(visit, nil, status: 200) }, sent]
    }

    @Sendable private func load(_ visit: Visit) async throws -> WebResponse {
        do {
            guard let file = visit.form.files.first(where: { $0.field == "file" }), file.size > 0 else {
                throw Failure.malformed(Label("Choose a file.", ru: "Выберите файл."))
            }
            let language = try await visit.read { _, caller in caller.language }
            let banks = try BankDirectory.read(file.content, language)
            let (_, batch) = try await visit.writeBatch { records, _ in try BankImport.apply(banks, records) }
            return .see(URLPath("banks"), done: batch)
        } catch Failure.malformed(let problem) {
            return try await show(visit, problem, status: 400)
        } catch Failure.unsupportedType(let problem) {
            return try await show(visit, problem, status: 415)
        }
    }

    private func show(_ visit: Visit, _ problem: Label?, status: Int) async throws -> WebResponse {
        try await frame.respond(visit) { page in
            let help = Label(
                "The message ED807 of the Bank of Russia (XML or its ZIP), or a table with the headings BIK, Name, City, Correspondent account.",
                ru: "Сообщение ED807 Банка России (XML или его архив) или таблица со столбцами БИК, Название, Город, Корр. счёт.")
            let field = FormField(
                "file", page.say(Label("File", ru: "Файл")), help: page.say(help), error: problem.map(page.say), isRequired: true)
            let form = page.ui.form(
                BankPages.url, class: "form form--single", attributes: " enctype=\"multipart/form-data\"",
                page.ui.fileDrop(field, accept: ".xml,.zip,.csv,.xlsx")
                    + "<div class=\"form__actions\">\(page.ui.button(page.say(Label("Load", ru: "Загрузить")), .primary))</div>")
            let title = page.say(Label("Directory of banks", ru: "Справочник банков"))
            return PageContent(title, object: "bank", status: status, Layout.pageHead(title) + form)
        }
    }
}
