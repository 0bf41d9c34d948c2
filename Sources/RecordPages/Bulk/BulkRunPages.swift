import Bulk
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Tables
import Web

/// The addresses of one bulk change: what it would do, how far it is, what became of it, the way back.
struct BulkRunPages: Sendable {
    let frame: PageFrame

    static let url = URLPath("bulk")

    var all: [Route] {
        [
            get("") { id, page in .content(try BulkRunPage(id, frame, page).content()) },
            get("/progress") { id, page in .fragment(try BulkRunPage(id, frame, page).body()) },
            get("/skipped") { id, page in .content(try BulkRunPage(id, frame, page).skipped()) },
            Route(.get, "/bulk/:id/skipped.csv", .signedIn, for: .people) { visit in
                let id = try visit.recordID
                return try await visit.read { records, caller in try BulkRunPages.table(id, records, caller.language) }
            },
            post("/start") { id, visit in
                let batch = try await BulkDesk.start(id, visit)
                let run = try await visit.read { records, _ in try BulkRuns.find(id, records) }
                // What is done as it was ordered needs no report.
                guard batch != nil, run.state == .done, run.skipped == 0 else {
                    return .see((BulkRunPages.url / id).query("next", visit.next?.text).text)
                }
                let object = try await visit.read { records, _ in try records.object(run.order.object) }
                return .see(visit.next ?? BulkForm.list(object, run.order.selection).url, done: batch)
            },
            post("/undo") { id, visit in try await turned(id, .undo, visit) },
            post("/redo") { id, visit in try await turned(id, .redo, visit) },
        ]
    }

    private func turned(_ id: Int64, _ direction: Turn.Direction, _ visit: Visit) async throws -> WebResponse {
        let batch = try await BulkDesk.turn(id, direction, visit)
        return .see(batch == nil ? BulkRunPages.url / id : visit.next ?? BulkRunPages.url / id, done: batch)
    }

    private func get(_ rest: String, _ body: @escaping @Sendable (Int64, PageVisit) throws -> PageFrame.Answer) -> Route {
        Route(.get, "/bulk/:id\(rest)", .signedIn, for: .people) { [frame] visit in
            let id = try visit.recordID
            return try await frame.answer(visit) { try body(id, $0) }
        }
    }

    private func post(_ rest: String, _ body: @escaping @Sendable (Int64, Visit) async throws -> WebResponse) -> Route {
        Route(.post, "/bulk/:id\(rest)", .signedIn, for: .people) { visit in try await body(try visit.recordID, visit) }
    }

    /// All records that were left as they are, as a table.
    private static func table(_ id: Int64, _ records: Records, _ language: Language) throws -> WebResponse {
        let run = try BulkRuns.find(id, records)
        let kept = try Turns.kept(of: run.work, byUndo: false, limit: .max, in: records.connection)
        var csv = CSVWriter(delimiter: language == .ru ? .semicolon : .comma)
        csv.row([Label("Number", ru: "Номер"), Label("Title", ru: "Название"), Label("Reason", ru: "Причина")].map { $0[language] })
        for start in stride(from: 0, to: kept.count, by: 500) {
            let part = kept[start..<min(start + 500, kept.count)]
            let titles = try records.titles(run.order.object, part.map(\.id))
            for record in part { csv.row(["\(record.id)", titles[record.id] ?? "", record.reason[language]]) }
        }
        return WebResponse(
            200,
            headers: [("content-type", "text/csv; charset=utf-8"), ("content-disposition", "attachment; filename=\"skipped-\(id).csv\"")],
            body: .bytes(csv.take()))
    }
}
