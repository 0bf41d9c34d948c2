import Definitions
import Kit
import RecordEngine

/// What has to be filled before a record comes to a stage: said by the stage, obeyed as rules of the object that moves over stages.
struct StageRequirements {
    /// The field of a stage that names them.
    static let field = "required_fields"

    /// The objects that move, each with the object of its stages.
    private let moving: [(object: ObjectDefinition, stage: String)]

    init(_ objects: [ObjectDefinition]) {
        moving = objects.compactMap { object in
            guard let stage = object.stageField.flatMap({ object.field($0)?.type.target }),
                objects.first(where: { $0.name == stage })?.field(StageRequirements.field) != nil
            else { return nil }
            return (object, stage)
        }
    }

    var objects: [String] { moving.map(\.stage) }

    /// The object of stages with the fields to choose from.
    func offering(_ stage: ObjectDefinition, _ objects: [String: ObjectDefinition]) -> ObjectDefinition {
        guard let former = stage.field(StageRequirements.field), let name = moving.first(where: { $0.stage == stage.name })?.object.name,
            let object = objects[name]
        else { return stage }
        let choices = object.writableFields.filter { !$0.isRequired && $0.name != object.stageField }.map { Choice($0.name, $0.label) }
        let offered = Field.choices(StageRequirements.field, former.label, choices: choices, help: former.help)
        return stage.having(stage.fields.filter(\.isCustom), own: [StageRequirements.field: offered.definition])
    }

    func rules(_ records: Records, _ objects: [String: ObjectDefinition]) throws -> [Rule] {
        try moving.flatMap { object, stage -> [Rule] in
            guard let stages = objects[stage], let object = objects[object.name], let stageField = object.stageField else { return [] }
            return try records.everyRecord(of: stages).flatMap { record, isDeleted -> [Rule] in
                guard !isDeleted, case .list(let names) = record[StageRequirements.field] else { return [] }
                return names.compactMap { name in
                    guard let field = object.field(name), !field.isHidden else { return nil }
                    let isEmpty = Filter.compare(FieldPath(name), .isEmpty, .none)
                    let message = Label("Fill this in for the stage “\(record.title)”.", ru: "Заполните для стадии «\(record.title)».")
                    return Rule(object.name, refuses: .equals(stageField, record.id) & isEmpty, at: name, message)
                }
            }
        }
    }

    /// Rules are part of the schema, in whatever way stages are written.
    static let consequence = Consequence("stage") { old, new, records in
        func asked(_ record: Record?) -> [FieldValue] { record.map { [$0[field], $0[$0.object.titleField]] } ?? [] }
        guard asked(old) != asked(new), !(old?[field].isEmpty ?? true) || !(new?[field].isEmpty ?? true) else { return }
        try records.changeSchema(adding: [])
    }
}
