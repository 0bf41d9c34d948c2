import Definitions
import Exchange
import Kit
import Pages
import RecordEngine
import Tables

/// `/{objects}/export.csv`: a list as a table, with the filter, order and columns of its address.
struct ExportRoutes {
    let object: ObjectDefinition
    let frame: PageFrame

    var route: Route {
        Route(.get, "/\(object.path)/export.csv", .signedIn, for: .people) { visit in try await answer(visit) }
    }

    private func answer(_ visit: Visit) async throws -> WebResponse {
        // What is refused is refused before the first byte.
        let (file, first) = try await visit.read { records, caller in
            let records = try records.asOf(visit.request.item("as_of"))
            let state = ListState(records.current(object), frame.pageVisit(visit, records, caller))
            let query = Query(
                object.name, filter: try Filter(state.filter), search: state.search.isEmpty ? nil : state.search, sort: state.order,
                columns: state.paths(caller.principal.role)
            )
            var writer = CSVWriter(delimiter: try delimiter(visit, caller.language))
            let export = Export(query)
            writer.row(try export.heading(records))
            let next = try export.page(after: nil, records, into: &writer)
            return (ExportStream(export, writer, next, visit), "\(object.path).csv")
        }
        let headers = [
            ("content-type", "text/csv; charset=utf-8"), ("content-disposition", "attachment; filename=\"\(first)\""),
        ]
        return WebResponse(200, headers: headers, body: .stream { try await file.next() })
    }

    private func delimiter(_ visit: Visit, _ language: Language) throws(Failure) -> CSVFormat.Delimiter {
        guard let wish = visit.request.item("delimiter") else { return .usual(language) }
        guard let known = CSVFormat.Delimiter(rawValue: wish) else {
            throw .malformed(Label("“delimiter” is ; , | or a tab.", ru: "«delimiter» — это ; , | или табуляция."))
        }
        return known
    }
}

/// Writes an export piece by piece, each page read when the one before has been taken.
private actor ExportStream {
    private let export: Export
    private let visit: Visit
    private var writer: CSVWriter
    private var cursor: Cursor?

    init(_ export: Export, _ writer: CSVWriter, _ cursor: Cursor?, _ visit: Visit) {
        self.export = export
        self.writer = writer
        self.cursor = cursor
        self.visit = visit
    }

    func next() async throws -> [UInt8]? {
        let ready = writer.take()
        if !ready.isEmpty { return ready }
        guard let place = cursor else { return nil }
        let (export, start, asOf) = (export, writer, visit.request.item("as_of"))
        let (written, next) = try await visit.read { records, _ in
            var writer = start
            let next = try export.page(after: place, try records.asOf(asOf), into: &writer)
            return (writer, next)
        }
        (writer, cursor) = (written, next)
        return writer.take()
    }
}
