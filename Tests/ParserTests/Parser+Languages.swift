import Composing
import Definitions
import Duplicates
import Filters
import Kit
import RecordEngine
import Sales
import Upkeep

@testable import Exchange
@testable import Formulas
@testable import Requisites
@testable import Work

extension Parser {
    static let languages = [
        Parser(text: "filter") { text in
            let filter = try Filter(text)
            // Twice, because `(a)` and `a` are one filter.
            try Unfaithful.check(try Filter(filter.text).text, filter.text)
            _ = (filter.asksForArchived, filter.subjects)
        },
        Parser(text: "formula") { text in
            let formula = try Formula(text, on: Deal.object, among: objects)
            let empty = formula.inputs.map { _ in FormulaValue.empty }
            for type in types { _ = formula.value(empty, context.zone, as: type) }
        },
        Parser(text: "rollup") { text in
            let parts = text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4 else { return }
            _ = try Rollup(
                .init(path: parts[0], function: parts[1], measured: parts[2], condition: parts[3]), of: objects["company"] ?? Deal.object,
                among: objects)
        },
        Parser(text: "template") { text in
            _ = TextTemplate.filled(text) { $0.isEmpty ? nil : "«\($0)»" }
            let list = Checklist(text)
            try Unfaithful.check(Checklist(list.text).text, list.text)
        },
        Parser(text: "place") { text in
            if let cursor = try? Cursor(text) { try Unfaithful.check(try Cursor(cursor.text).text, cursor.text) }
            if let place = try? JournalPosition(text) { try Unfaithful.check(try JournalPosition(place.text).text, place.text) }
            _ = (try? DeletedPlace(text), try? DuplicatePlace(text), try? Measure.parse(text), Sort.parse(text))
        },
        Parser(text: "requisites") { _ = RequisitesText($0) },
        Parser(text: "pasted") { text in
            let contact = PastedContact(text, country: "RU")
            for object in objects.values { _ = contact.texts(for: object) }
        },
        Parser(text: "mapping") { text in
            let mapping = try ImportMapping(text: text)
            var (first, second) = (JSONWriter(), JSONWriter())
            first.value(mapping.json)
            second.value(try ImportMapping(mapping.json).json)
            try Unfaithful.check(String(decoding: first.bytes, as: UTF8.self), String(decoding: second.bytes, as: UTF8.self))
        },
    ]
}
