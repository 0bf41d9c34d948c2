public import Definitions
import Kit
package import Storage

extension Records {
    /// Gives a record the values back that it had at a moment, as a change like any other: with all checks, in the history, and undone as
    /// any. A deleted record is restored first.
    /// - Parameter fields: the fields to give back; for nil all that the principal may write.
    /// - Throws: `Failure.notFound` when the record was not there then; what `update` and `restore` throw.
    @discardableResult
    public func revert(
        _ object: ObjectDefinition, _ id: Int64, to former: Records, fields: [String]? = nil, ifVersion: Int64? = nil
    ) throws -> Record {
        let object = current(object)
        action = "\(object.name).revert"
        let isLiving = try exists(object, id, rule: .all)
        if isLiving { _ = try locked(object, id, right: \.update) }
        _ = try former.record(object.name, id)
        guard let version = try former.find(object, id, rule: .all) else { throw Failure.notFound }
        var draft = Draft(object)
        for name in fields ?? object.fields.map(\.name) {
            guard let field = object.field(name), !field.isReadOnly, principal.role.access(object.name, name) == .write else {
                if fields != nil { draft.issue(name, Label("This field can't be changed.", ru: "Это поле нельзя менять.")) }
                continue
            }
            draft[name] = version[name]
        }
        try draft.check()
        if !isLiving { try restore(object, id) }
        return try update(id, draft, ifVersion: ifVersion)
    }

    /// The records as they were before a batch. - Throws: `Failure.notFound` for a batch that there is not.
    public func before(batch id: Int64) throws -> Records { try asOf(batch: try batch(id).id - 1) }
}

extension Records {
    /// The rule of a right on deleted records by the last version they had, a row of the past called `alias`; nil when it reaches none.
    package func deletedRule(_ rule: RowRule, of object: ObjectDefinition, _ alias: Identifier) throws -> SQL? {
        if rule == .none { return nil }
        return try compiler(object).rowRule(rule, of: object, alias: alias, source: .former(asOf: .max)) ?? "1 = 1"
    }
}
