package import Definitions
package import Kit
package import Markup
package import Pages
package import RecordEngine

/// By what a list is grouped: `stage`, or a day in stretches: `created_at:month`.
package struct Grouping {
    package enum Step: String, CaseIterable {
        case day, week, month, quarter, year

        var label: Label {
            switch self {
            case .day: Label("by day", ru: "по дням")
            case .week: Label("by week", ru: "по неделям")
            case .month: Label("by month", ru: "по месяцам")
            case .quarter: Label("by quarter", ru: "по кварталам")
            case .year: Label("by year", ru: "по годам")
            }
        }

        /// How many stretches before the present one are told apart, and how many behind it.
        fileprivate var reach: (back: Int, ahead: Int) {
            switch self {
            case .day: (31, 31)
            case .week: (60, 15)
            case .month: (48, 15)
            case .quarter: (24, 8)
            case .year: (20, 8)
            }
        }
    }

    /// One group: its name, how an address tells it from others, the condition of its records.
    package struct Group {
        package let label: HTML
        package let key: String
        package let condition: Filter
    }

    package let field: FieldDefinition
    let step: Step?
    /// The days at which the stretches begin; the last one ends them.
    package let bounds: [Day]
    private let path: FieldPath
    private let visit: PageVisit

    /// - Throws: `Failure.malformed` for what there are no groups of.
    package init(_ text: String, of object: ObjectDefinition, _ visit: PageVisit) throws(Failure) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let step = parts.count > 1 ? Step(rawValue: parts[1]) : nil
        guard let field = parts.first.flatMap({ object.field($0) }), visit.principal.role.access(object.name, field.name) >= .read,
            Grouping.steps(of: field).contains(where: { $0 == step })
        else {
            throw .malformed(Label("There are no groups by “\(text.prefix(60))”.", ru: "По «\(text.prefix(60))» не группируют."))
        }
        self.field = field
        self.step = step
        self.visit = visit
        path = FieldPath(field.name)
        bounds = step.map { Grouping.bounds($0, visit.context) } ?? []
    }

    /// The stretches by which values of a field are grouped; nil for each value by itself. Nothing for what would make a group of each record.
    private static func steps(of field: FieldDefinition) -> [Step?] {
        guard !field.isManyReferences, field.type.sortColumn != nil, !field.isHidden else { return [] }
        switch field.type.input {
        case .choice, .checkbox, .rating, .reference: return [nil]
        case .text: return field.isRequired ? [] : [nil]
        case .day, .instant: return [.day, .week, .month, .quarter, .year]
        default: return []
        }
    }

    /// The stretches by which records are told in time: as wished, else the weeks of the first date that their list shows.
    package static func inTime(_ wish: String?, of object: ObjectDefinition, _ visit: PageVisit) throws(Failure) -> Grouping {
        let dates = (object.listColumns + ["created_at"]).compactMap(object.field).filter { field in
            visit.principal.role.access(object.name, field.name) >= .read && steps(of: field).contains { $0 == .week }
        }
        if let wish, let wished = try? Grouping(wish, of: object, visit), wished.step != nil { return wished }
        guard let date = dates.first(where: { !$0.isReadOnly }) ?? dates.first else {
            throw .malformed(Label("There is no date to go by.", ru: "Здесь нет даты."))
        }
        return try Grouping("\(date.name):\(Step.week.rawValue)", of: object, visit)
    }

    /// The key of the stretch that is now.
    package var present: String? { bounds.last { $0 <= visit.context.today }?.iso }

    /// All there is to choose from.
    package static func options(_ object: ObjectDefinition, _ visit: PageVisit) -> [Option] {
        object.fields.filter { visit.principal.role.access(object.name, $0.name) >= .read }.flatMap { field in
            steps(of: field).map { step in
                step.map { Option("\(field.name):\($0.rawValue)", "\(visit.say(field.label)), \(visit.say($0.label))") }
                    ?? Option(field.name, visit.say(field.label))
            }
        }
    }

    private static func bounds(_ step: Step, _ context: ValueContext) -> [Day] {
        let (back, ahead) = step.reach
        let (year, month, _) = context.today.parts
        let size: Int
        switch step {
        case .day: return (-back...ahead).map { context.today.adding(days: $0) }
        case .week:
            let into = ((context.today.weekday - context.zone.firstWeekday) % 7 + 7) % 7
            return (-back...ahead).map { context.today.adding(days: $0 * 7 - into) }
        case .month: size = 1
        case .quarter: size = 3
        case .year: size = 12
        }
        let present = year * 12 + (month - 1) / size * size
        return (-back...ahead).compactMap { Day(year: (present + $0 * size) / 12, month: (present + $0 * size) % 12 + 1, day: 1) }
    }

    /// The group of the records with a value, as the figures of all groups tell it.
    package func group(_ value: FieldValue) throws -> Group {
        if value.isEmpty {
            return Group(label: HTML(text: visit.say(Wording.notSet)), key: "-", condition: .compare(path, .isEmpty, .none))
        }
        if step != nil, case .integer(let index) = value { return stretch(Int(index)) }
        let label = try named(value) ?? visit.values.html(value, field) ?? HTML()
        let operand = Grouping.operand(value)
        return Group(label: label, key: operand.text, condition: .compare(path, .equals, operand))
    }

    /// The head of a group is a link already: what it is called holds none.
    private func named(_ value: FieldValue) throws -> HTML? {
        guard let id = Reference(value)?.id, let target = field.type.target, let entry = try visit.titles.entry(target, id) else { return nil }
        return visit.values.mark(entry.title, entry.hue, target) ?? HTML(text: entry.title)
    }

    private static func operand(_ value: FieldValue) -> Operand {
        switch value {
        case .reference(let id), .integer(let id): .number("\(id)", currency: nil)
        case .boolean(let isOn): .word(isOn ? "true" : "false")
        case .text(let text): text.isWord ? .word(text) : .string(text)
        default: .none
        }
    }

    private func stretch(_ index: Int) -> Group {
        guard index > 0, !bounds.isEmpty else {
            let day = bounds.first ?? visit.context.today
            let label = visit.say(Label("earlier than \(day.formatted(.en))", ru: "раньше \(day.formatted(.ru))"))
            return Group(label: HTML(text: label), key: "before", condition: .compare(path, .less, .string(day.iso)))
        }
        let start = bounds[min(index, bounds.count) - 1]
        guard index < bounds.count else {
            let label = visit.say(Label("from \(start.formatted(.en)) on", ru: "с \(start.formatted(.ru))"))
            return Group(label: HTML(text: label), key: "after", condition: .compare(path, .atLeast, .string(start.iso)))
        }
        let end = bounds[index]
        let condition = Filter.and([.compare(path, .atLeast, .string(start.iso)), .compare(path, .less, .string(end.iso))])
        return Group(label: HTML(text: name(start, until: end)), key: start.iso, condition: condition)
    }

    /// "November 2026", «IV квартал 2026».
    private func name(_ start: Day, until end: Day) -> String {
        let (year, month, _) = start.parts
        switch step {
        case .month: return "\(visit.say(Grouping.months[month - 1])) \(year)"
        case .quarter:
            let quarter = ["I", "II", "III", "IV"][(month - 1) / 3]
            return visit.say(Label("\(quarter) quarter of \(year)", ru: "\(quarter) квартал \(year)"))
        case .year: return String(year)
        case .day: return start.formatted(visit.ui.language)
        default: return "\(start.formatted(visit.ui.language)) – \(end.adding(days: -1).formatted(visit.ui.language))"
        }
    }

    private static let months = [
        Label("January", ru: "Январь"), Label("February", ru: "Февраль"), Label("March", ru: "Март"), Label("April", ru: "Апрель"),
        Label("May", ru: "Май"), Label("June", ru: "Июнь"), Label("July", ru: "Июль"), Label("August", ru: "Август"),
        Label("September", ru: "Сентябрь"), Label("October", ru: "Октябрь"), Label("November", ru: "Ноябрь"),
        Label("December", ru: "Декабрь"),
    ]
}
