import Definitions
import Kit
public import RecordEngine

extension SavedView {
    /// So many views of one object are shown to one person.
    public static let limit = 100

    static let preparation = Preparation("saved_view") { draft, original, records in
        func value(_ field: Field<String>) -> String? { draft.values[field.name] == nil ? original?[field] : draft[field] }
        if (draft[title] ?? "").count > 100 { draft.issue(title.name, Label("At most 100 letters, please.", ru: "Не больше 100 букв.")) }
        guard let name = value(subject) else { return }
        if original != nil, let sent = draft[subject], sent != original?[subject] {
            return draft.issue(subject.name, Label("This stays as it was made.", ru: "Это не меняется после создания."))
        }
        guard let target = try? records.object(name) else {
            return draft.issue(subject.name, Label("There is no such object.", ru: "Такого объекта нет."))
        }
        try checkReach(&draft, original, records)
        if draft[layout] == "board", target.stageField == nil {
            draft.issue(layout.name, Label("There is no board of these.", ru: "Для этого объекта доски нет."))
        }
        for (field, query) in [
            (filter, { Query(name, filter: try Filter($0)) }), (sort, { Query(name, sort: Sort.parse($0)) }),
            (columns, { Query(name, columns: names($0)) }), (group, { Query(name, columns: fields($0)) }),
            (foot, { Query(name, columns: fields($0)) }),
        ] as [(Field<String>, (String) throws -> Query)] {
            // What stood there before may look at a field that is hidden by now.
            guard let text = draft[field], text != original?[field] else { continue }
            do {
                _ = try records.statement(try query(text))
            } catch Failure.malformed(let problem) {
                draft.issue(field.name, problem)
            }
        }
        if draft[position] == nil, original == nil { draft[position] = try next(name, records) }
    }

    /// What others see first thing is for those who may change everybody's views.
    private static func checkReach(_ draft: inout Draft, _ original: Record?, _ records: Records) throws {
        guard records.principal.role.grant(object.name).update != .all else { return }
        let refusal = Label("Only an administrator may do this.", ru: "Это может сделать только администратор.")
        if draft[audience] == everyone, original?[audience] != everyone { draft.issue(audience.name, refusal) }
        if let sent = draft[roles], sent != original?[roles] { draft.issue(roles.name, refusal) }
        if let sent = draft[owner], sent != original?[owner] ?? records.principal.user.map({ Reference($0) }) {
            draft.issue(owner.name, refusal)
        }
    }

    private static func next(_ name: String, _ records: Records) throws -> Int64 {
        let last = Query(
            object.name, filter: .compare(FieldPath(subject.name), .equals, .string(name)),
            sort: [Sort(FieldPath(position.name), descending: true)], columns: [FieldPath(position.name)], limit: 1)
        let most = try records.list(last) { Int64($0.value(0)) ?? 0 }.rows.first ?? 0
        return min(most, .max - 1) + 1
    }

    /// The fields in a list of them with more behind a colon.
    public static func fields(_ text: String) -> [FieldPath] {
        names(text).map { FieldPath(String($0.text.prefix { $0 != ":" })) }
    }

    /// The names in a list with commas.
    public static func names(_ text: String) -> [FieldPath] {
        text.filter { !$0.isWhitespace }.split(separator: ",").map { FieldPath(String($0)) }
    }
}
