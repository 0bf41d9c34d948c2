public import Definitions
public import Kit
import RecordEngine

/// A formula over the fields of a record, and over those of records that it refers to: typed once, then only computed.
public struct Formula: Sendable {
    public let result: DerivedResult
    let node: FormulaNode
    let inputs: [FormulaInput]
    /// The fields of the record itself that it begins its paths with.
    let subjects: Set<String>

    /// - Parameter objects: all objects, by their names.
    /// - Throws: `Failure.malformed` that names the place in the text.
    public init(_ text: String, on object: ObjectDefinition, among objects: [String: ObjectDefinition]) throws(Failure) {
        var parser = try FormulaParser(text, fields: FormulaFields(object: object, objects: objects))
        let (term, fields) = try parser.formula()
        guard let result = DerivedResult(term.type) else {
            throw parser.failure(at: 0, Label("this is \(term.type.label.en)", ru: "это \(term.type.label.ru)"))
        }
        self.result = result
        node = term.node
        inputs = fields.inputs
        subjects = Set(inputs.map(\.name))
    }

    func value(_ inputs: [FormulaValue], _ zone: WorkspaceZone, as type: any FieldType) -> FieldValue {
        result.value(node.value(inputs, zone), digits: (type as? any ScaledKept)?.digits ?? 0)
    }
}

/// A field that a formula reads.
struct FormulaInput: Sendable {
    /// The field of the record itself, or its reference.
    let name: String
    let position: Int
    let reading: FormulaReading
    /// Of the record that is referred to.
    let across: (object: String, name: String, position: Int)?
}

/// Finds the fields that a formula names, and lists them.
struct FormulaFields {
    let object: ObjectDefinition
    let objects: [String: ObjectDefinition]
    private(set) var inputs: [FormulaInput] = []
    private var known: [String: Int] = [:]

    init(object: ObjectDefinition, objects: [String: ObjectDefinition]) {
        self.object = object
        self.objects = objects
    }

    mutating func input(_ path: String) throws(FormulaProblem) -> (index: Int, reading: FormulaReading) {
        if let index = known[path] { return (index, inputs[index].reading) }
        let input = try find(path)
        known[path] = inputs.count
        inputs.append(input)
        return (inputs.count - 1, input.reading)
    }

    private func find(_ path: String) throws(FormulaProblem) -> FormulaInput {
        let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let (field, position) = try field(names[0], of: object)
        guard names.count > 1 else {
            return FormulaInput(name: names[0], position: position, reading: FormulaReading(field.type), across: nil)
        }
        guard names.count == 2 else {
            throw FormulaProblem(
                reason: Label("only one step across is taken: company.city", ru: "переходить можно только на одну связь: company.city"))
        }
        guard case .reference(let target) = field.type.input, let other = objects[target] else {
            throw FormulaProblem(
                reason: Label("“\(names[0])” does not refer to one record", ru: "«\(names[0])» не ссылается на одну запись"))
        }
        let (far, place) = try self.field(names[1], of: other)
        return FormulaInput(name: names[0], position: position, reading: FormulaReading(far.type), across: (target, names[1], place))
    }

    private func field(_ name: String, of object: ObjectDefinition) throws(FormulaProblem) -> (FieldDefinition, Int) {
        guard let position = object.position(of: name), !object.fields[position].isHidden else {
            throw FormulaProblem(
                reason: Label(
                    "there is no field “\(name.prefix(60))” of \(object.noun.english.many)",
                    ru: "поля «\(name.prefix(60))» у объекта «\(object.noun.russian.one)» нет"
                ))
        }
        if name == "id" || name == "updated_at" {
            throw FormulaProblem(
                reason: Label("“\(name)” is not known when formulas are computed", ru: "«\(name)» ещё неизвестно, когда вычисляют формулы"))
        }
        return (object.fields[position], position)
    }
}
