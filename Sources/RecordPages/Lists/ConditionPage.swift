import Conditions
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// `/{objects}/condition`: one condition of a list while it is said. A script shows its form below the chip; without one it is a page.
struct ConditionPage {
    let state: ListState
    let filter: Filter
    /// Where the condition stands, or where one is added.
    let place: [Int]
    /// Set where one is added to a group, or beside a condition: whether either is enough.
    let isAlternative: Bool?
    let frame: PageFrame
    let visit: PageVisit

    /// Where a script says how many records match.
    static let count: HTML = "<p class=\"condition__count\" aria-live=\"polite\" data-count></p>"
    /// Counted no further while one types.
    private static let most = 1_000

    static func url(_ state: ListState) -> URLPath { state.with { _ in }.query(URLPath(state.object.path) / "condition") }

    static func answer(_ frame: PageFrame, _ object: ObjectDefinition, _ visit: PageVisit) throws -> PageFrame.Answer {
        let state = ListState(try visit.records.object(object.name), visit)
        let counts = visit.item("count") != nil
        do {
            let join = visit.item("join")
            return try ConditionPage(
                state: state, filter: try Filter(state.filter), place: visit.item("at").map(FilterPlace.place) ?? [],
                isAlternative: join.map { $0 == "or" },
                frame: frame, visit: visit
            ).answer(counts: counts)
        } catch Failure.malformed(let problem) where counts {
            return .fragment("<span class=\"condition__problem\">\(visit.say(problem))</span>")
        }
    }

    private func answer(counts: Bool) throws -> PageFrame.Answer {
        guard var form = form else {
            return counts ? try counted(filter) : .content(page(textForm, problem: nil))
        }
        if visit.item("field") == nil {
            return counts ? try counted(filter) : .content(page(try html(form), problem: nil))
        }
        // The inputs were those of another field.
        let isWhole = visit.item("for") ?? visit.item("field") == visit.item("field")
        guard counts || isWhole && visit.item("apply") != nil else { return .content(page(try html(form), problem: nil)) }
        do {
            let changed = filter(with: try form.filter())
            if counts { return try counted(changed) }
            _ = try visit.records.present.statement(Query(state.object.name, filter: changed))
            return .see(state.with { $0.filter = changed.text }.url)
        } catch Failure.malformed(let problem) where !counts {
            form.problem = problem
            return .content(page(try html(form), problem: problem))
        }
    }

    /// The filter with the condition as it is said now.
    private func filter(with part: Filter) -> Filter {
        if isAlternative != nil || place.isEmpty { return filter.adding(part, at: place, isAlternative: isAlternative ?? false) }
        return filter.replacing(at: place, with: part)
    }

    /// Nil for what only the text form can say.
    private var form: ConditionForm? {
        let (object, part) = asked
        if visit.item("field") != nil || part == nil { return ConditionForm(asked: visit.item("field"), of: object, visit) }
        return part.flatMap { ConditionForm($0, of: object, visit) }
    }

    /// The object whose records are asked, and the condition that is being changed.
    private var asked: (object: ObjectDefinition, part: Filter?) {
        var (object, part) = (state.object, Filter?.some(.and(filter.parts)))
        for index in place {
            if let name = part?.relation?.names.first, let target = visit.schema.object(name) { object = target }
            part = part?.members.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        }
        guard isAlternative != nil || place.isEmpty else { return (object, part) }
        // What is added to a group on related records asks them.
        if isAlternative == false, let name = part?.relation?.names.first, let target = visit.schema.object(name) { object = target }
        return (object, nil)
    }

    private func counted(_ filter: Filter) throws -> PageFrame.Answer {
        // Of a board only what it shows.
        let within = try visit.item("within").map { try Filter($0) } ?? .all
        let query = Query(state.object.name, filter: within & filter, search: state.search.isEmpty ? nil : state.search)
        let count = visit.count(try visit.records.count(query, upTo: ConditionPage.most))
        return .fragment(HTML(text: visit.say(Label("Found: \(count)", ru: "Найдено: \(count)"))))
    }

    private func html(_ form: ConditionForm) throws -> HTML {
        let url = URLPath(state.object.path) / "condition"
        let hidden = ["at", "join"].compactMap { name in visit.item(name).map { (name, $0) } }.render {
            "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
        }
        let inputs = try form.html { target in
            frame.pages.tabs.filter { $0.object == target.name }.compactMap { tab in
                if case .filter(let text, _) = tab.target { (tab.label, text) } else { nil }
            }
        }
        return """
            <form class="condition menu__form" action="\(url)" data-counted="\(url)">\(state.hidden(except: []))\(hidden)\(inputs)\(ConditionPage.count)\
            <div class="condition__actions">\(visit.ui.button(visit.say(Wording.apply), .primary, attributes: " type=\"submit\" name=\"apply\" value=\"1\""))\
            \(beside)</div></form>
            """
    }

    /// Ways to say what else may be, or must be, where one condition stands already.
    private var beside: HTML {
        guard isAlternative == nil, !place.isEmpty else { return HTML() }
        let isInGroup = if case .or? = filter.part(at: place.dropLast()) { true } else { false }
        let label = isInGroup ? Label("And…", ru: "И…") : Label("Or…", ru: "Или…")
        let url = ConditionPage.url(state).query("at", FilterPlace.text(place)).query("join", isInGroup ? "and" : "or")
        return "<a class=\"button button--plain\" data-condition href=\"\(url)\">\(visit.say(label))</a>"
    }

    private var textForm: HTML {
        let url = URLPath(state.object.path)
        let field = FormField(
            "filter", visit.say(Wording.filterAsText), help: "amount >= 100000 and (owner = me or stage is empty)",
            isFirst: true)
        return """
            <form class="condition menu__form" action="\(url)" data-counted="\(url / "condition")">\(state.hidden(except: ["filter"]))\
            \(visit.ui.textArea(field, value: state.filter, rows: 4))\(ConditionPage.count)\(visit.ui.button(visit.say(Wording.apply), .primary))</form>
            """
    }

    private func page(_ form: HTML, problem: Label?) -> PageContent {
        let title = visit.say(Label("Condition of the list", ru: "Условие списка"))
        let back = visit.ui.backLink(Tab(visit.say(state.object.noun.plural), state.url))
        return PageContent(title, object: state.object.name, status: problem == nil ? 200 : 422, Layout.pageHead(title, above: back) + form)
    }
}
