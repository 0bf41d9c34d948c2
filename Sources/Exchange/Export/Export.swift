import Definitions
import Kit
public import RecordEngine
import Tables

/// Reads the records that a query finds for a file that `ImportFile` reads again. Page by page, so that nothing grows with their number.
public struct Export: Sendable {
    /// Records in one page.
    public static let pageSize = 500

    private var query: Query
    private let format: ExportFormat

    /// - Parameter query: filter, order and columns are taken as they are; cards have columns of their own.
    public init(_ query: Query, as format: ExportFormat) {
        self.query = query
        self.query.limit = Export.pageSize
        self.query.withTitles = true
        self.format = format
    }

    /// The names of the columns: the labels of the fields, with the way to them.
    /// - Throws: `Failure.malformed` when such records can't go out in the format.
    public func heading(_ records: Records) throws -> ExportHeading {
        let object = try records.object(query.object)
        guard format.fits(object) else {
            throw Failure.malformed(Label(
                "\(object.noun.plural.en) are no contacts: choose another format.", ru: "\(object.noun.plural.ru) — не контакты: выберите другой формат."
            ))
        }
        let labels = query.columns.map { path in
            var object: ObjectDefinition? = object
            let labels = path.names.map { name -> String in
                let field = object?.field(name)
                object = field?.type.target.flatMap { records.schema.object($0) }
                return field?.label[records.principal.language] ?? name
            }
            return labels.joined(separator: ": ")
        }
        return ExportHeading(labels: labels, names: query.columns.map { $0.names.joined(separator: ".") })
    }

    /// Reads the page after a place.
    /// - Throws: `Failure.forbidden` when the principal may not take such records out.
    public func page(after cursor: Cursor?, _ records: Records) throws -> ExportPage {
        let object = try records.object(query.object)
        guard records.principal.role.grant(object.name).export else {
            let (english, russian) = (object.noun.english.many, object.noun.russian.many)
            throw Failure.forbidden(Label("You may not export \(english).", ru: "Вам нельзя выгружать: \(russian)."))
        }
        var query = query
        query.after = cursor
        if format == .vcf { query.columns = ExportCards.columns(of: object, records.principal.role) }
        var lines: [(id: Int64, values: [(value: FieldValue, field: FieldDefinition, title: String?)])] = []
        let next = try records.list(query) { row in
            lines.append((row.id, row.columns.indices.map { (row.value($0), row.columns[$0].field, row.title($0)) }))
        }
        let titles = try titles(of: lines.flatMap(\.values), records)
        let context = try records.context()
        let rows = lines.map { line in
            line.values.map { cell in
                let named: [String] = switch cell.value {
                case .references(let ids): ids.compactMap { titles[cell.field.type.target ?? ""]?[$0] }
                default: [cell.title].compactMap(\.self)
                }
                return ExportCell(cell.value, cell.field, named: named, context)
            }
        }
        guard format == .vcf else { return ExportPage(rows: rows, cards: [], next: next) }
        let cards = try ExportCards(object, query.columns, records).cards(lines.map(\.id), rows)
        return ExportPage(rows: [], cards: cards, next: next)
    }

    /// Writes everything, lending the bytes piece by piece.
    public func all(_ records: Records, into writer: ExportWriter, _ body: ([UInt8]) throws -> Void) throws {
        var writer = writer
        try writer.begin(try heading(records))
        var cursor: Cursor?
        repeat {
            let page = try page(after: cursor, records)
            try writer.write(page)
            cursor = page.next
            if cursor == nil { try writer.finish() }
            try body(writer.take())
        } while cursor != nil
    }

    private func titles(of cells: [(value: FieldValue, field: FieldDefinition, title: String?)], _ records: Records) throws -> [String: [Int64: String]] {
        var wanted: [String: Set<Int64>] = [:]
        for case (.references(let ids), let field, _) in cells { if let target = field.type.target { wanted[target, default: []].formUnion(ids) } }
        return try wanted.reduce(into: [:]) { $0[$1.key] = try records.titles($1.key, $1.value) }
    }
}

/// What the columns of an export are called.
public struct ExportHeading: Sendable {
    public let labels: [String]
    /// As programs name them: `company.city`.
    public let names: [String]
}

/// So many records of an export, ready to be written.
public struct ExportPage: Sendable {
    let rows: [[ExportCell]]
    let cards: [CardEntry]
    /// Where the next page begins; nil after the last.
    public let next: Cursor?
}
