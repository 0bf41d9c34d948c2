import Storage

/// The condition "after this row in this order", in a form that an index can follow. An empty value is the smallest.
enum Keyset {
    /// One or two conditions, to be read one after the other: the rows with a value and the rows without one are
    /// ranges of their own, because an OR over both would make the engines read and sort everything.
    static func conditions(_ keys: [ListPlan.SortKey], after values: [DatabaseValue]) -> [SQL] {
        guard keys.count == 2 else { return [general(keys[...], values[...])] }
        let (key, id) = (keys[0], keys[1])
        let idAfter = after(id, values[1])
        switch (values[0], key.descending) {
        case (.null, true): return ["\(key.expression) IS NULL AND \(idAfter)"]
        case (.null, false): return ["\(key.expression) IS NULL AND \(idAfter)", "\(key.expression) IS NOT NULL"]
        case (let value, true):
            let rows: SQL = "(\(key.expression), \(id.expression)) < (\(value), \(values[1]))"
            return key.isOptional ? [rows, "\(key.expression) IS NULL"] : [rows]
        case (let value, false): return ["(\(key.expression), \(id.expression)) > (\(value), \(values[1]))"]
        }
    }

    private static func general(_ keys: ArraySlice<ListPlan.SortKey>, _ values: ArraySlice<DatabaseValue>) -> SQL {
        guard let key = keys.first, let value = values.first else { return "1 = 0" }
        guard keys.count > 1 else { return after(key, value) }
        let rest = general(keys.dropFirst(), values.dropFirst())
        let same: SQL = value == .null ? "\(key.expression) IS NULL" : "\(key.expression) = \(value)"
        return "(\(after(key, value)) OR (\(same) AND \(rest)))"
    }

    private static func after(_ key: ListPlan.SortKey, _ value: DatabaseValue) -> SQL {
        switch (value, key.descending) {
        case (.null, true): "1 = 0"
        case (.null, false): "\(key.expression) IS NOT NULL"
        case (let value, true): key.isOptional ? "(\(key.expression) < \(value) OR \(key.expression) IS NULL)" : "\(key.expression) < \(value)"
        case (let value, false): "\(key.expression) > \(value)"
        }
    }
}
