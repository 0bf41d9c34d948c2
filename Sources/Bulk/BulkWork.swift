import Definitions
import Kit
import RecordEngine
import Storage

/// An order understood for one unit of writing: with the rights and the fields of now.
struct BulkWork {
    private let order: BulkOrder
    private let object: ObjectDefinition
    private let records: Records
    private let set: Draft
    private let add: Draft
    private let remove: Draft
    private let input: Draft

    /// So many records are done in one unit at most.
    static let unitSize = 200
    private static let longest = Duration.milliseconds(250)

    /// What became of some records.
    struct Piece: Sendable {
        var changed = 0
        var unchanged = 0
        var skipped: [KeptRecord] = []
        /// The record behind which it goes on.
        var after: Int64
        var isEnd = false
    }

    /// A record failed after something of it was written: the unit has to go back. `place` records were done before it.
    struct Torn: Error {
        let place: Int
        let failure: Failure
    }

    /// - Throws: `Failure.notFound` for an object that is closed, `Failure.forbidden` for who may do that to none of its records, and
    ///   `Failure.invalid` for values that can be none.
    init(_ order: BulkOrder, _ records: Records) throws {
        self.order = order
        self.records = records
        object = try records.object(order.object)
        let (context, role) = (try records.context(), records.principal.role)
        var (add, remove, input): (JSON, JSON, JSON) = ([:], [:], [:])
        var form = object
        switch order.deed {
        case .change(let more, let less): (add, remove) = (more, less)
        case .verb(let verb, let values): (form, input) = (try records.inputs(of: verb, on: object), values)
        case .delete: break
        }
        self.set = try Draft(order.set, of: object, context, role: role)
        self.add = try Draft(add, of: object, context, role: role)
        self.remove = try Draft(remove, of: object, context, role: role)
        self.input = try Draft(input, of: form, context, role: role)
        try requireRight()
        try check()
    }

    private func requireRight() throws {
        let grant = records.principal.role.grant(object.name)
        let isOpen = if case .delete = order.deed { grant.delete != .none } else { grant.update != .none }
        guard !isOpen else { return }
        throw Failure.forbidden(
            Label(
                "You may not change \(object.noun.english.many).", ru: "Вам нельзя менять: \(object.noun.russian.many)."))
    }

    private func check() throws {
        var issues = set.issues + add.issues + remove.issues + input.issues
        for (name, value) in add.values.merging(remove.values, uniquingKeysWith: { first, _ in first }) where value.items == nil {
            issues.append(
                FieldIssue(name, Label("This field holds one value; set it.", ru: "В этом поле одно значение; задайте его через «set».")))
        }
        if case .verb = order.deed {
            for field in input.object.fields where field.isRequired && (input.values[field.name] ?? .empty).isEmpty {
                if issues.contains(where: { $0.field == field.name }) { continue }
                issues.append(FieldIssue(field.name, Label("Fill this in.", ru: "Заполните это поле.")))
            }
        }
        for (name, value) in set.values where value.isEmpty && object.field(name)?.isRequired ?? false {
            issues.append(FieldIssue(name, Label("Fill this in.", ru: "Заполните это поле.")))
        }
        if !issues.isEmpty { throw Failure.invalid(issues) }
    }

    /// Does the order to the next records, as many as are due.
    /// - Parameter makesWay: whether it ends early for whoever waits; few records are done in one go instead.
    func step(after: Int64, to last: Int64, most: Int, makesWay: Bool = true) throws -> Piece {
        let began = ContinuousClock.now
        let tx = try records.writing()
        let ids = try order.next(after: after, to: last, most: most, records)
        var piece = Piece(after: after)
        for (place, id) in ids.enumerated() {
            let before = records.writes
            do {
                try apply(to: id)
                if records.writes > before { piece.changed += 1 } else { piece.unchanged += 1 }
            } catch let failure as Failure where failure.isOfRecords {
                guard records.writes == before else { throw Torn(place: place, failure: failure) }
                piece.skipped.append(skipped(id, failure))
            }
            piece.after = id
            if makesWay, tx.isAwaited || ContinuousClock.now - began > BulkWork.longest { return piece }
        }
        piece.isEnd = ids.count < most
        return piece
    }

    /// The next record is left as it is.
    func leave(after: Int64, to last: Int64, because failure: Failure) throws -> Piece {
        guard let id = try order.next(after: after, to: last, most: 1, records).first else {
            return Piece(after: after, isEnd: true)
        }
        return Piece(skipped: [skipped(id, failure)], after: id)
    }

    private func skipped(_ id: Int64, _ failure: Failure) -> KeptRecord {
        let other: Label =
            switch failure {
            case .notFound: Label("There is no such record any more.", ru: "Такой записи больше нет.")
            case .stale: Label("Somebody else is changing it.", ru: "Запись сейчас меняет кто-то другой.")
            default: Label("It can't be changed so.", ru: "Так изменить запись нельзя.")
            }
        return KeptRecord(object: object.name, id: id, reason: failure.reason(object, else: other))
    }

    private func apply(to id: Int64) throws {
        switch order.deed {
        case .delete: try records.delete(object, id)
        case .verb(let verb, _):
            records.action = "\(object.name).\(verb)"
            if !set.values.isEmpty { try records.update(id, set) }
            try records.perform(verb, on: object, id, input)
        case .change:
            guard !add.values.isEmpty || !remove.values.isEmpty else {
                try records.update(id, set)
                return
            }
            let now = try records.record(object.name, id)
            var draft = set
            for (name, value) in add.values { draft[name] = (draft[name] ?? now[name]).with(value) }
            for (name, value) in remove.values { draft[name] = (draft[name] ?? now[name]).without(value) }
            try records.update(id, draft, ifVersion: now.version)
        }
    }
}

extension FieldValue {
    /// Nil for what is no list.
    fileprivate var items: Int? {
        switch self {
        case .references(let ids): ids.count
        case .list(let items): items.count
        case .empty: 0
        default: nil
        }
    }

    fileprivate func with(_ more: FieldValue) -> FieldValue {
        switch (self, more) {
        case (.references(let mine), .references(let others)): .references(mine + others.filter { !mine.contains($0) })
        case (.list(let mine), .list(let others)): .list(mine + others.filter { !mine.contains($0) })
        case (_, .empty): self
        default: more
        }
    }

    fileprivate func without(_ less: FieldValue) -> FieldValue {
        switch (self, less) {
        case (.references(let mine), .references(let others)): References(mine.filter { !others.contains($0) }).fieldValue
        case (.list(let mine), .list(let others)):
            mine.allSatisfy(others.contains) ? .empty : .list(mine.filter { !others.contains($0) })
        default: self
        }
    }
}
