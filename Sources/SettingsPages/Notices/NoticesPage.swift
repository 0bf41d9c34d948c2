import Bulk
import Definitions
import Exchange
import Kit
import Markup
import Notices
import Pages
import RecordEngine
import RecordPages
import Upkeep
import Web

/// What a person was told, by the record that it is about, with what can be done about it at once.
struct NoticesPage {
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let label = Label("Notifications", ru: "Уведомления")
    static let url = URLPath("notifications")
    /// So many are looked at; older ones of the same record are shown with them.
    private static let most = 200

    /// The notices of one record, the newest first.
    private struct Group {
        let link: RecordLink?
        var notices: [Notice]
        var waiting: [Notice] { notices.filter { !$0.isRead } }
    }

    func content() throws -> PageContent {
        guard let user = visit.principal.user else { throw Failure.signInRequired }
        let isAll = visit.item("show") == "all"
        let connection = visit.records.connection
        let found = try Notices.list(of: user, onlyWaiting: !isAll, limit: NoticesPage.most, at: visit.records.now, in: connection)
        let groups = grouped(found)
        for link in groups.compactMap(\.link) + found.compactMap(\.source) { visit.titles.want(link.object, [link.id]) }
        visit.titles.want("user", found.compactMap(\.author))
        let tabs = [
            Tab(visit.say(Label("Waiting", ru: "Ждут")), NoticesPage.url, isCurrent: !isAll),
            Tab(visit.say(Wording.all), NoticesPage.url.query("show", "all"), isCurrent: isAll),
        ]
        let title = visit.say(NoticesPage.label)
        let readAll: HTML? =
            found.contains { !$0.isRead }
            ? ui.postButton(visit.say(Label("Mark all as read", ru: "Всё прочитано")), NoticesPage.url / "read", icon: .check) : nil
        let head = Layout.pageHead(title, actions: readAll ?? HTML(), below: ui.tabs(tabs, label: title))
        let list = try ui.timeline(title, groups.map(entry))
        let empty = ui.emptyState(
            .bell, visit.say(Label("Nothing waits for you", ru: "Ничего не ждёт вас")),
            visit.say(
                Label(
                    "Here you are told when something is assigned to you, happens to what you follow, or names you with @, and when a work is over.",
                    ru: "Здесь появится, если вам что-то назначат, упомянут вас через @, изменится то, за чем вы следите, или завершится ваша операция.")))
        let silenced = try Notices.silenced(by: user, in: connection)
        return PageContent(title, head + "<div class=\"actions\">\(groups.isEmpty ? empty : list)\(settings(silenced))</div>")
    }

    private func grouped(_ notices: [Notice]) -> [Group] {
        var groups: [Group] = []
        for notice in notices {
            let link = notice.record.map { RecordLink(object: notice.object, id: $0) }
            if let link, let index = groups.firstIndex(where: { $0.link == link }) {
                groups[index].notices.append(notice)
            } else {
                groups.append(Group(link: link, notices: [notice]))
            }
        }
        return groups
    }

    private func entry(_ group: Group) throws -> TimelineEntry {
        let notice = group.notices[0]
        let earlier = try group.notices.dropFirst().prefix(5).map { "<p>\(try what($0)) · \(visit.moment($0.at))</p>" as HTML }.joined()
        return TimelineEntry(
            icon(notice.kind), group.waiting.isEmpty ? .gray : .blue, "\(try what(notice)): \(try subject(notice))",
            timestamp: notice.at.iso,
            time: visit.moment(notice.at), body: earlier.isEmpty ? nil : earlier, actions: try actions(group))
    }

    private func what(_ notice: Notice) throws -> HTML {
        let isClosed = try notice.isOfRecord && notice.record.map { try visit.titles.title(notice.object, $0) == nil } ?? false
        if isClosed { return HTML(text: visit.say(Label("Something happened", ru: "Что-то произошло"))) }
        let author = try notice.author.flatMap { try visit.titles.title("user", $0) } ?? "Krug"
        let text =
            switch notice.kind {
            case .assigned: Label("\(author) assigned to you", ru: "\(author): назначено вам")
            case .mentioned: Label("\(author) mentioned you", ru: "\(author): вас упомянули")
            case .unseen: Label("\(author) was mentioned and can't see it", ru: "\(author): упоминание не увидит, нет доступа")
            case .changed: Label("\(author) changed it", ru: "\(author): изменения")
            case .moved: Label("\(author) moved it to another stage", ru: "\(author): новая стадия")
            case .noted: Label("\(author) wrote about it", ru: "\(author): запись в истории")
            case .commented: Label("\(author) commented", ru: "\(author): комментарий")
            case .reminder: Label("Reminder", ru: "Напоминание")
            case .imported: Label("The import is over", ru: "Импорт завершён")
            case .worked: Label("It is done", ru: "Выполнено")
            case .failed: Label("It has failed", ru: "Не удалось")
            case .beginning: notice.kind.label
            }
        return "\(visit.say(text))\(notice.times > 1 ? " × \(visit.number(notice.times))" as HTML : nil)"
    }

