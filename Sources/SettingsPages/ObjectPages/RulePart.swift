import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Tailoring
import Web

/// On the page of a rule: how many records break it, and the way to them.
enum RulePart {
    static let part = RecordPart(.composer, on: ValidationRule.object.name) { view in
        let visit = view.visit
        guard let name = view.record[ValidationRule.subject], let object = visit.schema.object(name), let text = view.record[ValidationRule.condition],
            let filter = try? visit.records.condition(text, on: name)
        else { return HTML() }
        let count = try visit.records.count(Query(name, filter: filter))
        let content: HTML =
            count.value == 0
            ? "<p class=\"muted\">\(visit.say(Label("No record breaks the rule.", ru: "Нарушений нет.")))</p>"
            : visit.ui.relatedList(
                visit.ui.relatedLine(
                    visit.say(object.noun.plural), href: ListState(object, filter: text).url,
                    detail: visit.say(Label("\(visit.count(count)) break the rule", ru: "Нарушают правило: \(visit.count(count))"))))
        return visit.ui.panel(visit.say(Label("Violations", ru: "Нарушения")), isCard: true, content)
    }
}
