import Bulk
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Ctrl+Z: the visitor's last own action that still stands is taken back.
enum LastAction {
    /// What is older is not at one's fingertips any more; it is in the list of one's actions.
    private static let hours: Int64 = 24

    @Sendable static func undo(_ visit: Visit) async throws -> WebResponse {
        let next = visit.next ?? visit.cameFrom ?? .root
        let last = try await visit.read { records, _ in try LastAction.find(records) }
        let url: URLPath
        switch (last.via.kind, last.via.id) {
        case (.bulk, let run?):
            let batch = try await BulkDesk.turn(run, .undo, visit)
            url = batch.map { next.query("done", $0) } ?? BulkRunPages.url / run
        // What took somebody minutes is taken back on its own page, which says what that means.
        case (.importing, let run?): url = URLPath("import") / run
        case (.handover, let run?): url = URLPath("reassignments") / run
        default:
            let (_, batch) = try await visit.writeBatch { records, _ in try records.undo(last.id) }
            url = batch.map { next.query("done", $0) } ?? next
        }
        return visit.request.isFromScript ? .html("<a data-next href=\"\(url)\"></a>") : .see(url.text)
    }

    private static func find(_ records: Records) throws -> Batch {
        guard let last = try records.lastOwnAction(since: records.now.adding(seconds: -hours * 3_600)) else {
            throw Failure.conflict(
                Label(
                    "There is nothing of the last day to take back; what is older is under “My actions”.",
                    ru: "За последние сутки отменять нечего; более ранние действия — в разделе «Мои действия»."))
        }
        return last
    }
}
