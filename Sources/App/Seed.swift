import Definitions
import Identity
import Kit
import People
import RecordEngine
import Sales

/// What a new workspace begins with: the roles, a pipeline and a few tags.
enum Seed {
    /// Plants it all in the language of the workspace.
    static func plant(_ language: Language, _ records: Records) throws {
        for role in ShippedRoles.all {
            var draft = Draft(RoleRecord.object)
            draft[RoleRecord.title] = role.label[language]
            draft[RoleRecord.key] = role.key
            try records.create(draft)
        }
        try plantPipeline(language, records)
        for (title, hue) in tags {
            var draft = Draft(Tag.object)
            draft[Tag.title] = title[language]
            draft[Tag.hue] = hue.rawValue
            try records.create(draft)
        }
    }

    private static func plantPipeline(_ language: Language, _ records: Records) throws {
        var pipeline = Draft(Pipeline.object)
        pipeline[Pipeline.title] = Label("Sales", ru: "Продажи")[language]
        let pipelineID = try records.create(pipeline).id
        for (position, step) in steps.enumerated() {
            var draft = Draft(Stage.object)
            draft[Stage.title] = step.title[language]
            draft[Stage.pipeline] = Reference(pipelineID)
            draft[Stage.position] = Int64(position + 1)
            draft[Stage.kind] = step.kind
            draft[Stage.hue] = step.hue.rawValue
            draft[Stage.probability] = step.probability
            draft[Stage.rotsAfter] = step.rotsAfter
            try records.create(draft)
        }
    }

    private struct Step {
        let title: Label
        let kind: String
        let hue: Hue
        let probability: Int64
        var rotsAfter: Int64?
    }

    private static let steps = [
        Step(title: Label("New", ru: "Новая"), kind: "open", hue: .blue, probability: 10, rotsAfter: 7),
        Step(title: Label("Qualified", ru: "Квалификация"), kind: "open", hue: .cyan, probability: 25, rotsAfter: 14),
        Step(title: Label("Proposal", ru: "Предложение"), kind: "open", hue: .violet, probability: 50, rotsAfter: 14),
        Step(title: Label("Negotiation", ru: "Переговоры"), kind: "open", hue: .amber, probability: 75, rotsAfter: 21),
        Step(title: Label("Won", ru: "Выиграна"), kind: "won", hue: .green, probability: 100),
        Step(title: Label("Lost", ru: "Проиграна"), kind: "lost", hue: .red, probability: 0),
    ]

    private static let tags: [(Label, Hue)] = [
        (Label("Key account", ru: "Ключевой клиент"), .amber), (Label("Partner", ru: "Партнёр"), .violet),
        (Label("Supplier", ru: "Поставщик"), .blue),
    ]
}
