import Storage

extension ListPlan {
    /// The rows of one page, in order.
    func statement(_ range: SQL, limit: Int, _ dialect: any Dialect) -> SQL {
        let order = order(dialect) { $0.expression }
        guard sources.count > 1 else { return "\(rows(selected, range)) ORDER BY \(order) LIMIT \(limit)" }
        let names = selected.indices.compactMap { Identifier(checked: "c\($0)") }
        let columns = zip(selected, names).map { "\($0) AS \($1)" as SQL }
        let together = self.order(dialect) { "\(names[$0.column])" }
        if dialect.mergesUnions {
            let parts = sources.map { ListPlan.rows(columns, $0, range) }
            return "\(parts.joined(separator: " UNION ALL ")) ORDER BY \(together) LIMIT \(limit)"
        }
        // Each table gives its own first rows, so that the living ones still come by an index.
        let parts = sources.map { source -> SQL in
            "SELECT * FROM (\(ListPlan.rows(columns, source, range)) ORDER BY \(order) LIMIT \(limit)) s"
        }
        return "SELECT * FROM (\(parts.joined(separator: " UNION ALL "))) u ORDER BY \(together) LIMIT \(limit)"
    }

    /// All rows, in no order.
    func rows(_ columns: [SQL], _ range: SQL = .empty) -> SQL {
        sources.map { ListPlan.rows(columns, $0, range) }.joined(separator: " UNION ALL ")
    }

    private static func rows(_ columns: [SQL], _ source: (from: SQL, conditions: [SQL]), _ range: SQL) -> SQL {
        let conditions = range.isEmpty ? source.conditions : source.conditions + ["(\(range))"]
        let rows: SQL = "SELECT \(columns.joined(separator: ", ")) FROM \(source.from)"
        return conditions.isEmpty ? rows : "\(rows) WHERE \(conditions.joined(separator: " AND "))"
    }

    private func order(_ dialect: any Dialect, _ expression: (SortKey) -> SQL) -> SQL {
        keys.map { key -> SQL in
            // The id is never empty: in the engine's usual order the index of the primary key serves it.
            if key.column == 0 { return key.descending ? "\(expression(key)) DESC" : "\(expression(key)) ASC" }
            return dialect.order(expression(key), descending: key.descending)
        }.joined(separator: ", ")
    }
}
