import Definitions
import Foundation
import Identity
import Kit
import RecordEngine
import TestSupport
import Testing
import Web
import Work

@Suite struct DayTests {
    private static let script = ["x-requested-with": "fetch"]

    /// A new activity of Clara's, about the first deal unless it is said otherwise.
    private func plan(_ world: World, _ body: String, about: Int64? = nil) async -> Int64 {
        let link = "{\"object\": \"deal\", \"id\": \(about ?? world.deals[0])}"
        return await world.api(.post, "/api/activities", as: world.clara, "{\"about\": \(link), \(body)}").data.id
    }

    private func act(_ world: World, _ id: Int64, _ verb: String, _ body: String = "{}") async -> WebResponse {
        await world.api(.post, "/api/activities/\(id)/\(verb)", as: world.clara, body, headers: ["if-match": "*"])
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is done and what is next are one action`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let call = await plan(world, #""subject": "Call", "kind": "call""#)
            let wrong = await act(world, call, "complete", #"{"next_subject": "", "next_kind": "dance"}"#)
            #expect(wrong.status == 422 && wrong.fields == ["next_kind"])
            let done = await act(
                world, call, "complete", #"{"call_result": "reached", "next_kind": "meeting", "next_due_at": "2026-11-25T09:00:00Z"}"#)
            #expect(done.status == 200 && done.data["call_result"] == "reached", "\(done.text)")
            let open = await world.list("/api/activities", ["filter": "done_at is empty"], as: world.clara)
            let next = open.rows.first
            #expect(
                open.rows.count == 1 && next?["kind"] == "meeting" && next?["subject"] == "Call"
                    && next?["due_at"] == "2026-11-25T09:00:00Z")
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).data["next_step"] == "2026-11-25T09:00:00Z")
            let batch = try await world.read(as: world.clara) { try $0.record("activity", call).batch }
            _ = await world.send("/batches/\(batch)/undo", as: world.clara)
            let left = await world.list("/api/activities", ["filter": "done_at is empty", "fields": "id,kind"], as: world.clara)
            #expect(left.rows.map(\.id) == [call])
            #expect(await act(world, call, "complete").status == 200)
            #expect(await act(world, call, "complete").status == 409)
            let task = await plan(world, #""subject": "Task""#)
            #expect(await act(world, task, "complete", #"{"call_result": "reached"}"#).fields == ["call_result"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is put off keeps its time of the day`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            // It is Sunday, the 22nd of November.
            let task = await plan(world, #""subject": "Task", "due_at": "2026-11-20T15:30:00Z""#)
            for (to, due) in [("tomorrow", "2026-11-23"), ("in_3_days", "2026-11-25"), ("next_week", "2026-11-23")] {
                #expect(await act(world, task, "postpone", "{\"to\": \"\(to)\"}").data["due_at"]?.string == "\(due)T15:30:00Z")
            }
            #expect(await act(world, task, "postpone", #"{"to": "never"}"#).fields == ["to"])
            #expect(await act(world, task, "postpone").fields == ["to"])
            _ = await act(world, task, "complete")
            #expect(await act(world, task, "postpone", #"{"to": "tomorrow"}"#).status == 409)
        }
    }

    @Test func `a checklist is written by hand and ticked off by a press`() async throws {
        try await withWorld(on: .sqlite) { world in
            let task = await plan(world, #""subject": "Move", "checklist": "- Pack\n\n[x] Call a van\n  [х]  Keys ""#)
            func list() async -> String? { await world.api(.get, "/api/activities/\(task)", as: world.clara).data["checklist"]?.string }
            #expect(await list() == "[ ] Pack\n[x] Call a van\n[x] Keys")
            let page = await world.page("/activities/\(task)", as: world.clara).text
            #expect(page.contains("2/3") && page.contains("aria-checked=\"true\"") && page.contains("aria-checked=\"false\""))
            #expect(await act(world, task, "check", #"{"line": 1}"#).status == 200)
            #expect(await list() == "[x] Pack\n[x] Call a van\n[x] Keys")
            for line in ["0", "4", "-9223372036854775808"] {
                #expect(await act(world, task, "check", "{\"line\": \(line)}").fields == ["line"])
            }
            let long = (0...100).map { "Step \($0)" }.joined(separator: "\\n")
            let refused = await world.api(
                .patch, "/api/activities/\(task)", as: world.clara, "{\"checklist\": \"\(long)\"}", headers: ["if-match": "*"])
            #expect(refused.fields == ["checklist"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the day is laid out by what is late, due today and ahead`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let plans = [
                #""subject": "Late", "due_at": "2026-11-20T09:00:00Z""#, #""subject": "Soon", "due_at": "2026-11-22T22:00:00Z""#,
                #""subject": "Ahead", "due_at": "2026-11-25T09:00:00Z", "checklist": "One\n[x] Two""#,
                #""subject": "Reminded", "due_at": "2026-12-24T09:00:00Z", "remind_at": "2026-11-22T07:00:00Z""#,
                #""subject": "Far", "due_at": "2026-12-24T09:00:00Z""#, #""subject": "Undated", "kind": "call""#,
            ]
            for body in plans { #expect(await plan(world, body) > 0) }
            let page = await world.page("/activities/day", as: world.clara)
            let text = page.text
            let places = [
                "Overdue", ">Late<", ">Today<", ">Soon<", ">Reminded<", "Next seven days", ">Ahead<", "Without a date", ">Undated<",
            ]
            let found = places.map { place in text.range(of: place).map { text.distance(from: text.startIndex, to: $0.lowerBound) } }
            #expect(!found.contains(nil) && found.compactMap(\.self) == found.compactMap(\.self).sorted(), "\(found)")
            #expect(!text.contains(">Far<") && text.contains("1/2") && text.contains("Result of the call"))
            // What others have to do is theirs.
            #expect(!(await world.page("/activities/day", as: world.amelia).text.contains(">Late<")))
            #expect(await world.page("/activities/day", as: nil).status == 303)
        }
    }

    @Test func `what is next is asked when nothing else is planned`() async throws {
        try await withWorld(on: .sqlite) { world in
            let (first, second) = (await plan(world, #""subject": "First""#), await plan(world, #""subject": "Second""#))
            let headers = DayTests.script.merging(["referer": "http://localhost/activities/day", "host": "localhost"]) { $1 }
            let one = await world.send("/activities/\(first)/complete", as: world.clara, [], headers: headers)
            #expect(one.status == 200 && one.text.contains("<undo-toast") && !one.text.contains("What is next?"))
            let two = await world.send("/activities/\(second)/complete", as: world.clara, [], headers: headers)
            #expect(two.text.contains("What is next?") && two.text.contains("value=\"2026-11-23T10:00\""), "\(two.text)")
            #expect(two.text.contains("name=\"_next\" value=\"/activities/day\""))
            // A person without scripts is asked on the page that follows.
            let third = await plan(world, #""subject": "Third""#)
            let done = await world.send("/activities/\(third)/complete", as: world.clara, [("_next", "/activities/day")])
            let place = done.headers.first { $0.name == "location" }?.value ?? ""
            #expect(await world.page(place, as: world.clara).text.contains("What is next?"))
            let due = [("kind", "task"), ("subject", "Third"), ("about", "deal:\(world.deals[0])"), ("due_at", "2026-11-23T10:00")]
            #expect(await world.send("/activities/new", as: world.clara, due).status == 303)
            #expect(
                await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).data["next_step"]?.string?.hasPrefix("2026-11-23")
                    == true)
        }
    }
}
