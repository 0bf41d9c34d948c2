import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Upkeep
import Web

/// What is done in the recycle bin.
struct TrashPages: Sendable {
    let frame: PageFrame

    var routes: [Route] {
        [
            Route(.get, "/trash", .signedIn, for: .people) { visit in try await frame.respond(visit) { try TrashPage(visit: $0).content() }
            },
            Route(.post, "/trash", .signedIn, for: .people, handler: act),
        ]
    }

    /// Brings the chosen ones back or erases them, all as one action or none; erasing is asked about once more.
    @Sendable private func act(_ visit: Visit) async throws -> WebResponse {
        let ids = visit.form.all("id").compactMap { Int64($0) }
        let name = visit.form.first("object") ?? ""
        guard !ids.isEmpty else {
            throw Failure.conflict(Label("Choose at least one record first.", ru: "Сначала выберите хотя бы одну запись."))
        }
        let isErasing = visit.form.first("deed") == "erase"
        if isErasing, visit.form.first("confirmed") == nil { return try await ask(name, ids, visit) }
        let (_, batch) = try await visit.writeBatch { records, _ in
            let object = try records.object(name)
            for id in ids {
                if isErasing { try records.erase(object, id) } else { try records.restore(object, id) }
            }
        }
        return .see(TrashPage.url.query("object", name), done: batch)
    }

    private func ask(_ name: String, _ ids: [Int64], _ visit: Visit) async throws -> WebResponse {
        return try await frame.respond(visit) { page in
            let object = try page.records.object(name)
            guard page.principal.role.grant(name).erase else {
                throw Failure.forbidden(Label("You may not erase for good.", ru: "Вам нельзя стирать навсегда."))
            }
            let question = page.say(Label("Erase for good?", ru: "Стереть навсегда?"))
            let text = Label(
                "\(object.noun.counted(ids.count).en) with all former values, and what was deleted with them. Nobody can bring that back.",
                ru:
                    "\(object.noun.counted(ids.count).ru) вместе с прежними значениями и тем, что удалено с ними. Вернуть это не сможет никто."
            )
            let hidden = ([("object", name), ("deed", "erase"), ("confirmed", "1")] + ids.map { ("id", "\($0)") }).render {
                "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
            }
            let form = page.ui.form(
                TrashPage.url, class: "form form--single",
                """
                \(hidden)<p>\(page.say(text))</p><div class="form__actions">\
                \(page.ui.button(page.say(Label("Erase for good", ru: "Стереть навсегда")), .danger, icon: .trash))\
                \(page.ui.linkButton(page.say(Wording.cancel), TrashPage.url.query("object", name), .plain))</div>
                """)
            return PageContent(question, Layout.pageHead(question) + form)
        }
    }
}
