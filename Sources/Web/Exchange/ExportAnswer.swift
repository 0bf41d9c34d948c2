package import Definitions
package import Exchange
import Kit
package import RecordEngine
import Tables

/// A list as a file that is written while it is sent.
package enum ExportAnswer {
    package static func make(
        _ object: ObjectDefinition, _ format: ExportFormat, _ visit: Visit,
        _ query: @escaping @Sendable (Records, Visit.Caller) throws -> Query
    ) async throws -> WebResponse {
        // What is refused is refused before the first byte.
        let (export, heading, first, language) = try await visit.read { records, caller in
            let records = try records.asOf(visit.request.item("as_of"))
            let export = Export(try query(records, caller), as: format)
            return (export, try export.heading(records), try export.page(after: nil, records), caller.language)
        }
        let writer = ExportWriter(format, title: object.noun.plural[language], delimiter: try delimiter(visit, language))
        let file = try ExportStream(export, writer, heading, first, visit)
        let headers = [
            ("content-type", format.contentType), ("content-disposition", "attachment; filename=\"\(object.path).\(format.rawValue)\""),
        ]
        return WebResponse(200, headers: headers, body: .stream { try await file.next() })
    }

    private static func delimiter(_ visit: Visit, _ language: Language) throws(Failure) -> CSVFormat.Delimiter {
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
    private var writer: ExportWriter
    private var cursor: Cursor?

    init(_ export: Export, _ writer: sending ExportWriter, _ heading: ExportHeading, _ first: ExportPage, _ visit: Visit) throws {
        self.export = export
        self.visit = visit
        self.writer = writer
        cursor = first.next
        try self.writer.begin(heading)
        try self.writer.write(first)
        if first.next == nil { try self.writer.finish() }
    }

    func next() async throws -> [UInt8]? {
        while true {
            let ready = writer.take()
            if !ready.isEmpty { return ready }
            guard let place = cursor else { return nil }
            let (export, asOf) = (export, visit.request.item("as_of"))
            let page = try await visit.read { records, _ in try export.page(after: place, try records.asOf(asOf)) }
            try writer.write(page)
            cursor = page.next
            if cursor == nil { try writer.finish() }
        }
    }
}
