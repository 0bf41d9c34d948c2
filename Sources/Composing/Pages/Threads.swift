import Definitions
import Kit
public import Markup
public import Pages
import RecordEngine

/// What is said of the entries of a record's timeline, and which of them are pinned.
public struct Threads {
    private struct Said {
        let id: Int64
        let text: String
        let event: TimelineEvent
        let author: Int64?
        let at: Instant
    }

    private static let reply = Label("Reply", ru: "Ответить")

    private let view: RecordView
    private let said: [TimelineEvent: [Said]]
    /// Comments that were begun and not sent, by what they are about.
    private let begun: [TimelineEvent: String]
    private let mayComment: Bool
    private let mayPin: Bool
    private var visit: PageVisit { view.visit }
    private var ui: Components { view.ui }

    /// - Parameter events: what the timeline tells of.
    public init(_ view: RecordView, _ events: [TimelineEvent]) throws {
        self.view = view
        let role = view.visit.principal.role
        mayComment = role.grant(Comment.object.name).create && Comment.takes(view.record.object)
        mayPin = view.mayUpdate && role.grant(Pin.object.name).create
        let links = Set(events.map(\.record)).union([view.link])
        let all = try Threads.comments(on: links, view.visit)
        begun = mayComment ? try Threads.drafts(at: links, view.visit) : [:]
        said = Dictionary(grouping: all, by: \.event)
        view.visit.titles.want("user", all.compactMap(\.author))
        for one in all { view.visit.wantLinks(in: one.text) }
    }

    private static func comments(on links: Set<RecordLink>, _ visit: PageVisit) throws -> [Said] {
        guard visit.may(\.read, Comment.object.name) else { return [] }
        let parts = Dictionary(grouping: links, by: \.object).sorted { $0.key < $1.key }.map { object, links -> Filter in
            .compare(FieldPath(Comment.about.name), .isIn, .list(links.map(\.id).sorted().map { .call(object, Int(clamping: $0)) }))
        }
        let fields = [Comment.text.name, Comment.about.name, Comment.change.name, Comment.owner.name, "created_at"]
        let query = Query(
            Comment.object.name, filter: parts.count == 1 ? parts[0] : .or(parts), sort: [Sort(FieldPath("id"), descending: true)],
            columns: fields.map { FieldPath($0) }, limit: Comment.limit)
        return try visit.records.list(query) { row in
            RecordLink(row.value(1)).map { link in
                Said(
                    id: row.id, text: String(row.value(0)) ?? "", event: TimelineEvent(link, change: Int64(row.value(2))),
                    author: Reference(row.value(3))?.id, at: Instant(row.value(4)) ?? visit.records.now)
            }
        }.rows.compactMap(\.self).reversed()
    }

    private static func drafts(at links: Set<RecordLink>, _ visit: PageVisit) throws -> [TimelineEvent: String] {
        guard let user = visit.principal.user else { return [:] }
        let drafts = try Drafts.list(at: links.map(\.text).sorted(), of: user, in: visit.records.connection)
        let comments = drafts.compactMap { draft -> (TimelineEvent, String)? in
            // What a comment's draft is called beside those of the composer: `comment`, or `comment:7` where it is about a change.
            let name = draft.form.split(separator: ":")
            guard name.first == "comment", let link = RecordLink(text: draft.place), let text = draft.fields["text"] else { return nil }
            return (TimelineEvent(link, change: name.count > 1 ? Int64(name[1]) : nil), text)
        }
        return Dictionary(comments, uniquingKeysWith: { first, _ in first })
    }

    /// An entry with what is said of it, and what can be said and done.
    public func decorated(_ item: TimelineItem) throws -> TimelineItem {
        guard let event = item.entry.event else { return item }
        var entry = item.entry
        let comments = said[event] ?? []
        entry.isPinned = view.pinned[event.text] != nil
        if mayComment {
            let label = comments.isEmpty ? Label("Comment", ru: "Комментировать") : Threads.reply
            entry.menu.append(MenuItem(visit.say(label), commenting(event), icon: .message))
        }
        if mayPin {
            let url = URLPath("pins", "toggle").query("about", view.link.text).query("event", event.text).query("next", view.url.text)
            let label = entry.isPinned ? Label("Unpin", ru: "Открепить") : Label("Pin on top", ru: "Закрепить вверху")
            entry.menu.append(MenuItem(visit.say(label), .post(url), icon: .mapPin))
        }
        entry.thread = try thread(comments, event)
        return TimelineItem(at: item.at, isAhead: item.isAhead, entry)
    }

