public import Definitions

/// What a workspace adds to the shipped schema.
public struct Additions: Sendable {
    /// Objects of its own, and the shipped ones that it has changed, as they are now.
    public var objects: [ObjectDefinition]
    /// Rights on its own objects: by the key of a role, then by the object.
    public var grants: [String: [String: Grant]]
    /// What records must not be.
    public var rules: [Rule]
    /// When fields are asked for, where that is not always: by the object, then by the field.
    public var visible: [String: [String: Filter]]
    /// What keeps the fields that follow from others; nil where there are none.
    public var derivation: (any Derivation)?

    public init(
        objects: [ObjectDefinition] = [], grants: [String: [String: Grant]] = [:], rules: [Rule] = [], visible: [String: [String: Filter]] = [:]
    ) {
        self.objects = objects
        self.grants = grants
        self.rules = rules
        self.visible = visible
    }
}

extension Additions {
    /// The shipped objects as the workspace has changed them, then its own.
    func joined(to shipped: [ObjectDefinition]) -> [ObjectDefinition] {
        let changed = Dictionary(objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(shipped.map(\.name))
        return shipped.map { changed[$0.name] ?? $0 } + objects.filter { !known.contains($0.name) }
    }
}
