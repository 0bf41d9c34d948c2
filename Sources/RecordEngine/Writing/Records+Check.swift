import Definitions
import Kit
import Storage

extension Records {
    /// Runs what the object's department does to every draft.
    package func prepare(_ draft: inout Draft, original: Record?) throws {
        for preparation in engine.preparations[draft.object.name] ?? [] { try preparation.body(&draft, original, self) }
    }

    /// Refuses values that can't stand together, all violations at once.
    /// - Parameter changed: the fields that are being set; nil for all of them.
    func check(_ object: ObjectDefinition, _ values: [FieldValue], changed: Set<String>?, id: Int64?, _ draft: inout Draft) throws {
        for (field, value) in zip(object.fields, values) {
            // What was not asked for when a record was made does not stand in the way of its other changes.
            let isAsked = changed?.contains(field.name) ?? true
            if field.isRequired, isAsked, value.isEmpty, !isExempt(field), !draft.issues.contains(where: { $0.field == field.name }) {
                draft.issue(field.name, Label("Fill this in.", ru: "Заполните это поле."))
            }
            guard isAsked, !value.isEmpty, !field.isReadOnly else { continue }
            if field.isUnique, let isInArchive = try taken(object, field, value, except: id) {
                draft.issue(field.name, isInArchive
                    ? Label("A record in the archive already has this.", ru: "Такое значение уже есть у записи в архиве.")
                    : Label("This is already taken by another record.", ru: "Такое значение уже есть у другой записи."))
            }
            if let money = Money(value), try context(of: object, values).toBase(money) == nil {
                let (code, day) = (money.currency.code, rateDay(object, values))
                draft.issue(field.name, Label(
                    "There is no rate for \(code) on \(day.formatted(.en)); add one first.",
                    ru: "Нет курса \(code) на \(day.formatted(.ru)); сначала добавьте его."
                ))
            }
            for link in value.links(field.type.target) where try !canRefer(to: link) {
                draft.issue(field.name, Label("There is no such record.", ru: "Такой записи нет."))
            }
        }
        for (account, bik) in object.accounts where !object.fields[account].isHidden && !object.fields[bik].isHidden {
            let isAsked = changed.map { $0.contains(object.fields[account].name) || $0.contains(object.fields[bik].name) } ?? true
            guard isAsked, let problem = BankAccountType.problem(values[account], of: values[bik]) else { continue }
            draft.issue(object.fields[account].name, problem)
        }
        try obey(object, values, changed: changed, &draft)
        try draft.check()
    }

    /// What the program does by itself does not fail for want of a field that it can't know.
    private func isExempt(_ field: FieldDefinition) -> Bool { field.isCustom && principal.via.kind == .system }

    /// Whether the record that has a value already is in the archive; nil when there is none.
    func taken(_ object: ObjectDefinition, _ field: FieldDefinition, _ value: FieldValue, except id: Int64?) throws -> Bool? {
        guard let position = field.type.sortColumn else { return nil }
        let stored = field.type.store(value, try context(ratesOf: nil))[position]
        let archive: SQL = object.hasArchive ? "CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END" : "0"
        let sql: SQL = "SELECT \(archive) FROM \(object.table) WHERE \(field.identifiers[position]) = \(stored) AND id <> \(id ?? 0) LIMIT 1"
        return try connection.first(sql) { $0.int(0) == 1 }
    }

    private func canRefer(to link: RecordLink) throws -> Bool {
        if reachable.contains(link) { return true }
        let rule = principal.role.grant(link.object).read
        guard let target = schema.object(link.object), try exists(target, link.id, rule: rule, isHeld: true) else { return false }
        reachable.insert(link)
        return true
    }
}

extension FieldValue {
    /// The records that the value points at.
    func links(_ target: String?) -> [RecordLink] {
        switch self {
        case .reference(let id): target.map { [RecordLink(object: $0, id: id)] } ?? []
        case .references(let ids): target.map { target in ids.map { RecordLink(object: target, id: $0) } } ?? []
        case .link(let link): [link]
        default: []
        }
    }
}
