import Definitions
import Kit
public import RecordEngine

extension Activity {
    /// `complete`: done now.
    public static let complete = Verb(
        VerbDefinition("complete", Label("Mark as done", ru: "Сделано"), on: "activity", icon: "check")
    ) { activity, _, records in
        guard activity[done] == nil else { throw Failure.conflict(Label("This is already done.", ru: "Это уже сделано.")) }
        try records.set(activity) { $0[done] = records.now }
    }
}

/// `assign`: gives any record that belongs to somebody to somebody else.
public enum Assigning {
    static let owner = Field.user("owner", Label("Owner", ru: "Ответственный"), required: true)

    public static let assign = Verb(
        VerbDefinition("assign", Label("Assign", ru: "Передать"), on: nil, icon: "user-plus", inputs: [owner.definition])
    ) { record, input, records in
        guard let field = record.object.ownerField else {
            throw Failure.conflict(Label("This belongs to nobody in particular.", ru: "У этой записи не бывает ответственного."))
        }
        try records.set(record) { $0[field] = input["owner"] }
    }
}