    private func subject(_ notice: Notice) throws -> HTML {
        if let id = notice.record, let work = try work(notice.object, id) { return work }
        guard let object = visit.schema.object(notice.object) else { return HTML(text: visit.say(Wording.nothingFound)) }
        guard let id = notice.record else {
            let list = ListState(object, filter: object.ownerField.map { "\($0) = me" } ?? "", sort: "-updated_at").url
            return "<a href=\"\(list)\">\(visit.say(object.noun.plural))</a>"
        }
        guard let title = try visit.titles.title(object.name, id) else {
            // A note can be open to somebody to whom what it is about is closed.
            if let note = notice.source, let title = try visit.titles.title(note.object, note.id), let object = visit.schema.object(note.object) {
                return "<a href=\"\(URLPath(object.path) / note.id)\">\(title)</a>"
            }
            return HTML(text: visit.say(Label("a record that is gone or closed to you", ru: "запись удалена или закрыта для вас")))
        }
        let url = URLPath(object.path) / id
        return "<a href=\"\(notice.source.map { url.fragment("\($0.object)-\($0.id)") } ?? url)\">\(title)</a>"
    }

    /// A work that went on behind the scenes: the way to its page, and what became of it.
    private func work(_ object: String, _ id: Int64) throws -> HTML? {
        func line(_ name: Label, _ url: URLPath, _ done: Int?, _ left: Int) -> HTML {
            let text = done.map { Label("records: \($0), left as they were: \(left)", ru: "записей: \($0), оставлено как есть: \(left)") }
            return "<a href=\"\(url)\">\(visit.say(name))</a>\(text.map { " — " + visit.say($0) } ?? "")"
        }
        let connection = visit.records.connection
        switch object {
        case "import":
            let counts = try Imports.find(id, in: connection)?.counts
            return line(Label("import", ru: "импорт"), URLPath("import") / id, counts.map { $0.created + $0.updated }, counts?.rejected ?? 0)
        case "bulk":
            let run = try? BulkRuns.find(id, visit.records)
            return line(Label("bulk change", ru: "массовое изменение"), URLPath("bulk") / id, run?.changed, run?.skipped ?? 0)
        case "reassignment":
            let state = try Reassignment.state(of: id, connection)
            let label = Label("handing over of records", ru: "передача записей")
            return line(label, URLPath("reassignments") / id, state.map { Int(clamping: $0.records) }, 0)
        default: return nil
        }
    }

    private func actions(_ group: Group) throws -> HTML {
        let waiting = group.waiting
        guard !waiting.isEmpty else { return HTML() }
        let ids = waiting.map { ("id", "\($0.id)") }
        let read = ui.postButton(visit.say(Label("Read", ru: "Прочитано")), NoticesPage.url / "read", .plain, icon: .check, fields: ids)
        let later = NoticePages.pauses.map { pause in
            ui.postButton(visit.say(pause.label), NoticesPage.url / "snooze", .plain, fields: ids + [("until", pause.name)])
        }
        return read
            + ui.popover(
                "\(ui.icon(.clock))<span>\(visit.say(Label("Later", ru: "Позже")))</span>", class: "button button--plain", later.joined())
    }

    private func icon(_ kind: Notice.Kind) -> Icon {
        switch kind {
        case .assigned: .user
        case .mentioned: .note
        case .unseen: .warning
        case .changed: .pencil
        case .moved: .arrowRight
        case .noted: .note
        case .commented: .message
        case .reminder: .clock
        case .imported: .upload
        case .worked: .check
        case .failed: .circleX
        case .beginning: .sparkles
        }
    }

    /// Which kinds the person wants to hear of.
    private func settings(_ silenced: Set<Notice.Kind>) -> HTML {
        let boxes = Notice.Kind.allCases.render { kind in
            """
            <label class="check"><input type="checkbox" name="kind" value="\(kind.rawValue)"\(" checked", if: !silenced.contains(kind))>\
            <span>\(visit.say(kind.label))</span></label>
            """
        }
        let form = ui.form(NoticesPage.url / "settings", "\(boxes)<div class=\"form__actions\">\(ui.button(visit.say(Wording.save)))</div>")
        return ui.panel(visit.say(Label("What you want to hear of", ru: "О чём сообщать")), form)
    }
}
