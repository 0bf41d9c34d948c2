import Definitions
import Kit
import Storage

/// The rows that a right reaches, as conditions. Rules are of the present: also of what is read as of a moment of the past, the present
/// row decides, and of a deleted record the last one it had.
extension QueryCompiler {
    /// The row rule of a right on the query's own object; nil when it reaches all rows.
    func ownRule(_ rule: RowRule) throws(Failure) -> SQL? {
        source.isFormer ? try presentRule(rule, of: object, id: "\(alias).id") : try rowRule(rule, of: object, alias: alias)
    }

    /// The rule on a row of the table of living records, or of the past with `source`.
    func rowRule(_ rule: RowRule, of target: ObjectDefinition, alias: Identifier, source: Source = .now) throws(Failure) -> SQL? {
        switch rule {
        case .all: return nil
        case .none: return "1 = 0"
        case .rows(let text):
            let filter = try Filter(text)
            var own = forRule(target, alias: alias, source: source)
            let condition = try own.condition(filter)
            if own.joined.isEmpty { return "(\(condition))" }
            // A rule that looks across relations is a query of its own.
            var inner = forRule(target, alias: "q", source: source)
            let across = try inner.condition(filter)
            if !source.isFormer { return "\(alias).id IN (SELECT q.id FROM \(inner.from) WHERE \(across))" }
            return "EXISTS (SELECT 1 FROM \(inner.from) WHERE q.id = \(alias).id AND q.version = \(alias).version AND \(across))"
        }
    }

    /// Whether the record with an id may be read by its present row; in the past also by the last row it had, when it is deleted.
    func presentRule(_ rule: RowRule, of target: ObjectDefinition, id: SQL) throws(Failure) -> SQL? {
        guard let living = try rowRule(rule, of: target, alias: "r") else { return nil }
        let isReadable: SQL = "EXISTS (SELECT 1 FROM \(target.table) r WHERE r.id = \(id) AND \(living))"
        guard source.batch != nil, let deleted = try rowRule(rule, of: target, alias: "r", source: .former(asOf: .max)) else { return isReadable }
        return """
            (\(isReadable) OR NOT EXISTS (SELECT 1 FROM \(target.table) d WHERE d.id = \(id))
            AND EXISTS (SELECT 1 FROM \(target.past) r WHERE r.id = \(id) AND \(deleted)
            AND r.version = (SELECT max(d.version) FROM \(target.past) d WHERE d.id = \(id))))
            """
    }
}
