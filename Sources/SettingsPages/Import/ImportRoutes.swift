import Bulk
import Exchange
import Foundation
import Jobs
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Tables
import Web

/// Importing, page by page: the file, its columns, the run, the report.
struct ImportRoutes {
    let frame: PageFrame

    var all: [Route] {
        [
            own(.get, "/import", list), sent, own(.get, "/import/:id", show), own(.post, "/import/:id", decide),
            own(.post, "/import/:id/format", reread), own(.get, "/import/:id/progress", progress),
            own(.post, "/import/:id/undo") { try await turn($0, .undo) }, own(.post, "/import/:id/redo") { try await turn($0, .redo) },
            own(.get, "/import/:id/kept", kept), own(.get, "/import/:id/preview", preview),
            own(.get, "/import/:id/preview/progress", previewProgress),
            own(.post, "/import/:id/start", start), own(.get, "/import/:id/rejected", grid), corrected,
            own(.get, "/import/:id/rejected.csv") { try await table($0, ofRejected: true) },
            own(.get, "/import/:id/warnings.csv") { try await table($0, ofRejected: false) },
        ]
    }

    private var sent: Route {
        var route = own(.post, "/import", upload)
        route.largestForm = ImportUpload.limit
        return route
    }

    /// A page of the grid holds many cells.
    private var corrected: Route {
        var route = own(.post, "/import/:id/rejected", correct)
        route.largestForm = 4 << 20
        return route
    }

    private func own(_ method: WebRequest.Method, _ pattern: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse)
        -> Route
    {
        Route(method, pattern, .signedIn, for: .people, handler: handler)
    }

    private func list(_ visit: Visit) async throws -> WebResponse {
        try await frame.respond(visit) { try ImportListPage(visit: $0).content(problem: nil) }
    }

    private func upload(_ visit: Visit) async throws -> WebResponse {
        do {
            guard let file = visit.form.files.first(where: { $0.field == "file" }), file.size > 0 else {
                throw Failure.malformed(Label("Choose a file.", ru: "Выберите файл."))
            }
            let id = try await ImportUpload.keep(file.content, named: file.name, visit)
            return .see((URLPath("import") / id).text)
        } catch Failure.malformed(let problem) {
            return try await refused(visit, problem, status: 400)
        } catch Failure.unsupportedType(let problem) {
            return try await refused(visit, problem, status: 415)
        }
    }

    private func refused(_ visit: Visit, _ problem: Label, status: Int) async throws -> WebResponse {
        try await frame.respond(visit) { view in
            var content = try ImportListPage(visit: view).content(problem: problem)
            content.status = status
            return content
        }
    }

    private func show(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.request.id()
        return try await frame.respond(visit) { view in
            let run = try ImportUpload.find(id, view.records.connection, view.principal)
            guard run.state == .new else { return try ImportReportPage(visit: view, run: run).content() }
            if let preview = run.preview, preview.mapping == run.mapping, view.item("columns") == nil {
                return try ImportPreviewPage(visit: view, run: run, preview: preview).content()
            }
            let file = try Imports.look(id, in: view.records.connection)
            let mapping = try ImportDecision.mapping(of: run, file, view.records)
            let new = ImportNewField.asked(view.item("new") ?? "", file, try ImportNewField.context(view.records, mapping.language))
            return try ImportMappingPage(visit: view, run: run, file: file, mapping: mapping, newFields: new).content()
        }
    }

    /// Keeps what was chosen; starts, or tries, when nothing stands against it.
    private func decide(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.request.id()
        let here = URLPath("import") / id
        let (workspace, action) = (visit.workspace, visit.form.first("action"))
        let made: [Int: String]
        switch try await newFields(visit) {
        case .none: made = [:]
        case .made(let targets): made = targets
        case .asked(let fields): return .see(here.query("columns", 1).query("new", fields).text)
        case .refused(let fields):
            return try await frame.respond(visit) { view in
                let run = try ImportUpload.find(id, view.records.connection, view.principal)
                let file = try Imports.look(id, in: view.records.connection)
                let before = try ImportDecision.mapping(of: run, file, view.records)
                let mapping = ImportDecision(form: visit.form, file: file, schema: view.schema, speaker: view.principal.language).mapping(
                    before)
                var content = try ImportMappingPage(visit: view, run: run, file: file, mapping: mapping, newFields: fields).content()
                content.status = 422
                return content
            }
        }
        let isTried = try await visit.write { records, caller in
            let run = try ImportUpload.find(id, records.connection, caller.principal)
            guard run.state == .new else { return false }
            let file = try Imports.look(id, in: records.connection)
            let decision = ImportDecision(form: visit.form, file: file, schema: records.schema, speaker: caller.language, made: made)
            let before = try ImportDecision.mapping(of: run, file, records)
            let mapping = decision.mapping(before)
            let tx = try records.writing()
            // What the rows are about was changed a moment ago: the columns have to be looked at anew.
            let isSeen = visit.form.first("about").map { $0 == before.subject } ?? true
            guard isSeen, action == "start" || action == "preview", try ImportCheck(mapping, file, records).issues.isEmpty else {
                try Imports.keep(mapping, for: run.id, in: tx)
                return false
            }
            if action == "preview" {
                try Imports.rehearse(run, mapping, workspace.rehearsing, workspace.jobs, in: tx)
                return true
            }
            try Imports.start(run, mapping, workspace.importing, workspace.jobs, in: tx)
            return false
        }
        return .see((isTried ? here / "preview" : here.query("columns", action == "check" ? "1" : nil)).text)
    }

