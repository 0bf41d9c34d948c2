package import Definitions
package import Kit
package import Pages
package import RecordEngine

/// A figure below a column of a list, or at the head of a group.
package enum ListFigure: String, CaseIterable {
    case count, empty, filled, sum, avg, min, max

    package var label: Label {
        switch self {
        case .count: Label("Count", ru: "Количество")
        case .empty: Label("Empty", ru: "Не заполнено")
        case .filled: Label("Filled", ru: "Заполнено")
        case .sum: Label("Sum", ru: "Сумма")
        case .avg: Label("Average", ru: "Среднее")
        case .min: Label("Minimum", ru: "Минимум")
        case .max: Label("Maximum", ru: "Максимум")
        }
    }

    package func fits(_ field: FieldDefinition) -> Bool {
        switch (self, field.type.input) {
        case (.count, _), (.empty, _), (.filled, _): true
        case (.sum, .number), (.avg, .number), (.min, .number), (.max, .number): field.name != "id"
        case (_, .money), (_, .duration), (.avg, .rating), (.min, .rating), (.max, .rating), (.min, .day), (.max, .day),
            (.min, .instant),
            (.max, .instant):
            true
        default: false
        }
    }

    package func measures(_ path: FieldPath) -> [Measure] {
        switch self {
        case .count: [.count]
        case .empty: [.count, Measure(.filled, path)]
        case .filled: [Measure(.filled, path)]
        case .sum: [Measure(.sum, path)]
        case .avg: [Measure(.avg, path)]
        case .min: [Measure(.min, path)]
        case .max: [Measure(.max, path)]
        }
    }

    /// A figure as values of its field are shown; amounts in the base currency.
    package static func text(_ figure: Int64?, _ field: FieldDefinition, _ visit: PageVisit) throws -> String {
        guard let figure else { return "" }
        switch field.type.input {
        case .money: return visit.sum(figure)
        case .day: return field.type.format(.day(Day(number: Int32(truncatingIfNeeded: figure))), visit.context)
        case .instant: return try visit.values.text(.instant(Instant(milliseconds: figure)), field)
        default: return field.type.format(.integer(figure), visit.context)
        }
    }
}
