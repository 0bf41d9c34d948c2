public import Definitions
public import Kit

/// One record in memory, with the fields that the principal may read.
public struct Record: Sendable {
    public let object: ObjectDefinition
    public let id: Int64
    public let version: Int64
    /// The batch that made this version.
    package let batch: Int64
    /// In the order of `object.fields`; a field that may not be read is empty.
    public internal(set) var values: [FieldValue]

    /// The value of a typed field; nil when it is empty.
    public subscript<Value>(field: Field<Value>) -> Value? { Value(self[field.name]) }

    /// The value of a field by its name; empty when there is no such field.
    public subscript(name: String) -> FieldValue { object.position(of: name).map { values[$0] } ?? .empty }

    /// The record with other values in the place of its own.
    package func holding(_ values: [FieldValue]) -> Record { Record(object: object, id: id, version: version, batch: batch, values: values) }

    public var title: String { if case .text(let text) = self[object.titleField] { text } else { "" } }
}

/// Values on their way into a record: what is to be set, by field.
public struct Draft: Sendable {
    public internal(set) var object: ObjectDefinition
    public internal(set) var values: [String: FieldValue] = [:]
    /// What could not be understood. A draft with issues is never written.
    public internal(set) var issues: [FieldIssue] = []

    public init(_ object: ObjectDefinition, _ values: [String: FieldValue] = [:]) {
        self.object = object
        self.values = values
    }

    public subscript<Value>(field: Field<Value>) -> Value? {
        get { values[field.name].flatMap(Value.init) }
        set { values[field.name] = newValue?.fieldValue ?? .empty }
    }

    public subscript(name: String) -> FieldValue? {
        get { values[name] }
        set { values[name] = newValue }
    }

    public mutating func issue(_ field: String, _ message: Label) { issues.append(FieldIssue(field, message)) }

    /// Throws all that is wrong, if anything is.
    public func check() throws(Failure) {
        if !issues.isEmpty { throw .invalid(issues) }
    }
}

extension Draft {
    /// Reads the members that a program sent. Unknown and read-only members become issues.
    public init(_ json: JSON, of object: ObjectDefinition, _ context: ValueContext, role: Role) throws(Failure) {
        self.init(object)
        guard let members = json.members else {
            throw .malformed(Label("The body must be a JSON object.", ru: "Тело запроса должно быть объектом JSON."))
        }
        for (name, value) in members {
            guard let field = writable(name, role) else { continue }
            if value == .null {
                values[name] = .empty
                continue
            }
            do {
                values[name] = try field.type.parse(value, context)
            } catch {
                issue(name, error.message)
            }
        }
    }

    /// Reads what a person typed: one text a field, an empty one empties the field.
    public init(form: [(name: String, text: String)], of object: ObjectDefinition, _ context: ValueContext, role: Role) {
        self.init(object)
        for (name, text) in form {
            guard let field = writable(name, role) else { continue }
            let trimmed = text.trimmingWhitespace
            if trimmed.isEmpty {
                values[name] = .empty
                continue
            }
            do {
                values[name] = try field.type.parse(text: trimmed, context)
            } catch {
                issue(name, error.message)
            }
        }
    }

    private mutating func writable(_ name: String, _ role: Role) -> FieldDefinition? {
        guard let field = object.field(name), role.access(object.name, name) > .none else {
            issue(name, Label("There is no such field.", ru: "Такого поля нет."))
            return nil
        }
        guard !field.isReadOnly, role.access(object.name, name) == .write else {
            issue(name, Label("This field can't be changed.", ru: "Это поле нельзя менять."))
            return nil
        }
        return field
    }
}

extension String {
    var trimmingWhitespace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
