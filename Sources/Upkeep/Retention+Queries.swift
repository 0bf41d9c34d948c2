import Definitions
import Kit
public import RecordEngine
import Storage

/// Erases what has been kept for as long as it should be, in small units that make way for whoever waits.
public enum Retention {
    static let unit = 100

    /// What a policy asks for, at a moment.
    public struct Limit: Sendable {
        let object: String
        /// What was deleted before is erased.
        let deletedBefore: Instant?
        /// Versions that ended before are erased.
        let historyBefore: Instant?
    }

    public static func limits(_ records: Records) throws -> [Limit] {
        let ids = try records.list(Query(RetentionPolicy.object.name, limit: 1_000), make: \.id).rows
        let today = records.engine.settings.zone.day(of: records.now)
        return try ids.map { id in
            let policy = try records.record(RetentionPolicy.object.name, id)
            let months = policy[RetentionPolicy.historyMonths].map { today.adding(days: -Int(clamping: $0) * 365 / 12) }
            return Limit(
                object: policy[RetentionPolicy.subject] ?? "",
                deletedBefore: policy[RetentionPolicy.deletedDays].map { records.now.adding(seconds: -min($0, 36_500) * 86_400) },
                historyBefore: months.map { records.engine.settings.zone.start(of: $0) })
        }
    }

    /// - Parameter write: runs a unit as the program itself.
    /// - Returns: how many records and versions were erased.
    @discardableResult
    public static func apply(
        _ limits: [Limit], _ write: @Sendable (@escaping @Sendable (Records) throws -> Int) async throws -> Int
    ) async throws -> Int {
        var all = 0
        for limit in limits {
            for step in [erase, trim] {
                var count: Int
                repeat {
                    count = try await write { try step(limit, $0) }
                    all += count
                    try Task.checkCancellation()
                } while count > 0
            }
        }
        return all
    }

    @Sendable private static func erase(_ limit: Limit, _ records: Records) throws -> Int {
        guard let before = limit.deletedBefore, let object = records.schema.object(limit.object) else { return 0 }
        records.action = "\(object.name).retention"
        var count = 0
        for record in try records.deleted(object, before: before, limit: unit) {
            if count > 0, try records.writing().isAwaited { break }
            // It may have gone with one that it hung on.
            do { try records.erase(object, record.id) } catch Failure.notFound {}
            count += 1
        }
        return count
    }

    /// Former versions of what lives or was changed again; the last version of a deleted record is kept for the bin.
    @Sendable private static func trim(_ limit: Limit, _ records: Records) throws -> Int {
        guard let before = limit.historyBefore, let object = records.schema.object(limit.object) else { return 0 }
        let tx = try records.writing()
        let last = try tx.first("SELECT id FROM batch WHERE at < \(before.milliseconds) ORDER BY at DESC, id DESC LIMIT 1") { $0.int(0) }
        guard let last else { return 0 }
        let outdated: SQL = """
            SELECT p.id, p.version FROM \(object.past) p WHERE p.ended_by <= \(last) AND (
                EXISTS (SELECT 1 FROM \(object.table) l WHERE l.id = p.id)
                OR EXISTS (SELECT 1 FROM \(object.past) n WHERE n.id = p.id AND n.version > p.version)
            ) ORDER BY p.ended_by, p.id, p.version LIMIT \(unit * 10)
            """
        let count = try tx.execute("DELETE FROM \(object.past) WHERE (id, version) IN (\(outdated))")
        if count > 0 {
            try tx.execute("DELETE FROM changed_owner WHERE object = \(object.name) AND batch <= \(last)")
            try tx.execute(
                """
                INSERT INTO history_kept (object, batch) VALUES (\(object.name), \(last))
                ON CONFLICT (object) DO UPDATE SET batch = CASE WHEN history_kept.batch > \(last) THEN history_kept.batch ELSE \(last) END
                """)
        }
        return count
    }
}
