public import Definitions
import Kit
package import Storage

/// Conditions on values that are on their way into a record: the same filters, compiled by the same compiler, on one row that is not
/// written yet.
extension Records {
    /// Notes which rules the values break: those of a new record, and those that look at what has changed. What was so before stands in
    /// nobody's way, and what the program does by itself is not asked.
    /// - Parameter changed: the fields that are being set; nil for all of them.
    func obey(_ object: ObjectDefinition, _ values: [FieldValue], changed: Set<String>?, _ draft: inout Draft) throws {
        guard let rules = engine.rules[object.name], principal.via.kind != .system else { return }
        let asked = rules.filter { rule in
            (changed.map { !rule.subjects.isDisjoint(with: $0) } ?? true) && !draft.issues.contains { $0.field == rule.field }
        }
        guard !asked.isEmpty else { return }
        for (rule, isMet) in zip(asked, try met(asked.map(\.condition), by: values, of: object)) where isMet {
            draft.issue(rule.field, rule.message)
        }
    }

    /// Which of the conditions a record with these values would meet. One statement for all of them; none is met that can't be understood
    /// any more, such as one with a choice that is gone.
    public func met(_ conditions: [Filter], by values: [FieldValue], of object: ObjectDefinition) throws -> [Bool] {
        guard !conditions.isEmpty else { return [] }
        let context = conditions.contains(where: \.needsRates) ? try self.context() : try self.context(ratesOf: nil)
        var compiler = QueryCompiler(object, schema: schema, role: principal.role, context: context, source: .draft, isGuarded: false)
        let tests = conditions.map { condition -> SQL in
            guard let test = try? compiler.condition(condition) else { return "0" }
            return "CASE WHEN \(test) THEN 1 ELSE 0 END"
        }
        let subjects = conditions.reduce(into: Set<String>()) { $0.formUnion($1.subjects) }
        let row = try row(of: object, values, subjects)
        let sql: SQL = "SELECT \(tests.joined(separator: ", ")) FROM (SELECT \(row)) t\(compiler.joined)"
        return try connection.first(sql) { row in conditions.indices.map { row.int($0) == 1 } } ?? conditions.map { _ in false }
    }

    /// The stored columns of some fields, as they would be written.
    private func row(of object: ObjectDefinition, _ values: [FieldValue], _ subjects: Set<String>) throws -> SQL {
        let context = try context(of: object, values)
        var columns: [SQL] = []
        for (field, value) in zip(object.fields, values) where subjects.contains(field.name) || field.name == "id" {
            for (index, stored) in field.type.store(value, context).enumerated() {
                // A bare value has no type yet. Both engines know these names.
                let type: SQL = field.type.columns[index].kind == .integer ? "bigint" : "text"
                columns.append("CAST(\(stored) AS \(type)) AS \(field.identifiers[index])")
            }
        }
        return columns.joined(separator: ", ")
    }

    /// A condition on living records called `t`, whoever may read them. One that can't be understood any more holds for none.
    package func test(_ filter: Filter, on object: ObjectDefinition) throws -> SQL {
        var compiler = QueryCompiler(object, schema: schema, role: principal.role, context: try context(ratesOf: nil), isGuarded: false)
        guard let test = try? compiler.condition(filter), compiler.joined.isEmpty else { return "1 = 0" }
        return test
    }

    /// Reads a condition on an object. - Throws: what is wrong with it, for whoever wrote it.
    public func condition(_ text: String, on object: String) throws -> Filter {
        let filter = try resolved(try Filter(text), of: object)
        var compiler = QueryCompiler(try self.object(object), schema: schema, role: principal.role, context: try context(), isGuarded: false)
        _ = try compiler.condition(filter)
        return filter
    }
}
