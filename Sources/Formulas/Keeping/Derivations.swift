public import Definitions
public import Kit
public import RecordEngine

/// A field as it was written that follows from others.
public struct DerivedText: Sendable {
    public enum Source: Sendable, Equatable {
        case formula(String)
        case rollup(Rollup.Text)
    }

    public let object: String
    public let field: String
    public let source: Source

    public init(_ source: Source, object: String, field: String) {
        (self.source, self.object, self.field) = (source, object, field)
    }

    /// The figures that objects are shipped with, of those whose records are there to be counted.
    public static func shipped(_ objects: some Collection<ObjectDefinition>) -> [DerivedText] {
        let known = Set(objects.map(\.name))
        return objects.sorted { $0.name < $1.name }.flatMap { object in
            object.fields.compactMap { field in
                guard let figure = field.figure, let child = figure.path.split(separator: ".").first, known.contains(String(child)) else { return nil }
                let text = Rollup.Text(
                    path: figure.path, function: figure.function, measured: figure.measured, condition: figure.condition)
                return DerivedText(.rollup(text), object: object.name, field: field.name)
            }
        }
    }

    /// As it is called in messages: `company.total`.
    public var name: String { "\(object).\(field)" }
}

/// All fields of a workspace that follow from others, in an order in which each comes after what it follows from.
public final class Derivations: Derivation {
    let fields: [DerivedField]
    let plans: [String: DerivedPlan]
    /// What can't be computed, and why, by the field's name.
    public let problems: [String: Label]

    public var isEmpty: Bool { fields.isEmpty && problems.isEmpty }

    public init(_ texts: [DerivedText], among objects: [String: ObjectDefinition]) {
        var problems: [String: Label] = [:]
        var found: [String: DerivedField] = [:]
        for text in texts {
            guard let object = objects[text.object], let position = object.position(of: text.field) else { continue }
            do throws(DerivedProblem) {
                found[text.name] = try DerivedField(text, object, position, among: objects)
            } catch {
                problems[text.name] = error.message
            }
        }
        let order = DerivedOrder(found)
        for name in order.circle {
            problems[name] = Label(
                "these follow from each other in a circle: \(order.shownCircle)",
                ru: "эти поля зависят друг от друга по кругу: \(order.shownCircle)")
        }
        fields = order.sorted.enumerated().map { $1.numbered($0) }
        self.problems = problems
        plans = DerivedPlan.plans(fields, objects)
    }

    /// Whether an object's fields change with the day; or with rates.
    public func isRelative(_ object: String) -> Bool { fields.contains { $0.object.name == object && $0.rollup?.isRelative ?? false } }

    public var relativeObjects: [String] { objects { $0.isRelative } }
    /// The objects whose figures are of money, which is worth something else when rates change.
    public var pricedObjects: [String] { objects { $0.result == .money } }

    private func objects(_ test: (Rollup) -> Bool) -> [String] {
        Set(fields.filter { $0.rollup.map(test) ?? false }.map(\.object.name)).sorted()
    }

    public func closed(to role: Role) -> [String: FieldAccess] {
        var closed: [String: FieldAccess] = [:]
        func isOpen(_ object: String, _ field: String) -> Bool {
            role.access(object, field) >= .read && closed["\(object).\(field)"] == nil
        }
        // A rollup is computed of all records, whoever looks at it: the right to its field alone counts.
        for field in fields {
            guard let formula = field.formula else { continue }
            let isReadable = formula.inputs.allSatisfy { input in
                guard isOpen(field.object.name, input.name) else { return false }
                guard let across = input.across else { return true }
                // What stands in a record that one may not see must not be read off this one.
                return role.grant(across.object).read == .all && isOpen(across.object, across.name)
            }
            if !isReadable { closed[field.name] = FieldAccess.none }
        }
        return closed
    }
}

/// One field that follows from others.
struct DerivedField: Sendable {
    enum Source: Sendable {
        case formula(Formula)
        case rollup(Rollup)
    }

    let object: ObjectDefinition
    let position: Int
    let source: Source
    /// Its place in the order.
    private(set) var number = 0

    var field: FieldDefinition { object.fields[position] }
    var name: String { "\(object.name).\(field.name)" }
    var formula: Formula? { if case .formula(let formula) = source { formula } else { nil } }
    var rollup: Rollup? { if case .rollup(let rollup) = source { rollup } else { nil } }

    init(_ text: DerivedText, _ object: ObjectDefinition, _ position: Int, among objects: [String: ObjectDefinition]) throws(DerivedProblem)
    {
        self.object = object
        self.position = position
        switch text.source {
        case .formula(let text):
            do throws(Failure) {
                source = .formula(try Formula(text, on: object, among: objects))
            } catch {
                throw DerivedProblem(error)
            }
        case .rollup(let text):
            do throws(Rollup.Problem) {
                source = .rollup(try Rollup(text, of: object, among: objects))
            } catch {
                throw DerivedProblem(message: error.message)
            }
        }
    }

    func numbered(_ number: Int) -> DerivedField {
        var field = self
        field.number = number
        return field
    }

    /// The fields that it follows from.
    var sources: [String] {
        switch source {
        case .formula(let formula):
            formula.inputs.flatMap { input in ["\(object.name).\(input.name)"] + (input.across.map { ["\($0.object).\($0.name)"] } ?? []) }
        case .rollup(let rollup): rollup.relevant.map { "\(rollup.child.name).\(rollup.child.fields[$0].name)" }
        }
    }
}

struct DerivedProblem: Error {
    let message: Label

    init(message: Label) { self.message = message }

    init(_ failure: Failure) {
        if case .malformed(let label) = failure { message = label } else { message = Label("it can't be understood", ru: "это не понять") }
    }
}

/// Fields in an order in which each comes after what it follows from. Those of a circle are left out.
struct DerivedOrder {
    private(set) var sorted: [DerivedField] = []
    /// The first circle that was found, in its order.
    private(set) var circle: [String] = []
    private var states: [String: Bool] = [:]
    private let fields: [String: DerivedField]

    init(_ fields: [String: DerivedField]) {
        self.fields = fields
        for name in fields.keys.sorted() { _ = visit(name, path: []) }
    }

    var shownCircle: String { (circle + circle.prefix(1)).joined(separator: " → ") }

    /// - Returns: whether it stands on firm ground.
    private mutating func visit(_ name: String, path: [String]) -> Bool {
        guard let field = fields[name] else { return true }
        if let start = path.firstIndex(of: name) {
            if circle.isEmpty { circle = Array(path[start...]) }
            return false
        }
        if let isFirm = states[name] { return isFirm }
        var isFirm = true
        for source in field.sources where !visit(source, path: path + [name]) { isFirm = false }
        states[name] = isFirm
        if isFirm { sorted.append(field) }
        return isFirm
    }
}
