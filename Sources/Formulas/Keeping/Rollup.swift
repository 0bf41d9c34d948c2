public import Definitions
public import Kit
import RecordEngine
import Storage

/// A figure over the records that refer to a record: how many open tasks a company has, what was won this year.
public struct Rollup: Sendable {
    public enum Function: String, Sendable, CaseIterable {
        case count, sum, min, max, avg

        public var label: Label {
            switch self {
            case .count: Label("How many", ru: "Сколько их")
            case .sum: Label("Sum", ru: "Сумма")
            case .min: Label("Smallest", ru: "Наименьшее")
            case .max: Label("Largest", ru: "Наибольшее")
            case .avg: Label("Average", ru: "Среднее")
            }
        }
    }

    /// The object of the records that are counted, and their field that refers here.
    public let child: ObjectDefinition
    let via: FieldDefinition
    let parent: String
    let function: Function
    let measured: FieldDefinition?
    let condition: Filter
    public let result: DerivedResult
    /// How many decimal places a result has that is not whole.
    public let digits: Int
    /// The positions in the child on which the figure depends.
    let relevant: [Int]
    private let viaPosition: Int
    /// Whether those in the archive don't count, as they are not in lists.
    let leavesOutArchived: Bool
    /// Whether it changes with the day.
    let isRelative: Bool

    /// What a rollup is as it was written.
    public struct Text: Sendable, Equatable {
        public let path: String
        public let function: String
        public let measured: String
        public let condition: String

        public init(path: String, function: String, measured: String, condition: String) {
            (self.path, self.function, self.measured, self.condition) = (path, function, measured, condition)
        }
    }

    /// What is wrong with a rollup, and with which part of it.
    public struct Problem: Error {
        public enum Part: Sendable { case path, function, measured, condition }
        public let part: Part
        public let message: Label
    }

    public init(_ text: Text, of parent: ObjectDefinition, among objects: [String: ObjectDefinition]) throws(Problem) {
        guard let place = Rollup.place(text.path, to: parent.name, objects.values),
            let position = place.object.position(of: place.field.name)
        else {
            throw Problem(part: .path, message: Label("Choose records that refer here.", ru: "Выберите записи, которые ссылаются сюда."))
        }
        guard let function = Function(rawValue: text.function) else {
            throw Problem(part: .function, message: Label("Choose what to compute.", ru: "Выберите, что вычислять."))
        }
        child = place.object
        (via, viaPosition) = (place.field, position)
        self.parent = parent.name
        self.function = function
        (measured, result, digits) = try Rollup.measured(text.measured, function, child)
        condition = try Rollup.condition(text.condition, child)
        isRelative = condition.isRelative(on: child)
        var names = condition.subjects.union([via.name])
        if let measured { names.insert(measured.name) }
        // An amount is worth something else at the rate of another day.
        if measured?.type is MoneyType, let closing = child.closingField { names.insert(closing) }
        leavesOutArchived = child.hasArchive && !condition.asksForArchived
        if leavesOutArchived { names.insert(ObjectDefinition.archivedAt.name) }
        relevant = names.compactMap { place.object.position(of: $0) }
    }

    /// The references that lead to an object.
    public static func places(to name: String, _ objects: some Sequence<ObjectDefinition>) -> [(
        object: ObjectDefinition, field: FieldDefinition
    )] {
        objects.sorted { $0.name < $1.name }.flatMap { object in
            object.fields.filter { field in
                !field.isReadOnly && !field.isHidden && (field.type.target == name || field.type.input == .link && object.name != name)
            }.map { (object, $0) }
        }
    }

    /// One of them by its name: `deal.company`.
    public static func place(
        _ path: String, to name: String, _ objects: some Sequence<ObjectDefinition>
    ) -> (object: ObjectDefinition, field: FieldDefinition)? {
        places(to: name, objects).first { "\($0.object.name).\($0.field.name)" == path }
    }

    /// The fields of an object that a function can be computed of.
    public static func measurable(_ object: ObjectDefinition, by function: Function?) -> [FieldDefinition] {
        object.fields.filter { field in
            switch field.type.input {
            case .number, .money, .duration, .rating: !field.isHidden && field.name != "id"
            case .day, .instant: !field.isHidden && (function == nil || function == .min || function == .max)
            default: false
            }
        }
    }

    private static func measured(
        _ name: String, _ function: Function, _ child: ObjectDefinition
    ) throws(Problem) -> (FieldDefinition?, DerivedResult, digits: Int) {
        if function == .count {
            guard name.isEmpty else {
                throw Problem(part: .measured, message: Label("Records are counted without a field.", ru: "Записи считают без поля."))
            }
            return (nil, .integer, 0)
        }
        let fields = measurable(child, by: function)
        guard let field = fields.first(where: { $0.name == name }) else {
            let names = fields.map(\.name).joined(separator: ", ")
            throw Problem(part: .measured, message: Label("Name one of these fields: \(names).", ru: "Назовите одно из полей: \(names)."))
        }
        let digits = (field.type as? any ScaledKept)?.digits ?? 0
        let isAverage = function == .avg
        switch field.type.input {
        case .money: return (field, .money, 0)
        case .day: return (field, .day, 0)
        case .instant: return (field, .instant, 0)
        case .duration: return (field, .duration, 0)
        default:
            if field.type is PercentType { return (field, .percent, digits) }
            if digits > 0 || isAverage { return (field, .decimal, isAverage ? Swift.max(digits, 2) : digits) }
            return (field, .integer, 0)
        }
    }

    private static func condition(_ text: String, _ child: ObjectDefinition) throws(Problem) -> Filter {
        let filter: Filter
        do {
            filter = try Filter(text)
        } catch Failure.malformed(let message) {
            throw Problem(part: .condition, message: message)
        } catch {
            throw Problem(part: .condition, message: Label("This can't be understood.", ru: "Это не понять."))
        }
        if let reason = filter.unsteady(on: child) { throw Problem(part: .condition, message: reason) }
        return filter
    }

    /// The records that a record counts for.
    func parents(of record: Record?) -> [Int64] {
        guard let record, viaPosition < record.values.count else { return [] }
        switch record.values[viaPosition] {
        case .reference(let id): return [id]
        case .references(let ids): return ids
        case .link(let link): return link.object == parent ? [link.id] : []
        default: return []
        }
    }

    /// What stands where nothing refers to a record.
    func none(_ base: Currency) -> FieldValue {
        switch function {
        case .count: .integer(0)
        case .sum: result == .money ? .money(Money(minor: 0, currency: base)) : .integer(0)
        case .min, .max, .avg: .empty
        }
    }
}
