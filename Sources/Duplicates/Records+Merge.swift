public import Definitions
import Kit
public import RecordEngine
import Storage

extension Records {
    /// Makes one record of several: what refers to the others refers to the one that stays, the others go to the past, and whoever asks
    /// for them is led to it. All of it is one batch, which `undo` takes back.
    /// - Throws: `Failure.invalid` naming what is wrong with the order, `Failure.stale`, `Failure.conflict`, `Failure.forbidden`,
    ///   `Failure.notFound` when the record that stays is not there.
    @discardableResult
    public func merge(_ object: ObjectDefinition, _ order: MergeOrder) throws -> Record {
        let object = current(object)
        guard object.isMergeable else {
            throw Failure.conflict(Label("Records of this kind can't be merged.", ru: "Записи этого вида не объединяют."))
        }
        try check(order, object)
        let members = try lock(order, object)
        let (stays, go) = (members[0], Array(members.dropFirst()))
        action = "\(object.name).merge"
        let view = MergeView(members)
        var draft = Draft(object)
        for field in object.fields where !field.isReadOnly {
            let value = view.value(field, order.choices[field.name] ?? view.usual(field))
            if value != stays[field.name] { draft[field.name] = value }
        }
        let ids = Set(members.map(\.id))
        try close(object, go.map(\.id))
        for record in go { try lead(from: record, to: stays.id, merging: ids) }
        for record in go {
            try takeAway(record)
            try writing().execute("""
                INSERT INTO merged (object, record, batch, survivor) VALUES (\(object.name), \(record.id), \(try openBatch()), \(stays.id))
                """)
        }
        // It may have been led away from what goes.
        guard let survivor = try find(object, stays.id, rule: .all, isLocked: true) else { throw Failure.notFound }
        try prepare(&draft, original: survivor)
        return try write(&draft, over: survivor)
    }

    private func check(_ order: MergeOrder, _ object: ObjectDefinition) throws(Failure) {
        var issues: [FieldIssue] = []
        let others = order.others.map(\.id)
        if others.isEmpty {
            issues.append(FieldIssue("with", Label("Name at least one other record.", ru: "Назовите хотя бы одну другую запись.")))
        } else if others.contains(order.survivor.id) {
            issues.append(FieldIssue("with", Label("A record can't be merged with itself.", ru: "Запись нельзя объединить с самой собой.")))
        } else if Set(others).count != others.count {
            issues.append(FieldIssue("with", Label("A record is named twice.", ru: "Одна запись названа дважды.")))
        } else if others.count >= Records.mostTogether {
            issues.append(FieldIssue("with", Label(
                "At most \(Records.mostTogether) records are merged at once.", ru: "За один раз объединяют не больше \(Records.mostTogether) записей."
            )))
        }
        let ids = Set(others + [order.survivor.id])
        for (name, choice) in order.choices.sorted(by: { $0.key < $1.key }) {
            guard let field = object.field(name), principal.role.access(object.name, name) >= .read else {
                issues.append(FieldIssue(name, Label("There is no such field.", ru: "Такого поля нет.")))
                continue
            }
            if field.isReadOnly || principal.role.access(object.name, name) < .write {
                issues.append(FieldIssue(name, Label("This field can't be changed.", ru: "Это поле нельзя менять.")))
            } else if case .record(let id) = choice, !ids.contains(id) {
                issues.append(FieldIssue(name, Label("Record \(id) is not among those that are merged.", ru: "Записи \(id) нет среди объединяемых.")))
            } else if choice == .all, !MergeView.isUnited(field) {
                issues.append(FieldIssue(name, Label("This field holds one value; name a record.", ru: "В этом поле одно значение; укажите запись.")))
            }
        }
        if !issues.isEmpty { throw .invalid(issues) }
    }

    /// The records with all they hold, the one that stays first. Locked in the order of their numbers, so that two merges never wait
    /// for each other.
    private func lock(_ order: MergeOrder, _ object: ObjectDefinition) throws -> [Record] {
        let members = [order.survivor] + order.others
        var locked: [Int64: Record] = [:]
        for member in members.sorted(by: { $0.id < $1.id }) {
            let record: Record
            do {
                _ = try self.locked(object, member.id, right: \.delete)
                record = try self.locked(object, member.id, right: \.update)
            } catch Failure.notFound where member.id != order.survivor.id {
                throw Failure.invalid([FieldIssue("with", Label("There is no record \(member.id).", ru: "Записи \(member.id) нет."))])
            } catch Failure.forbidden {
                throw Failure.forbidden(Label(
                    "To merge records one must be allowed to change and delete all of them; record \(member.id) is not yours to do so.",
                    ru: "Чтобы объединить записи, нужно право менять и удалять каждую из них; на запись \(member.id) у вас такого права нет."
                ))
            }
            if let version = member.version, try isStale(record, since: version) {
                if member.id == order.survivor.id { throw Failure.stale(version: record.version) }
                throw Failure.conflict(Label(
                    "“\(record.title)” (\(record.id)) was changed in the meantime; look at it and merge again.",
                    ru: "Запись «\(record.title)» (\(record.id)) тем временем изменилась; посмотрите её и объедините ещё раз."
                ))
            }
            locked[member.id] = record
        }
        return members.compactMap { locked[$0.id] }
    }
}
