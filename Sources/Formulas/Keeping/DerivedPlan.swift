import Definitions
import RecordEngine

/// What follows from and for the records of one object.
struct DerivedPlan: Sendable {
    let object: ObjectDefinition
    /// In their order.
    var formulas: [(number: Int, position: Int, formula: Formula)] = []
    var rollups: [(number: Int, position: Int, rollup: Rollup)] = []
    /// The figures over records of this object, in others.
    var counted: [(number: Int, rollup: Rollup)] = []
    /// The formulas of other objects that read fields of this one through a reference.
    var readers: [Reader] = []
    /// The references that formulas go through: the position, the object they lead to, and the fields read there.
    var crossings: [Crossing] = []

    struct Reader: Sendable {
        let number: Int
        let object: ObjectDefinition
        let via: FieldDefinition
        /// The position of the field that is read.
        let position: Int
    }

    struct Crossing: Sendable {
        let position: Int
        let target: ObjectDefinition
        var read: [Int]
    }

    static func plans(_ fields: [DerivedField], _ objects: [String: ObjectDefinition]) -> [String: DerivedPlan] {
        var plans: [String: DerivedPlan] = [:]
        func change(_ object: ObjectDefinition, _ body: (inout DerivedPlan) -> Void) {
            body(&plans[object.name, default: DerivedPlan(object: object)])
        }
        for field in fields {
            switch field.source {
            case .rollup(let rollup):
                change(field.object) { $0.rollups.append((field.number, field.position, rollup)) }
                change(rollup.child) { $0.counted.append((field.number, rollup)) }
            case .formula(let formula):
                change(field.object) { $0.formulas.append((field.number, field.position, formula)) }
                for input in formula.inputs {
                    guard let across = input.across, let target = objects[across.object] else { continue }
                    change(field.object) { $0.cross(input.position, target, across.position) }
                    let reader = Reader(
                        number: field.number, object: field.object, via: field.object.fields[input.position], position: across.position)
                    change(target) { $0.readers.append(reader) }
                }
            }
        }
        return plans
    }

    private mutating func cross(_ position: Int, _ target: ObjectDefinition, _ read: Int) {
        if let known = crossings.firstIndex(where: { $0.position == position }) {
            if !crossings[known].read.contains(read) { crossings[known].read.append(read) }
        } else {
            crossings.append(Crossing(position: position, target: target, read: [read]))
        }
    }

    /// Computes the formulas that look at what has changed.
    /// - Parameters:
    ///   - changed: the fields that have; nil for all of them.
    ///   - far: the values of a record that a reference leads to, in the order of its crossing.
    func compute(
        _ values: inout [FieldValue], changed: [String]?, _ records: Records, far: (Crossing, Int64) throws -> [FieldValue]?
    ) rethrows -> [String] {
        var names = changed.map(Set.init)
        var followed: [String] = []
        for (_, position, formula) in formulas where names.map({ !formula.subjects.isDisjoint(with: $0) }) ?? true {
            var inputs: [FormulaValue] = []
            inputs.reserveCapacity(formula.inputs.count)
            for input in formula.inputs {
                guard let across = input.across else {
                    inputs.append(input.reading.value(values[input.position]))
                    continue
                }
                guard case .reference(let id) = values[input.position],
                    let crossing = crossings.first(where: { $0.position == input.position }),
                    let column = crossing.read.firstIndex(of: across.position), let found = try far(crossing, id)
                else {
                    inputs.append(.empty)
                    continue
                }
                inputs.append(input.reading.value(found[column]))
            }
            let field = object.fields[position]
            let value = formula.value(inputs, records.engine.settings.zone, as: field.type)
            if value != values[position] {
                values[position] = value
                followed.append(field.name)
                names?.insert(field.name)
            }
        }
        return followed
    }
}
