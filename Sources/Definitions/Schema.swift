public import Kit

/// All objects and verbs of a workspace at one moment. Immutable; swapped whole.
public struct Schema: Sendable {
    public let objects: [ObjectDefinition]
    public let verbs: [VerbDefinition]
    private let byName: [String: ObjectDefinition]
    private let byPath: [String: ObjectDefinition]

    public init(objects: [ObjectDefinition], verbs: [VerbDefinition]) {
        self.objects = objects
        self.verbs = verbs
        byName = Dictionary(objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        byPath = Dictionary(objects.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public func object(_ name: String) -> ObjectDefinition? { byName[name] }
    public func object(path: String) -> ObjectDefinition? { byPath[path] }

    /// The verbs of an object, the common ones included.
    public func verbs(of object: String) -> [VerbDefinition] {
        verbs.filter { verb in
            guard verb.object == nil else { return verb.object == object }
            return verb.field.map { self.object(object)?.field($0) != nil } ?? true
        }
    }

    /// The fields of all objects that refer to `object`, for what happens to them when a record goes.
    public func references(to object: String) -> [(object: ObjectDefinition, field: FieldDefinition)] {
        objects.flatMap { definition in
            definition.fields.filter { $0.type.target == object && !$0.isReadOnly }.map { (definition, $0) }
        }
    }
}

/// Something that can be done to a record, by a button, the API, a rule.
public struct VerbDefinition: Sendable {
    public let name: String
    public let label: Label
    /// The object it belongs to; nil for every object.
    public let object: String?
    /// A field without which an object does not have it.
    public let field: String?
    /// What it asks for.
    public let inputs: [FieldDefinition]
    public let icon: String

    public init(_ name: String, _ label: Label, on object: String?, with field: String? = nil, icon: String, inputs: [FieldDefinition] = []) {
        self.name = name
        self.label = label
        self.object = object
        self.field = field
        self.icon = icon
        self.inputs = inputs
    }
}
