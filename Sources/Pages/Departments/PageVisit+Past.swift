import Definitions
import Kit
public import Markup
import RecordEngine

extension PageVisit {
    /// The moment of the past that is shown, for people: a day, or a day and a time.
    public var pastMoment: String {
        guard let asOf else { return "" }
        return Day(iso: asOf).map { $0.formatted(ui.language) } ?? moment(records.now)
    }

    /// Stands above everything on a page of the past.
    public var pastBar: HTML {
        let what = say(Label("As it was on \(pastMoment)", ru: "Как было на \(pastMoment)"))
        let back = say(Label("Back to today", ru: "Вернуться в сегодня"))
        return """
            <div class="past-bar" role="status">\(ui.icon(.history))<strong>\(what)</strong>\
            <a class="past-bar__back" href="\(present)">\(back)</a></div>
            """
    }

    /// This page at another moment, and what has changed since.
    /// - Parameters:
    ///   - filter: what the page shows, as the page of changes reads it.
    ///   - items: what stays in the address; all that is in this one for nil. What is kept for others may not hold more than it is kept by.
    public func pastMenu(changes: URLPath, filter: String, keeping items: [(name: String, value: String)]? = nil) -> HTML {
        let kept = items ?? self.kept
        let today = context.zone.day(of: records.present.now)
        let monthStart = today.adding(days: 1 - today.parts.day)
        let choices = [
            (Label("Yesterday", ru: "Вчера"), today.adding(days: -1)), (Label("A week ago", ru: "Неделю назад"), today.adding(days: -7)),
            (Label("When the month began", ru: "К началу месяца"), monthStart.adding(days: -1)),
        ]
        let days = choices.render { label, day in
            "<li><a class=\"menu__item\" href=\"\(present(keeping: kept).query("as_of", day.iso))\"><span class=\"menu__label\">\(say(label))</span></a></li>"
        }
        let hidden = kept.render { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" }
        let field = FormField("as_of", say(Label("Day", ru: "День")))
        let value = asOf.flatMap { Day(iso: $0) } ?? today.adding(days: -1)
        let since = changes.query("from", asOf ?? today.adding(days: -7).iso).query("filter", filter.isEmpty ? nil : filter)
        let content: HTML = """
            <ul class="menu__items">\(days)</ul><form class="menu__form" action="\(path)">\(hidden)\
            \(ui.input(field, .date, value: value.iso, attributes: " max=\"\(today.iso)\" required"))\
            \(ui.button(say(Label("Show", ru: "Показать")), .primary))</form>\
            <ul class="menu__items"><li><a class="menu__item" href="\(since)"><span class="menu__label">\
            \(say(Label("What changed", ru: "Что изменилось")))</span></a></li></ul>
            """
        return ui.popover("\(ui.icon(.history))<span>\(say(Label("As of…", ru: "На дату…")))</span>", class: "button button--plain", content)
    }

    /// This page today.
    public var present: URLPath { present(keeping: kept) }

    private func present(keeping items: [(name: String, value: String)]) -> URLPath { items.reduce(path) { $0.query($1.name, $1.value) } }

    /// What the address says besides the moment and the place in a list.
    private var kept: [(name: String, value: String)] { items.filter { !["as_of", "after", "done"].contains($0.name) && !$0.value.isEmpty } }
}