    /// Begins the import that was tried, as it was tried.
    private func start(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.request.id()
        try await ImportUpload.start(id, visit)
        return .see((URLPath("import") / id).text)
    }

    private func preview(_ visit: Visit) async throws -> WebResponse {
        let (run, _) = try await found(visit)
        guard let preview = run.preview else { return .see((URLPath("import") / run.id).text) }
        return try await frame.respond(visit) { try ImportPreviewPage(visit: $0, run: run, preview: preview).content() }
    }

    private func previewProgress(_ visit: Visit) async throws -> WebResponse {
        let (run, _) = try await found(visit)
        guard let preview = run.preview else { return .see((URLPath("import") / run.id).text) }
        return try await frame.answer(visit) { .fragment(try ImportPreviewPage(visit: $0, run: run, preview: preview).body()) }
    }

    /// The file read in another encoding, cut at another mark, or another of its sheets.
    private func reread(_ visit: Visit) async throws -> WebResponse {
        let (run, language) = try await found(visit)
        if run.state == .new {
            let file = try await ImportUpload.look(run, as: run.format.changed(visit.form), visit, language)
            try await visit.transact { tx, _ in try Imports.reread(run.id, file, in: tx) }
        }
        return .see((URLPath("import") / run.id).text)
    }

    private func progress(_ visit: Visit) async throws -> WebResponse {
        let (run, _) = try await found(visit)
        return try await frame.answer(visit) { .fragment(try ImportReportPage(visit: $0, run: run).body()) }
    }

    /// Takes the import back, or that again.
    private func turn(_ visit: Visit, _ direction: Turn.Direction) async throws -> WebResponse {
        let id = try visit.request.id()
        try await ImportUpload.turn(id, direction, visit)
        return .see((URLPath("import") / id).text)
    }

    private func kept(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.request.id()
        return try await frame.respond(visit) { view in
            try ImportKeptPage(visit: view, run: try ImportUpload.find(id, view.records.connection, view.principal)).content()
        }
    }

    private func grid(_ visit: Visit) async throws -> WebResponse {
        let (run, _) = try await found(visit)
        guard run.state == .done else { return .see((URLPath("import") / run.id).text) }
        return try await frame.respond(visit) { try ImportGridPage(visit: $0, run: run).content() }
    }

    /// Tries the rows of the grid again, as they stand in it.
    private func correct(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.request.id()
        let (taken, left) = try await visit.write { records, caller in
            let run = try ImportUpload.find(id, records.connection, caller.principal)
            let sent = visit.form.fields.filter { $0.name == "row" }.compactMap { Int($0.text) }
            guard let first = sent.min(), let last = sent.max() else { return (0, 0) }
            let known = try Imports.rejectedRows(of: id, after: first - 1, limit: ImportCorrection.most, in: records.connection)
            let rows = known.filter { $0.row <= last && sent.contains($0.row) }.map { row in
                (place: row.row, cells: run.header.indices.map { visit.form.first("cell-\(row.row)-\($0)") ?? row.cell($0) })
            }
            return try ImportCorrection(rows).perform(on: run, records)
        }
        let url = (URLPath("import") / id / "rejected").query("taken", Int64(taken)).query("left", Int64(left))
        return .see(url.text)
    }

    private func table(_ visit: Visit, ofRejected: Bool) async throws -> WebResponse {
        let id = try visit.request.id()
        return try await visit.read { records, caller in
            let run = try ImportUpload.find(id, records.connection, caller.principal)
            let bytes =
                ofRejected
                ? RejectedRows.table(
                    try Imports.rejectedRows(of: id, in: records.connection), header: run.header,
                    delimiter: run.format.delimiter(caller.language), caller.language)
                : RejectedRows.warnings(
                    try Imports.warnings(of: id, in: records.connection), delimiter: run.format.delimiter(caller.language), caller.language)
            let name = ofRejected ? "rejected-\(id).csv" : "warnings-\(id).csv"
            return WebResponse(
                200, headers: [("content-type", "text/csv; charset=utf-8"), ("content-disposition", "attachment; filename=\"\(name)\"")],
                body: .bytes(bytes)
            )
        }
    }

    private func found(_ visit: Visit) async throws -> (Import, Language) {
        let id = try visit.request.id()
        return try await visit.read { records, caller in
            (try ImportUpload.find(id, records.connection, caller.principal), caller.language)
        }
    }
}

extension TableFormat {
    /// The way of reading that a form chooses; what it does not say stays.
    fileprivate func changed(_ form: Form) -> TableFormat {
        switch self {
        case .text(let format):
            .text(
                CSVFormat(
                    delimiter: form.first("delimiter").flatMap { CSVFormat.Delimiter(rawValue: $0) } ?? format.delimiter,
                    encoding: form.first("encoding").flatMap { TextEncoding(rawValue: $0) } ?? format.encoding
                ))
        case .workbook(let sheet): .workbook(sheet: form.first("sheet") ?? sheet)
        case .cards, .lines: self
        }
    }
}
