import Jobs
import Kit
public import RecordEngine
public import Storage

extension Reassignment {
    /// What a reassignment has done by now, by its number.
    public struct State: Sendable {
        /// Records that it gave away, and of how many of its actions there are and are taken back now.
        public let records: Int64
        public let batches: Int64
        public let undone: Int64
        public let author: Int64?

        public var isUndone: Bool { batches > 0 && undone == batches }
    }

    /// Nil when nothing is known of it.
    public static func state(of id: Int64, _ connection: any Connection) throws -> State? {
        let sql: SQL = """
            SELECT count(*),
                sum(CASE WHEN EXISTS (
                    SELECT 1 FROM batch u WHERE u.undoes = b.id AND NOT EXISTS (SELECT 1 FROM batch r WHERE r.undoes = u.id)
                ) THEN 1 ELSE 0 END), min(b.author),
                (SELECT count(*) FROM touched t JOIN batch c ON c.id = t.batch WHERE c.via = 'handover' AND c.via_id = \(id) AND c.undoes IS NULL
                    AND t.object <> 'user')
            FROM batch b WHERE b.via = 'handover' AND b.via_id = \(id) AND b.undoes IS NULL
            """
        let state = try connection.first(sql) {
            State(records: $0.int(3), batches: $0.int(0), undone: $0.int(1), author: $0.optionalInt(2))
        }
        return state.flatMap { $0.batches > 0 ? $0 : nil }
    }

    /// Whether a principal knows of a reassignment: whoever ordered it, and administrators.
    public static func isKnown(_ id: Int64, _ records: Records) throws -> Bool {
        let job = try JobView.find(id, in: records.connection).flatMap { $0.kind == name ? $0.createdBy : nil }
        guard let author = try job ?? state(of: id, records.connection)?.author else { return false }
        return records.principal.role.administers || author == records.principal.user
    }
}
