import Definitions
public import Exchange
public import Kit
import RecordEngine
import Storage
import Tables
import Web

/// `krug export`: a list as a table, as the page's export gives it, with every record that there is.
public struct ExportOrder: Codable, Sendable {
    /// Its name or its address: deal, deals.
    public var object: String
    public var filter: String
    /// `-amount,title`; nil for the list's own order.
    public var sort: String?
    /// Nil for the list's own columns.
    public var fields: [String]?
    public var format: ExportFormat
    public var language: Language

    public init(
        object: String, filter: String = "", sort: String? = nil, fields: [String]? = nil, format: ExportFormat = .csv, language: Language
    ) {
        self.object = object
        self.filter = filter
        self.sort = sort
        self.fields = fields
        self.format = format
        self.language = language
    }

    func perform(in workspace: Workspace, _ console: inout some Console) async throws {
        let query = try query(workspace)
        let export = Export(query, as: format)
        let me = Principal.command(language)
        let title = workspace.engine.schema.object(query.object)?.noun.plural[language] ?? query.object
        var writer = ExportWriter(format, title: title, delimiter: .usual(language))
        var cursor: Cursor?
        var isFirst = true
        repeat {
            let (place, isHead) = (cursor, isFirst)
            let (heading, page) = try await workspace.database.read { connection in
                let records = Records(workspace.engine, connection, me, now: workspace.clock.now())
                return (isHead ? try export.heading(records) : nil, try export.page(after: place, records))
            }
            if let heading { try writer.begin(heading) }
            try writer.write(page)
            cursor = page.next
            isFirst = false
            if cursor == nil { try writer.finish() }
            try await console.write(writer.take())
        } while cursor != nil
    }

    private func query(_ workspace: Workspace) throws -> Query {
        let schema = workspace.engine.schema
        guard let object = schema.object(object) ?? schema.object(path: object) else {
            throw Complaint("There is no object “\(self.object)”. Choose one of: \(schema.objects.map(\.name).joined(separator: ", ")).")
        }
        let order = sort.map(Sort.parse) ?? [Sort(FieldPath(object.listSort.field), descending: object.listSort.descending)]
        return Query(
            object.name, filter: try Filter(filter), sort: order, columns: (fields ?? object.listColumns).map { FieldPath($0) }
        )
    }
}
