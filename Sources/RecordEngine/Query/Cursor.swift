public import Kit
public import Storage

/// The place after a row in an order: the row's sort keys and its id. Its text is opaque to clients.
public struct Cursor: Sendable, Hashable {
    /// One value for each sort key, the id last.
    public let keys: [DatabaseValue]

    public init(keys: [DatabaseValue]) { self.keys = keys }

    /// - Throws: `Failure.malformed` for anything that was not made by `text`.
    public init(_ text: String) throws(Failure) {
        guard text.utf8.count <= 8_000, let data = [UInt8](base64URL: text),
            let items = (try? JSON.parse(data))?.array, !items.isEmpty
        else { throw Cursor.unknown }
        var keys: [DatabaseValue] = []
        for item in items {
            switch item {
            case .null: keys.append(.null)
            case .string(let text) where !text.utf8.contains(0): keys.append(.text(text))
            case .number:
                guard let number = item.int else { throw Cursor.unknown }
                keys.append(.int(number))
            default: throw Cursor.unknown
            }
        }
        guard case .int? = keys.last else { throw Cursor.unknown }
        self.keys = keys
    }

    public var text: String {
        var json = JSONWriter(capacity: 64)
        json.array { json in
            for key in keys {
                switch key {
                case .int(let number): json.int(number)
                case .text(let text): json.string(text)
                default: json.null()
                }
            }
        }
        return String(decoding: json.bytes.base64URL, as: UTF8.self)
    }

    public static let unknown = Failure.malformed(
        Label("“after” is not a place in this list; begin from its first page.", ru: "«after» не указывает на место в этом списке; начните с первой страницы.")
    )
}

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
