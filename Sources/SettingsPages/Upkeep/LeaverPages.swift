import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Storage
import Upkeep
import Web

/// Somebody leaves: what the person holds, to whom it goes, and the one action that does it.
struct LeaverPages: Sendable {
    let frame: PageFrame

    var all: [Route] {
        [
            Route(.get, "/users/:id/leave", .administrator, for: .people) { visit in
                let id = try visit.recordID
                return try await frame.respond(visit) { try content(id, $0, .empty, nil) }
            },
            Route(.post, "/users/:id/leave", .administrator, for: .people, handler: leave),
        ]
    }

    @Sendable private func leave(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        do {
            let number = try await visit.transact { tx, caller in
                let records: (Principal) throws -> Records = { try visit.workspace.records(tx, $0) }
                let rules = try rules(visit.form, id, try records(caller.principal))
                return try Leaver.leave(id, rules, records, as: caller.principal, visit.workspace.jobs)
            }
            return .see((URLPath("reassignments") / number).text)
        } catch Failure.invalid(let issues) {
            return try await frame.respond(visit) { try content(id, $0, visit.form, issues.first?.message) }
        } catch Failure.conflict(let problem) {
            return try await frame.respond(visit) { try content(id, $0, visit.form, problem) }
        }
    }

    /// Who gets what: `user:3`, `team:1` for each of its members in turn, nothing for what stays.
    private func rules(_ form: Form, _ id: Int64, _ records: Records) throws -> [String: [Int64]] {
        var rules: [String: [Int64]] = [:]
        for (object, _) in try Leaver(id, records).objects {
            var choice = form.first("to:\(object.name)") ?? "same"
            if choice == "same" { choice = form.first("to") ?? "" }
            let parts = choice.split(separator: ":").map(String.init)
            guard parts.count == 2, let number = Int64(parts[1]) else { continue }
            if parts[0] == "user" {
                rules[object.name] = [number]
            } else {
                let members = Query(
                    "user", filter: try Filter("team = \(number) and is_active = true and id != \(id)"), sort: [Sort(FieldPath("id"))],
                    limit: 200)
                rules[object.name] = try records.list(members, make: \.id).rows
                if rules[object.name]?.isEmpty ?? true {
                    throw Failure.invalid("to", Label("Nobody in that team works here.", ru: "В этой команде никто не работает."))
                }
            }
        }
        return rules
    }

    private func content(_ id: Int64, _ page: PageVisit, _ form: Form, _ problem: Label?) throws -> PageContent {
        let leaver = try Leaver(id, page.records)
        let ui = page.ui
        let title = page.say(Label("\(leaver.user.title) leaves", ru: "Увольнение: \(leaver.user.title)"))
        let options = try choices(id, page)
        let all = FormField("to", page.say(Label("Everything goes to", ru: "Всё передать")))
        let heads = [Label("What", ru: "Что"), Label("How many", ru: "Сколько"), Label("To whom", ru: "Кому")].map(page.say)
        let nobody = Option("", page.say(Label("nobody, it stays", ru: "никому, оставить")))
        let same = [Option("same", page.say(Label("as above", ru: "как выше")))]
        let rows = try leaver.holdings().render { object, filter, count in
            let name = "to:\(object.name)"
            let select: HTML = """
                <select class="input input--select" name="\(name)" aria-label="\(page.say(object.noun.plural)): \(heads[2])">\
                \(ui.options(same + [nobody] + options, selected: form.first(name) ?? "same"))</select>
                """
            return ui.row(
                "<td class=\"table__title\"><a href=\"\(ListState(object, filter: filter).url)\">\(page.say(object.noun.plural))</a></td>"
                    + ui.cell(HTML(text: page.count(count)), label: heads[1], isNumeric: true) + ui.cell(select, label: heads[2]))
        }
        let text = Label(
            "The user is switched off at once, all sessions end, and the records are handed over behind the scenes. All of it can be taken back as a whole.",
            ru: "Пользователь отключается сразу, все его сессии завершаются, записи передаются в фоне. Всё это можно отменить целиком.")
        let table =
            rows.isEmpty
            ? ui.notice(.info, HTML(text: page.say(Label("There is nothing to hand over.", ru: "Передавать нечего."))))
            : ui.select(all, options, selected: form.first("to"), empty: nobody.label)
                + ui.table(
                    [TableColumn(heads[0]), TableColumn(heads[1], isNumeric: true), TableColumn(heads[2])], caption: title, rows: rows)
        let html = ui.form(
            URLPath("users") / id / "leave", class: "choosing",
            """
            \(problem.map { ui.notice(.bad, HTML(text: page.say($0))) })<p>\(page.say(text))</p>\(try heading(id, page))\(table)\
            <div class="form__actions">\(ui.button(page.say(Label("Hand over and switch off", ru: "Передать и отключить")), .danger))\
            \(ui.linkButton(page.say(Wording.cancel), URLPath("users") / id, .plain))</div>
            """)
        return PageContent(title, object: "user", status: problem == nil ? 200 : 422, Layout.pageHead(title) + html)
    }

    /// Teams that the person leads, which need another head.
    private func heading(_ id: Int64, _ page: PageVisit) throws -> HTML {
        let filter = try Filter("head = \(id)")
        guard let team = page.schema.object("team"), try page.records.count(Query("team", filter: filter), upTo: 1).value > 0 else {
            return HTML()
        }
        let text = page.say(Label("Teams that need another head", ru: "Команды, которым нужен другой руководитель"))
        let link: HTML = "<a href=\"\(ListState(team, filter: filter.text).url)\">\(text)</a>"
        return page.ui.notice(.warning, link)
    }

    private func choices(_ id: Int64, _ page: PageVisit) throws -> [Option] {
        func titled(_ object: String, _ filter: String, _ title: String) throws -> [(Int64, String)] {
            let query = Query(object, filter: try Filter(filter), sort: [Sort(FieldPath(title))], columns: [FieldPath(title)], limit: 500)
            return try page.records.list(query) { ($0.id, String($0.value(0)) ?? "") }.rows
        }
        let users = try titled("user", "is_active = true and id != \(id)", "name").map { Option("user:\($0.0)", $0.1) }
        let teams = try titled("team", "", "name").map { team in
            Option("team:\(team.0)", page.say(Label("in turn to the team “\(team.1)”", ru: "по очереди команде «\(team.1)»")))
        }
        return users + teams
    }
}
