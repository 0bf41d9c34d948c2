import Definitions
import Kit
public import RecordEngine

/// `plan`: a task about any record, for whoever answers for it. For many records at once, each gets its own.
public enum Planning {
    static let due = Field.instant("due_at", Label("Due", ru: "Срок"))

    public static let plan = Verb(
        VerbDefinition(
            "plan", Label("Make a task", ru: "Поставить задачу"), on: nil, icon: "square-check",
            inputs: [Activity.subject.definition, due.definition])
    ) { record, input, records in
        guard record.object.isInNavigation, record.object.name != Activity.object.name else {
            throw Failure.conflict(Label("Tasks are not about such records.", ru: "О таких записях задач не бывает."))
        }
        var task = Draft(Activity.object)
        task[Activity.subject] = input[Activity.subject]
        task[Activity.due] = input[due]
        task[Activity.about] = RecordLink(object: record.object.name, id: record.id)
        if let owner = record.object.ownerField, case .reference(let id) = record[owner] { task[Activity.owner] = Reference(id) }
        try records.create(task)
    }
}
