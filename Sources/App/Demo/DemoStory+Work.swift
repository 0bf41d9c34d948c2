import Definitions
import Kit
import RecordEngine
import Work

extension DemoStory {
    /// Calls, meetings, tasks and notes about a deal: what was done, and what lies in the coming weeks.
    func planWork(on deal: DemoDeal, from begun: Instant) {
        for _ in 0..<random.number(1...3) {
            let created = moment(random.number(0...30), after: begun)
            let due = moment(random.number(1...9), after: created)
            planActivity(on: deal, created, due: due, isDone: due <= end && random.chance(94))
        }
        // What was begun lately has something to come.
        let age = (end.milliseconds - begun.milliseconds) / 86_400_000
        guard age < 80, random.chance(75) else { return }
        let due = moment(random.number(-4...20), after: end)
        planActivity(on: deal, max(begun.adding(seconds: 120), end.adding(seconds: -Int64(random.number(3_600...80_000)))), due: due, isDone: false)
    }

    private func planActivity(on deal: DemoDeal, _ created: Instant, due: Instant, isDone: Bool) {
        let kind = random.one(of: ["call", "call", "task", "task", "meeting", "note"])
        let subject =
            switch kind {
            case "call": random.one(of: DemoNames.calls)
            case "meeting": random.one(of: DemoNames.meetings)
            case "note": random.one(of: DemoNames.notes)
            default: random.one(of: DemoNames.tasks)
            }
        let done = moment(0, after: due)
        let seller = deal.client.seller
        let written = Written()
        plan(created) { [self] in
            var values: [String: FieldValue] = [
                "kind": .text(kind), "about": .link(RecordLink(object: "deal", id: deal.id)), "owner": .reference(seller.id),
            ]
            values[kind == "note" ? "body" : "subject"] = .text(subject)
            if kind != "note" { values["due_at"] = .instant(due) }
            written.id = try records(at: created, as: seller).create(Draft(Activity.object, values)).id
        }
        guard kind != "note", isDone else { return }
        plan(done) { [self] in
            let records = records(at: done, as: seller)
            try records.perform("complete", on: Activity.object, written.id, Draft(Activity.object))
        }
    }

    /// What an activity is known by once it has been written.
    private final class Written {
        var id: Int64 = 0
    }
}
