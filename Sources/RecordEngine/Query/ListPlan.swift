public import Definitions
public import Kit
import Storage

/// A compiled list: the statement and where each column stands in its rows.
struct ListPlan: Sendable {
    let columns: Lent<ListColumn>
    let selected: [SQL]
    /// Where rows come from: the living ones, and as of a moment of the past the former ones too. Those that a rule reaches by a table of
    /// links come apart from those that it reaches otherwise.
    var sources: [(from: SQL, conditions: [SQL])]
    let keys: [SortKey]
    /// The statement of the first page, its limit last, in a plan that is kept.
    var opening: SQL?
    /// How many columns the statement has.
    var width: Int { selected.count }

    /// One key of the order, as SQL.
    struct SortKey: Sendable {
        let expression: SQL
        let descending: Bool
        let isOptional: Bool
        let isText: Bool
        /// The column of the row that holds its value.
        let column: Int
    }
}

/// One column of a list that is being read.
public final class ListColumn: Sendable {
    public let path: FieldPath
    public let field: FieldDefinition
    let position: Int
    public var hasTitles: Bool { titlePosition != nil }
    let titlePosition: Int?
    let huePosition: Int?
    private let name: JSONName
    private let plain: PlainColumn?

    init(path: FieldPath, field: FieldDefinition, position: Int, titlePosition: Int?, huePosition: Int?) {
        self.path = path
        self.field = field
        self.position = position
        self.titlePosition = titlePosition
        self.huePosition = huePosition
        name = JSONName(path.text)
        plain = field.type.plainColumn
    }

    /// Writes the column of a row under its name.
    func write(_ row: any Row, into json: inout JSONWriter) {
        json.name(name)
        if let plain { plain.write(row, at: position, into: &json) } else { field.type.write(row, at: position, into: &json) }
    }

    func value(_ row: any Row) -> FieldValue { field.type.load(row, at: position) }
}

/// One record of a list, lent to a closure and gone after it.
public struct ListRow {
    let lent: Lent<ListColumn>
    let row: any Row

    public var columns: [ListColumn] { lent.all }
    public var id: Int64 { row.int(0) }
    public var version: Int64 { row.int(1) }

    /// The value of a column, by its index in `columns`.
    public func value(_ index: Int) -> FieldValue { lent.with(index) { $0.value(row) } }

    /// Writes the record as a JSON object: its number, its version and its columns, without making values of them.
    public func write(into json: inout JSONWriter) {
        write(into: &json) { json in for index in 0..<lent.count { write(index, into: &json) } }
    }

    /// The same with columns that the caller writes.
    public func write(into json: inout JSONWriter, columns: (inout JSONWriter) -> Void) {
        json.object { json in
            json.name("id")
            json.int(id)
            json.name("version")
            json.int(version)
            columns(&json)
        }
    }

    /// Writes one column under its name.
    public func write(_ index: Int, into json: inout JSONWriter) { lent.with(index) { $0.write(row, into: &json) } }

    /// The title of what a reference refers to; nil for other fields, for nothing, and for what may not be read.
    public func title(_ index: Int) -> String? { titlePosition(index).flatMap { row.optionalText($0) } }

    /// The colour of what a reference refers to, where that has one.
    public func hue(_ index: Int) -> String? { lent.with(index) { $0.huePosition }.flatMap { row.optionalText($0) } }

    public func hasTitle(_ index: Int) -> Bool { titlePosition(index).map { !row.isNull($0) } ?? false }

    /// Lends the bytes of a title; empty without one.
    public func withTitle(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        if let position = titlePosition(index) { row.bytes(position, body) }
    }

    /// Lends the bytes of a column that is kept as a text; empty for nothing.
    public func withText(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Void) { row.bytes(position(index), body) }

    /// The first number that is kept for a column, such as that of the record to which a reference leads; nil for nothing.
    public func int(_ index: Int) -> Int64? { row.optionalInt(position(index)) }

    public func isEmpty(_ index: Int) -> Bool { row.isNull(position(index)) }

    private func position(_ index: Int) -> Int { lent.with(index) { $0.position } }

    private func titlePosition(_ index: Int) -> Int? { lent.with(index) { $0.titlePosition } }
}

