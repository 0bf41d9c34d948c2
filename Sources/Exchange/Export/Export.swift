import Definitions
import Kit
public import RecordEngine
public import Tables

/// Writes the records that a query finds as a table that `ImportFile` reads again. Page by page, so that nothing grows with their number.
public struct Export: Sendable {
    /// Records in one page.
    public static let pageSize = 500

    private var query: Query

    /// - Parameter query: filter, order and columns are taken as they are.
    public init(_ query: Query) {
        self.query = query
        self.query.limit = Export.pageSize
        self.query.withTitles = true
    }

    /// The names of the columns: the labels of the fields, with the way to them.
    public func heading(_ records: Records) throws -> [String] {
        let object = try records.object(query.object)
        return query.columns.map { path in
            var object: ObjectDefinition? = object
            let labels = path.names.map { name -> String in
                let field = object?.field(name)
                object = field?.type.target.flatMap { records.schema.object($0) }
                return field?.label[records.principal.language] ?? name
            }
            return labels.joined(separator: ": ")
        }
    }

    /// Writes the page after a place.
    /// - Returns: where the next page begins; nil after the last.
    /// - Throws: `Failure.forbidden` when the principal may not take such records out.
    public func page(after cursor: Cursor?, _ records: Records, into writer: inout CSVWriter) throws -> Cursor? {
        let object = try records.object(query.object)
        guard records.principal.role.grant(object.name).export else {
            let (english, russian) = (object.noun.english.many, object.noun.russian.many)
            throw Failure.forbidden(Label("You may not export \(english).", ru: "Вам нельзя выгружать: \(russian)."))
        }
        var query = query
        query.after = cursor
        var lines: [[Cell]] = []
        let context = try records.context()
        let next = try records.list(query) { row in
            lines.append(row.columns.indices.map { index in Export.cell(row, index, context) })
        }
        let titles = try titles(of: lines, records)
        for line in lines { writer.row(line.map { $0.text(titles) }) }
        return next
    }

    /// Writes everything, lending the bytes piece by piece.
    public func all(_ records: Records, delimiter: CSVFormat.Delimiter, _ body: ([UInt8]) throws -> Void) throws {
        var writer = CSVWriter(delimiter: delimiter)
        writer.row(try heading(records))
        var cursor: Cursor?
        repeat {
            cursor = try page(after: cursor, records, into: &writer)
            try body(writer.take())
        } while cursor != nil
    }

    private enum Cell {
        case text(String)
        /// Several records of one object, to be written by title.
        case records(String, [Int64])

        func text(_ titles: [String: [Int64: String]]) -> String {
            switch self {
            case .text(let text): text
            case .records(let object, let ids): ids.compactMap { titles[object]?[$0] }.joined(separator: "; ")
            }
        }
    }

    private static func cell(_ row: ListRow, _ index: Int, _ context: ValueContext) -> Cell {
        let value = row.value(index)
        let type = row.columns[index].field.type
        switch value {
        case .empty: return .text("")
        case .reference: return .text(row.title(index) ?? "")
        case .references(let ids): return type.target.map { .records($0, ids) } ?? .text("")
        default: return .text(type.export(value, context))
        }
    }

    private func titles(of lines: [[Cell]], _ records: Records) throws -> [String: [Int64: String]] {
        var wanted: [String: Set<Int64>] = [:]
        for line in lines {
            for case .records(let object, let ids) in line { wanted[object, default: []].formUnion(ids) }
        }
        var titles: [String: [Int64: String]] = [:]
        for (object, ids) in wanted { titles[object] = try records.titles(object, ids) }
        return titles
    }
}
