import Definitions
public import Kit
import Storage

/// An action of one's own, with the records it touched by the titles they had.
public struct OwnAction: Sendable {
    public let batch: Batch
    /// At most `mostTouched` of them.
    public let touched: [TouchedRecord]

    /// So many are enough to recognize an action by.
    public static let mostTouched = 10
}

/// A record that an action touched.
public struct TouchedRecord: Sendable {
    public let object: String
    public let id: Int64
    public let kind: Touch
    /// For a deleted record the title it had; nil for the others, which can be asked.
    public let formerTitle: String?
}

extension Records {
    /// The last actions of the principal's user, newest first, with up to ten records of each.
    public func ownActions(limit: Int = 50) throws -> [OwnAction] {
        guard let user = principal.user else { return [] }
        let batches = try connection.all("\(Batch.selection) WHERE b.author = \(user) ORDER BY b.id DESC LIMIT \(limit)", Batch.init)
        guard !batches.isEmpty else { return [] }
        let ids = batches.map { "\($0.id)" as SQL }.joined(separator: ", ")
        let sql: SQL = """
            SELECT batch, object, record, kind FROM (
                SELECT batch, object, record, kind, row_number() OVER (PARTITION BY batch ORDER BY object, record) AS place
                FROM touched WHERE batch IN (\(ids)) AND kind <> 'derived'
            ) t WHERE place <= \(OwnAction.mostTouched) ORDER BY batch, object, record
            """
        let touches = try connection.all(sql) {
            (batch: $0.int(0), object: $0.text(1), id: $0.int(2), kind: Touch(rawValue: $0.text(3)) ?? .updated)
        }
        let readable = touches.filter { principal.role.grant($0.object).read != .none }
        var titles: [String: String] = [:]
        for (name, gone) in Dictionary(grouping: readable.filter { $0.kind == .deleted }, by: \.object) {
            try formerTitles(name, gone.map { (id: $0.id, batch: $0.batch) }) { titles["\(name)/\($0)/\($1)"] = $2 }
        }
        let byBatch = Dictionary(grouping: readable, by: \.batch)
        return batches.map { batch in
            let touched = (byBatch[batch.id] ?? []).map { touch in
                TouchedRecord(object: touch.object, id: touch.id, kind: touch.kind, formerTitle: titles["\(touch.object)/\(touch.id)/\(batch.id)"])
            }
            return OwnAction(batch: batch, touched: touched)
        }
    }

    /// The newest action that the principal's user did at pages since a moment and that still stands. Taking back is none itself.
    public func lastOwnAction(since moment: Instant) throws -> Batch? {
        guard let user = principal.user else { return nil }
        let sql: SQL = """
            \(Batch.selection) WHERE b.author = \(user) AND b.undoes IS NULL AND b.at >= \(moment.milliseconds)
            AND b.via IN ('page', 'bulk', 'import', 'handover') ORDER BY b.id DESC LIMIT 200
            """
        // What touched nothing that the principal may write, such as the own language, is no action to go back over.
        return try connection.all(sql, Batch.init).first { batch in
            try stands(batch) && touched(by: batch.id).contains { mayStillWrite($0.object) }
        }
    }

    /// Whether an action was not taken back, or that was taken back itself.
    private func stands(_ batch: Batch) throws -> Bool { try batch.undoneBy.map { try !stands(self.batch($0)) } ?? true }

    /// The titles that records had when batches ended them.
    private func formerTitles(_ name: String, _ gone: [(id: Int64, batch: Int64)], _ body: (Int64, Int64, String) -> Void) throws {
        guard let object = schema.object(name), let title = object.field(object.titleField), principal.role.access(name, title.name) >= .read
        else { return }
        let ids = gone.map { "\($0.id)" as SQL }.joined(separator: ", ")
        let batches = gone.map { "\($0.batch)" as SQL }.joined(separator: ", ")
        try connection.query("""
            SELECT id, ended_by, \(title.identifiers[0]) FROM \(object.past) WHERE id IN (\(ids)) AND ended_by IN (\(batches))
            """) { row in
            body(row.int(0), row.int(1), row.text(2))
            return true
        }
    }
}
