import Definitions
import Exchange
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
    public var language: Language

    public init(object: String, filter: String = "", sort: String? = nil, fields: [String]? = nil, language: Language) {
        self.object = object
        self.filter = filter
        self.sort = sort
        self.fields = fields
        self.language = language
    }

    func perform(in workspace: Workspace, _ console: inout some Console) async throws {
        let export = Export(try query(workspace))
        let me = Principal.command(language)
        var writer = CSVWriter(delimiter: .usual(language))
        var cursor: Cursor?
        var isFirst = true
        repeat {
            let (written, place, isHead) = (writer, cursor, isFirst)
            (writer, cursor) = try await workspace.database.read { connection in
                let records = Records(workspace.engine, connection, me, now: workspace.clock.now())
                var writer = written
                if isHead { writer.row(try export.heading(records)) }
                let next = try export.page(after: place, records, into: &writer)
                return (writer, next)
            }
            isFirst = false
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