    /// What was said of entries that are not shown, and what one had begun to say of them.
    public func others(than events: [TimelineEvent]) throws -> [TimelineItem] {
        let drafts = begun.filter { !events.contains($0.key) }.map { event, text in
            let isEarlier = event != TimelineEvent(view.link)
            let what = visit.say(
                isEarlier
                    ? Label("comment on an earlier entry", ru: "комментарий к более ранней записи") : Label("comment", ru: "комментарий"))
            let entry = TimelineEntry(
                .message, .gray, "<strong>\(visit.say(Wording.you))</strong> · \(what)", timestamp: visit.records.now.iso,
                time: visit.say(Label("draft", ru: "черновик")), body: going(on: text, isAnswer: false, event))
            return TimelineItem(at: visit.records.now, entry)
        }
        return try drafts
            + said.filter { !events.contains($0.key) }.flatMap(\.value).map { one in
                let entry = TimelineEntry(
                    .message, .gray, "<strong>\(try name(one.author))</strong> · \(visit.say(Label("comment", ru: "комментарий")))",
                    timestamp: one.at.iso, time: visit.clock(one.at), body: try visit.linked(one.text), menu: own(one))
                return TimelineItem(at: one.at, entry)
            }
    }

    /// The form that a script puts below an entry.
    public var form: HTML {
        guard mayComment else { return HTML() }
        let label = visit.say(Label("Write a comment", ru: "Напишите комментарий"))
        let content: HTML = """
            <input type="hidden" name="about"><input type="hidden" name="change"><input type="hidden" name="_draft">\
            <input type="hidden" name="_next" value="\(view.url.text)">\
            <textarea class="input thread__text" dir="auto" name="text" rows="2" required aria-label="\(label)" placeholder="\(label)" \
            data-draft-field="text"></textarea>\
            <div class="form__actions">\(ui.button(visit.say(Wording.add), .primary))\
            <button class="button button--plain" type="button" data-cancel>\(visit.say(Wording.cancel))</button>\(DraftForm.status)</div>
            """
        let attributes = DraftForm.attributes(visit, "comment", at: view.link.text)
        return
            "<template data-comment-form>\(ui.form(URLPath("comments", "new"), class: "form thread__form", attributes: attributes, content))</template>"
    }

    private func thread(_ comments: [Said], _ event: TimelineEvent) throws -> HTML {
        let begun = begun[event]
        guard !comments.isEmpty else { return begun.map { going(on: $0, isAnswer: false, event) } ?? HTML() }
        let lines = try comments.render { one -> HTML in
            let menu = own(one)
            return """
                <li class="thread__comment" id="comment-\(one.id)"><div class="thread__line"><strong>\(try name(one.author))</strong>\
                <time class="timeline__time" datetime="\(one.at.iso)">\(visit.moment(one.at))</time>\(menu.isEmpty ? HTML() : ui.moreMenu(menu))</div>\
                <p class="thread__said">\(try visit.linked(one.text))</p></li>
                """
        }
        let reply: HTML = "<a class=\"thread__reply\" href=\"\(commenting(event))\">\(visit.say(Threads.reply))</a>"
        return "<ol class=\"thread\">\(lines)</ol>\(begun.map { going(on: $0, isAnswer: true, event) } ?? (mayComment ? reply : HTML()))"
    }

    /// The way back to a comment that was begun.
    private func going(on text: String, isAnswer: Bool, _ event: TimelineEvent) -> HTML {
        let words = visit.say(Label("Go on with your draft:", ru: "Продолжить черновик:"))
        // What the link says again when the draft is thrown away.
        let reply: HTML? = isAnswer ? " data-reply=\"\(visit.say(Threads.reply))\"" : nil
        return "<a class=\"thread__reply\" href=\"\(commenting(event))\" data-begun=\"\(text)\"\(reply)>\(words) \(text.shortened(60))</a>"
    }

    private func name(_ author: Int64?) throws -> String {
        guard let author else { return visit.say(Wording.system) }
        return author == visit.principal.user
            ? visit.say(Wording.you) : try visit.titles.title("user", author) ?? visit.number(of: author)
    }

    private func commenting(_ event: TimelineEvent) -> URLPath {
        URLPath("comments", "new").query("about", event.record.text).query("change", event.change.map { "\($0)" }).query(
            "next", view.url.text)
    }

    /// What whoever wrote a comment may do with it.
    private func own(_ one: Said) -> [MenuItem] {
        let role = visit.principal.role
        guard role.grant(Comment.object.name).update != .none, role.administers || one.author == visit.principal.user else { return [] }
        let url = URLPath("comments") / one.id
        return [
            MenuItem(visit.say(Wording.edit), (url / "edit").query("next", view.url.text), icon: .pencil),
            MenuItem(visit.say(Wording.delete), .post((url / "delete").query("next", view.url.text)), icon: .trash, isDangerous: true),
        ]
    }
}
