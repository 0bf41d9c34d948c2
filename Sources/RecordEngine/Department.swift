public import Definitions
public import Kit

/// A department's part of the schema: what `App` puts together into an `Engine`.
public struct Department: Sendable {
    public let name: String
    public let label: Label
    public let objects: [ObjectDefinition]
    public let verbs: [Verb]
    public let preparations: [Preparation]
    public let consequences: [Consequence]
    public let words: [SearchWords]

    public init(
        _ name: String, _ label: Label, objects: [ObjectDefinition], verbs: [Verb] = [], preparations: [Preparation] = [],
        consequences: [Consequence] = [], words: [SearchWords] = []
    ) {
        self.name = name
        self.label = label
        self.objects = objects
        self.verbs = verbs
        self.preparations = preparations
        self.consequences = consequences
        self.words = words
    }
}
