import Definitions
import Identity
import Kit
import RecordEngine
import Sales

/// What a new workspace begins with: roles to refer to, and a pipeline to sell along.
enum Seed {
    static func plant(_ language: Language, _ records: Records) throws {
        for role in ShippedRoles.all {
            try records.create(Draft(RoleRecord.object, ["title": .text(role.label[language]), "key": .text(role.key)]))
        }
        let pipeline = try records.create(Draft(Pipeline.object, ["title": .text(Label("Sales", ru: "Продажи")[language])]))
        for (position, stage) in stages.enumerated() {
            try records.create(Draft(Stage.object, [
                "title": .text(stage.title[language]), "pipeline": .reference(pipeline.id), "position": .integer(Int64(position + 1)),
                "kind": .text(stage.kind), "hue": .text(stage.hue.rawValue), "probability": .integer(stage.probability),
                "rots_after": stage.rotsAfter.map { .integer($0) } ?? .empty,
            ]))
        }
    }

    private static let stages: [(title: Label, kind: String, hue: Hue, probability: Int64, rotsAfter: Int64?)] = [
        (Label("New", ru: "Новая"), "open", .gray, 10, 7), (Label("Qualified", ru: "Квалификация"), "open", .blue, 25, 14),
        (Label("Proposal", ru: "Предложение"), "open", .violet, 50, 21), (Label("Negotiation", ru: "Переговоры"), "open", .amber, 75, 21),
        (Label("Won", ru: "Выиграна"), "won", .green, 100, nil), (Label("Lost", ru: "Проиграна"), "lost", .red, 0, nil),
    ]
}
