package import Definitions
package import Kit
import Markup
package import Pages
package import RecordEngine
import Views

/// One condition of a list while a person says it: the field, a comparison that fits it, a value.
package struct ConditionForm {
    let object: ObjectDefinition
    let visit: PageVisit
    let subject: ConditionSubject
    /// As the form names it: an operator of the filter, `has` or `has no`.
    let comparison: String
    /// As they were typed or chosen.
    let values: [String]
    /// What else is asked of the records that refer to these.
    private let part: Filter
    package var problem: Label?

    /// The condition as it stands in a filter; nil for one that is not of this kind.
    package init?(_ filter: Filter, of object: ObjectDefinition, _ visit: PageVisit) {
        guard let subject = ConditionSubject(filter, of: object, visit) else { return nil }
        switch filter {
        case .compare(_, let comparison, let operand):
            self.init(object, visit, subject, ConditionForm.spread(comparison, over: subject.control), operand.items)
        case .has(_, let part): self.init(object, visit, subject, "has", [part.text], part)
        case .not(.has(_, let part)): self.init(object, visit, subject, "has no", [part.text], part)
        default: return nil
        }
    }

    /// What the address says; by default the first field with its first comparison.
    package init?(asked name: String?, of object: ObjectDefinition, _ visit: PageVisit) {
        let usual = object.listColumns.first { visit.principal.role.access(object.name, $0) >= .read } ?? "id"
        guard let subject = ConditionSubject(name ?? usual, of: object, visit) else { return nil }
        // The inputs may still be those of another field.
        let isOwn = visit.item("for").map { $0 == subject.name } ?? true
        let known = subject.comparisons.map(\.value) + (isOwn ? FilterOperator.allCases.map(\.rawValue) : [])
        let asked = visit.items.first { $0.name == "operator" }?.value
        let comparison = asked.flatMap { known.contains($0) ? $0 : nil } ?? subject.comparisons.first?.value ?? "="
        let values = visit.items.filter { isOwn && $0.name == "value" && !$0.value.isEmpty }.map { item in
            switch item.value {
            case "day": visit.item("day") ?? ""
            case "last_days", "next_days", "days_ago", "in_days": "\(item.value)(\(visit.item("days") ?? ""))"
            default: item.value
            }
        }
        let part = values.first.flatMap { try? Filter($0) } ?? .all
        self.init(object, visit, subject, comparison, Array(values.prefix(100)), part)
    }

    private init(
        _ object: ObjectDefinition, _ visit: PageVisit, _ subject: ConditionSubject, _ comparison: String, _ values: [String],
        _ part: Filter = .all
    ) {
        self.object = object
        self.visit = visit
        self.subject = subject
        self.comparison = comparison
        self.values = values
        self.part = part
    }

    /// "Is" one of a few is "is one of" with one of them chosen.
    private static func spread(_ comparison: FilterOperator, over control: ConditionSubject.Control) -> String {
        switch (control, comparison) {
        case (.choices, .equals), (.records, .equals), (.link, .equals): FilterOperator.isIn.rawValue
        case (.choices, .differs), (.records, .differs), (.link, .differs): FilterOperator.isNotIn.rawValue
        default: comparison.rawValue
        }
    }

    /// What was said, as a filter.
    /// - Throws: `Failure.malformed` for a value that the field can't have.
    package func filter() throws -> Filter {
        switch subject {
        case .related(let path, _): return comparison == "has no" ? .not(.has(path, part)) : .has(path, part)
        case .segment:
            let ids = values.compactMap { Int64($0) }.map { Operand.number("\($0)", currency: nil) }
            guard !ids.isEmpty else { throw Failure.malformed(Label("Say which segment.", ru: "Укажите сегмент.")) }
            let isOut = comparison == FilterOperator.isNotIn.rawValue || comparison == FilterOperator.differs.rawValue
            let path = FieldPath("segment")
            if ids.count == 1 { return .compare(path, isOut ? .differs : .equals, ids[0]) }
            return .compare(path, isOut ? .isNotIn : .isIn, .list(ids))
        case .field(let path, let field):
            let clause = FilterClause(path: path, field: field, comparison: FilterOperator(rawValue: comparison) ?? .equals, visit: visit)
            return try clause.filter(values)
        }
    }
}

extension Operand {
    /// The values one by one, as the form of a condition holds them.
    fileprivate var items: [String] {
        switch self {
        case .none: []
        case .list(let operands): operands.flatMap(\.items)
        case .string(let text): [text]
        default: [text]
        }
    }
}
