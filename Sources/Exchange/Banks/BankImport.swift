import Definitions
import Kit
public import RecordEngine
public import Tables

/// Brings the directory of banks in line with a published one, as one action: new banks, changed ones, and those that are gone no longer work.
public enum BankImport {
    public struct Counts: Sendable, Hashable {
        public var new = 0
        public var changed = 0
        public var closed = 0
        public var same = 0
    }

    /// - Throws: `Failure.forbidden` for those who may not change the directory.
    public static func apply(_ listed: [ListedBank], _ records: Records) throws -> Counts {
        let object = try records.object("bank")
        guard records.principal.role.grant("bank").create, records.principal.role.grant("bank").update == .all else {
            throw Failure.forbidden(Label("Only administrators may do this.", ru: "Это могут только администраторы."))
        }
        records.action = "bank.import"
        var counts = Counts()
        var known = try all(records)
        let context = try records.context()
        var seen: Set<String> = []
        for bank in listed where seen.insert(bank.bik).inserted {
            let draft = draft(of: bank, object, context, records.principal.role)
            guard let former = known.removeValue(forKey: bank.bik) else {
                try records.create(draft)
                counts.new += 1
                continue
            }
            let isSame = draft.values.allSatisfy { former.values[$0.key] ?? .empty == $0.value }
            if isSame {
                counts.same += 1
            } else {
                try records.update(former.id, draft)
                counts.changed += 1
            }
        }
        for former in known.values where former.values["is_active"] == .boolean(true) {
            try records.update(former.id, Draft(object, ["is_active": .boolean(false)]))
            counts.closed += 1
        }
        return counts
    }

    private static let columns = ["bik", "title", "city", "correspondent_account", "swift", "is_active"]

    private static func all(_ records: Records) throws -> [String: (id: Int64, values: [String: FieldValue])] {
        let query = Query("bank", sort: [Sort(FieldPath("id"))], columns: columns.map { FieldPath($0) }, limit: 100_000)
        let rows = try records.list(query) { row in
            (id: row.id, values: Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, row.value($0)) }))
        }.rows
        return Dictionary(rows.map { (String($0.values["bik"] ?? .empty) ?? "", $0) }, uniquingKeysWith: { _, last in last })
    }

    /// What the directory says; what it says wrongly is left out rather than the whole bank.
    private static func draft(of bank: ListedBank, _ object: ObjectDefinition, _ context: ValueContext, _ role: Role) -> Draft {
        let texts = [
            ("bik", bank.bik), ("title", bank.name), ("city", bank.city), ("correspondent_account", bank.correspondentAccount),
            ("swift", bank.swift),
        ]
        let read = Draft(form: texts.map { (name: $0.0, text: $0.1) }, of: object, context, role: role)
        var draft = Draft(object, read.values)
        if case .text(let account)? = draft["correspondent_account"], !BankNumbers.isAccount(account, of: bank.bik) {
            draft["correspondent_account"] = .empty
        }
        draft["is_active"] = .boolean(true)
        return draft
    }
}
