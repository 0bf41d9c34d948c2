import Definitions
import Kit
import RecordEngine
import Storage
import Web

extension World {
    /// What is kept beside the records and does not follow from them, as `krug check --recount` says it; nothing where all is well.
    public func recount() async throws -> [String] {
        let workspace = workspace
        return try await workspace.database.read { connection in
            let records = Records(workspace.engine, connection, .system(), now: workspace.clock.now())
            return try workspace.engine.schema.objects.flatMap { object in
                var (faults, last): ([String], Int64?) = (try records.recountOrphans(object), 0)
                while let after = last {
                    let page = try records.recount(object, after: after)
                    faults += page.faults
                    last = page.last
                }
                return faults
            }
        }
    }
}
