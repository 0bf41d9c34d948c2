import Definitions
import Identity
import Kit
import RecordEngine
import Storage

/// What changes while somebody looks at a page, as server-sent events. Each is told by the rights of that moment: whoever may not read a
/// record any more is told that it is gone, and whoever is signed out is told nothing. A page beyond those that there is room for is told to
/// listen no more: it goes on as without a script.
package enum LiveStream {
    /// A browser asks again after this, by which it is looked at anew who it is.
    private static let longest: Int64 = 300

    static let path = "/live"

    /// `GET /live?at=/deals/7`: of the record, the list or the board that stands at an address.
    package static let route = Route(.get, path, .signedIn, for: .people) { visit in
        let (subject, user, position) = try await visit.read { records, caller in
            guard let user = caller.principal.user else { throw Failure.signInRequired }
            let subject = try LiveStream.subject(visit.request.item("at") ?? "", records)
            return (subject, (id: user, name: caller.principal.name), try records.journalEnd())
        }
        guard visit.site.hasRoomForPages else { return WebResponse(204) }
        let listener = visit.workspace.live.listen(user.id, user.name, to: subject.map { [$0] } ?? [], since: position)
        let end = visit.workspace.clock.now().adding(seconds: longest)
        let headers = [("content-type", "text/event-stream"), ("x-accel-buffering", "no")]
        return WebResponse(
            200, headers: headers,
            body: .stream {
                for await _ in listener.wakes {
                    guard visit.workspace.clock.now() < end else { return nil }
                    // A task of its own gives back what it took; that of the connection would keep it for as long as it listens.
                    async let events = events(listener.news, subject, visit)
                    return try await events
                }
                return nil
            })
    }

    /// What stands at an address of ours; nil when nothing can change there, or nothing that may be read.
    private static func subject(_ address: String, _ records: Records) throws -> LiveHub.Subject? {
        let parts = address.split(separator: "/")
        guard let first = parts.first, let object = records.schema.objects.first(where: { $0.path == first }),
            records.principal.role.grant(object.name).read != .none
        else { return nil }
        guard parts.count > 1, let id = Int64(parts[1]) else { return .object(object.name) }
        return (try? records.record(object.name, id)).map { _ in .record(RecordLink(object: object.name, id: id)) }
    }

    private static func events(_ news: LiveHub.News, _ subject: LiveHub.Subject?, _ visit: Visit) async throws -> [UInt8] {
        var text = ""
        if let waiting = news.waiting { text += "event: notices\ndata: \(waiting)\n\n" }
        if let present = news.present {
            var json = JSONWriter()
            json.object { json in
                json.name("names")
                json.array { json in for name in present.names { json.string(name) } }
                json.name("more")
                json.int(Int64(present.more))
            }
            text += "event: present\ndata: \(String(decoding: json.bytes, as: UTF8.self))\n\n"
        }
        if !news.changed.isEmpty {
            let readable = try await visit.workspace.live.turns.take { try await visit.peek { records in try records.canRead(news.changed) } }
            if !readable.isEmpty { text += "event: changed\ndata: \(readable.count)\n\n" } else if case .record = subject { text += "event: gone\ndata: 1\n\n" }
        }
        // Nothing is said at times, so that a browser which has left is noticed.
        return Array((text.isEmpty ? ":\n\n" : text).utf8)
    }
}