extension QueryCompiler {
    /// Compiles a query with the rows that `rule` reaches.
    mutating func plan(_ query: Query, rule: RowRule, dialect: any Dialect) throws(Failure) -> ListPlan {
        var conditions: [SQL] = []
        if source != .now { conditions.append("1 = 1\(source.condition(alias, way))") }
        let rules = try alternatives(rule, under: query.filter)
        let isAsked = query.withArchived ?? query.filter.asksForArchived
        if !isAsked || query.filter.asksForArchived, let present = leavingOutArchived(isAsked ? query.filter : .all) {
            conditions.append(present)
        }
        if query.filter != .all { conditions.append("(\(try condition(query.filter)))") }
        if let text = query.search, !text.isEmpty { conditions.append(try found(text, dialect)) }

        var selected: [SQL] = ["\(alias).id", "\(alias).version"]
        var columns: [ListColumn] = []
        for path in query.columns {
            let place = try place(path)
            let position = selected.count
            selected += try shown(place, path)
            var titlePosition, huePosition: Int?
            if query.withTitles, !place.field.isManyReferences, let target = try joinTarget(of: place, path: path),
                let title = try? readable(target.object.titleField, of: target.object, path)
            {
                titlePosition = selected.count
                selected.append(target.column(title.identifiers[0]))
                if let hue = try? readable("hue", of: target.object, path) {
                    huePosition = selected.count
                    selected.append(target.column(hue.identifiers[0]))
                }
            }
            columns.append(
                ListColumn(
                    path: path, field: place.field, position: position, titlePosition: titlePosition, huePosition: huePosition))
        }
        let keys = try sortKeys(query.sort, &selected)
        let sources = rules.isEmpty ? [(from, conditions)] : rules.map { (from, [$0] + conditions) }
        return ListPlan(columns: Lent(columns), selected: selected, sources: sources, keys: keys)
    }

    /// What search finds by a text. An object without a search index is small; its titles are looked through. So are those of the past,
    /// which search does not know.
    private mutating func found(_ text: String, _ dialect: any Dialect) throws(Failure) -> SQL {
        if object.isSearched, source == .now {
            let texts = object.hasPhones ? SearchText.readings(text, country: context.country) : [text]
            let matches = texts.map { text -> SQL in
                let match = dialect.matchesSearch(object.table, id: "\(alias).id", text: text)
                return readableMatch(text, atStart: false, dialect).map { "\(match) AND \($0)" } ?? match
            }
            return matches.count == 1 ? matches[0] : "(\(matches.joined(separator: " OR ")))"
        }
        return "(\(try condition(.compare(FieldPath(object.titleField), .contains, .string(text)))))"
    }

    private mutating func sortKeys(_ sort: [Sort], _ selected: inout [SQL]) throws(Failure) -> [ListPlan.SortKey] {
        var keys: [ListPlan.SortKey] = []
        for sort in sort.prefix(4) where sort.path.text != "id" {
            let place = try place(sort.path)
            guard let column = place.field.type.sortColumn else {
                throw .malformed(
                    Label("A list can't be sorted by “\(sort.path.text)”.", ru: "По полю «\(sort.path.text)» список не сортируют."))
            }
            if let target = try joinTarget(of: place, path: sort.path), let order = target.object.orderAsTarget,
                (try? readable(order.field, of: target.object, sort.path)) != nil
            {
                keys.append(
                    .init(
                        expression: target.column(order.column), descending: sort.descending, isOptional: true, isText: order.isText,
                        column: selected.count
                    ))
            } else {
                keys.append(
                    .init(
                        expression: place.column(column), descending: sort.descending,
                        // A former version may be older than the field.
                        isOptional: !place.field.isRequired && !place.field.isAlwaysFilled || place.record.alias != alias || source != .now,
                        isText: place.field.type.columns[column].kind == .text, column: selected.count
                    ))
            }
            selected.append(keys[keys.count - 1].expression)
        }
        let descending = sort.last?.descending ?? true
        keys.append(.init(expression: "\(alias).id", descending: descending, isOptional: false, isText: false, column: 0))
        return keys
    }
}

extension FieldDefinition {
    /// Whether the engine itself puts a value into every record.
    fileprivate var isAlwaysFilled: Bool { name == "created_at" || name == "updated_at" }
}
