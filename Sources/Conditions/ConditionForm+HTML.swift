package import Definitions
package import Kit
package import Markup
import Pages
import RecordEngine
import Views

extension ConditionForm {
    private var ui: Components { visit.ui }

    /// The inputs of the condition.
    /// - Parameter ways: the ways to look at the records of an object, to choose from where those are asked for.
    package func html(ways: (ObjectDefinition) -> [(label: Label, filter: String)]) throws -> HTML {
        let place = FormField("field", visit.say(Label("Field", ru: "Поле")), isFirst: true)
        let menu = SubjectMenu(object: object, visit: visit).html(selected: subject.name)
        let options = subject.comparisons.map { Option($0.value, visit.say($0.label)) }
        // What only the text form says stays as it is until something else is chosen.
        let known = options.contains { $0.value == comparison }
        let other =
            known ? [] : [Option(comparison, FilterOperator(rawValue: comparison).map { visit.say(FilterWording.label($0)) } ?? comparison)]
        return """
            <input type="hidden" name="for" value="\(subject.name)">\
            \(ui.field(place, "<select class=\"input input--select\"\(place.attributes)>\(menu)</select>"))\
            \(ui.select(FormField("operator", visit.say(Label("Comparison", ru: "Условие"))), options + other, selected: comparison))\
            <div class="condition__value">\(try value(ways))</div>
            """
    }

    private func value(_ ways: (ObjectDefinition) -> [(label: Label, filter: String)]) throws -> HTML {
        let place = FormField("value", visit.say(Label("Value", ru: "Значение")), error: problem.map(visit.say))
        switch subject.control {
        case .text: return ui.input(with(help: severalHelp, place), value: values.joined(separator: ", "))
        case .number: return ui.input(with(help: severalHelp, place), value: values.joined(separator: ", "), inputMode: "decimal")
        case .yesNo:
            let options = ["true", "false"].map { Option($0, FilterWording.words[$0].map(visit.say) ?? $0) }
            return ui.select(place, options, selected: values.first)
        case .period: return period(place)
        case .choices(let choices):
            return ui.checkboxes(place, choices.map { Option($0.value, visit.say($0.label)) }, selected: Set(values))
        case .records(let target): return try records(place, target)
        case .link:
            let picked = try values.map { text in PickedRecord(text, try linked(text) ?? text) }
            return ui.recordPicker(place, search: URLPath("search"), selected: picked, isMultiple: true)
        case .related(let target):
            let all = Option("", visit.say(Label("any", ru: "любые")))
            let known = ways(target).filter { !$0.filter.isEmpty }.map {
                Option((try? Filter($0.filter).text) ?? $0.filter, visit.say($0.label))
            }
            let current = values.first ?? ""
            let wording = FilterWording(object: target, visit: visit)
            let own =
                known.contains { $0.value == current } || current.isEmpty ? [] : [Option(current, try wording.text(try Filter(current)))]
            let label = visit.say(Label("Which", ru: "Какие"))
            let help = visit.say(Label("Narrow them down further by + in the chip.", ru: "Уточните их кнопкой «+» в самом условии."))
            return ui.select(FormField("value", label, help: help, error: place.error), [all] + known + own, selected: current)
        }
    }

    private var severalHelp: String? {
        comparison == FilterOperator.isIn.rawValue || comparison == FilterOperator.isNotIn.rawValue
            ? visit.say(Label("Several, with commas between them", ru: "Несколько, через запятую")) : nil
    }

    private func with(help: String?, _ field: FormField) -> FormField {
        var field = field
        field.help = help
        return field
    }

    private func linked(_ text: String) throws -> String? {
        guard case .compare(_, _, .call(let name, let id))? = try? Filter("x = \(text)") else {
            let parts = text.split(separator: ":")
            return parts.count == 2 ? try Int64(parts[1]).flatMap { try visit.titles.title(String(parts[0]), $0) } : nil
        }
        return try visit.titles.title(name, Int64(id))
    }

    /// Records by name; of users also oneself and one's team.
    private func records(_ place: FormField, _ target: String) throws -> HTML {
        let words = target == "user" ? ["me", "my_team"] : []
        let boxes = words.render { word in
            """
            <label class="check"><input type="checkbox" name="value" value="\(word)"\(" checked", if: values.contains(word))>\
            <span>\(FilterWording.words[word].map(visit.say) ?? word)</span></label>
            """
        }
        let picked = try values.filter { !words.contains($0) }.map { text in
            PickedRecord(text, try Int64(text).flatMap { try visit.titles.title(target, $0) } ?? text)
        }
        var search = URLPath("search").query("object", target)
        if target == Segment.object.name { search = search.query("of", object.name) }
        let picker = ui.recordPicker(place, search: search, selected: picked, isMultiple: true)
        return words.isEmpty ? picker : "<div class=\"field__choices\">\(boxes)</div>\(picker)"
    }

    /// A stretch of days by its name, so many days, or one day.
    private func period(_ place: FormField) -> HTML {
        let value = values.first ?? "this_week"
        let call = try? Filter("x = \(value)")
        var (word, days, day) = (value, "7", "")
        if case .compare(_, _, .call(let name, let count))? = call { (word, days) = (name, "\(count)") }
        if let exact = Day(iso: value) ?? Day(text: value) { (word, day) = ("day", exact.iso) }
        let named = ConditionForm.periods.map { Option($0, FilterWording.words[$0].map(visit.say) ?? $0) }
        let counted = ConditionForm.counted.map { Option($0.0, visit.say($0.1)) }
        let exact = Option("day", visit.say(Label("a day of the calendar", ru: "день по календарю")))
        // A moment that was typed as text is none of these.
        let other =
            (named + counted).contains { $0.value == word } || word == "day"
            ? [] : [Option(word, FilterWording.words[word].map(visit.say) ?? word)]
        let number = ui.input(
            FormField("days", visit.say(Label("Days", ru: "Дней"))), .number, value: days, attributes: " min=\"0\" max=\"36525\"")
        return """
            \(ui.select(place, named + counted + [exact] + other, selected: word))\
            <div class="condition__days">\(number)</div>\
            <div class="condition__day">\(ui.input(FormField("day", visit.say(Label("Day", ru: "День"))), .date, value: day))</div>
            """
    }

    private static let periods = [
        "today", "yesterday", "tomorrow", "this_week", "last_week", "next_week", "this_month", "last_month", "next_month", "this_quarter",
        "last_quarter", "next_quarter", "this_year", "last_year", "next_year",
    ]

    private static let counted = [
        ("last_days", Label("the last N days", ru: "последние N дней")), ("next_days", Label("the next N days", ru: "ближайшие N дней")),
        ("days_ago", Label("N days ago", ru: "N дней назад")), ("in_days", Label("in N days", ru: "через N дней")),
    ]
}
