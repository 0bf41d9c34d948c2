import Definitions
package import Jobs
import Kit
import Notices
import RecordEngine
import Storage
package import Web
import Work

/// When the time comes that an activity names, its owner is told, unless it is done by then or names another time.
package enum Reminders {
    /// What is so long past is nothing to be reminded of: it was imported, or brought back.
    private static let late: Int64 = 86_400_000

    static func consequence(_ jobs: JobQueue) -> Consequence {
        Consequence(Activity.object.name) { old, new, records in
            guard let new, let moment = new[Activity.remind], moment != old?[Activity.remind] else { return }
            try order(moment, of: new.id, jobs, records)
        }
    }

    private static func order(_ moment: Instant, of activity: Int64, once key: String? = nil, _ jobs: JobQueue, _ records: Records) throws {
        let wait = moment.milliseconds - records.now.milliseconds
        guard wait > -late else { return }
        let payload = "{\"activity\":\(activity),\"at\":\(moment.milliseconds)}"
        try jobs.enqueue(kind(), payload: payload, uniqueKey: key, delay: max(0, (wait + 999) / 1_000), in: try records.writing())
    }

    /// Orders those of the activities that are there, however often this is done.
    static func catchUp(_ workspace: Workspace, _ run: JobRun) async throws {
        var last: Int64? = 0
        while let after = last {
            last = try await run.write { tx in
                let records = try workspace.records(tx, .system())
                // What is done may be opened again; what is too long past is told exactly by `order`.
                let filter = try Filter("remind_at >= days_ago(2) and id > \(after)")
                let query = Query(
                    Activity.object.name, filter: filter, sort: [Sort(FieldPath("id"))], columns: [FieldPath(Activity.remind.name)],
                    limit: 500)
                let found = try records.list(query) { (id: $0.id, moment: Instant($0.value(0))) }.rows
                for (id, moment) in found {
                    guard let moment else { continue }
                    try order(moment, of: id, once: "reminder:\(id):\(moment.milliseconds)", workspace.jobs, records)
                }
                return found.last?.id
            }
        }
    }

    package static func kind(_ workspace: Workspace? = nil) -> JobKind {
        JobKind("reminder", Label("Reminder", ru: "Напоминание")) { run in
            let payload = try? JSON.parse(run.payload)
            guard let workspace, let id = payload?["activity"]?.int, let at = payload?["at"]?.int else {
                throw GiveUp("This can't be read: \(run.payload)")
            }
            try await run.write { tx in
                let records = try workspace.records(tx, .system())
                if let activity = try? records.record(Activity.object.name, id), activity[Activity.remind]?.milliseconds == at,
                    activity[Activity.done] == nil, let owner = activity[Activity.owner]?.id
                {
                    try Notices.add(.reminder, to: owner, object: Activity.object.name, record: id, by: nil, in: tx)
                }
                try run.finish(in: tx)
            }
        }
    }
}
