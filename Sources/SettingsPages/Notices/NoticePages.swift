import Definitions
import Kit
import Markup
import Notices
import Pages
import RecordEngine
import RecordPages
import Web

/// What a person does with the own notices.
struct NoticePages {
    let frame: PageFrame

    /// For how long a notice can be put off.
    struct Pause: Sendable {
        let name: String
        let label: Label
        let end: @Sendable (Instant, WorkspaceZone) -> Instant
    }

    static let pauses = [
        Pause(name: "hour", label: Label("In an hour", ru: "Через час")) { now, _ in now.adding(seconds: 3_600) },
        Pause(name: "tomorrow", label: Label("Tomorrow morning", ru: "Завтра утром")) { now, zone in morning(1, now, zone) },
        Pause(name: "week", label: Label("In a week", ru: "Через неделю")) { now, zone in morning(7, now, zone) },
    ]

    var routes: [Route] {
        let frame = frame
        return [
            Route(.get, "/notifications", .signedIn, for: .people) { visit in
                try await frame.respond(visit) { try NoticesPage(visit: $0).content() }
            },
            post("/read") { user, visit, records in
                let ids = try NoticePages.ids(visit)
                try Notices.read(ids.isEmpty ? nil : ids, of: user, in: try records.writing())
            },
            post("/snooze") { user, visit, records in
                guard let pause = NoticePages.pauses.first(where: { $0.name == visit.form.first("until") }) else {
                    throw Failure.malformed(Label("Choose until when.", ru: "Выберите, до какого времени отложить."))
                }
                let end = pause.end(records.now, records.engine.settings.zone)
                try Notices.snooze(try NoticePages.ids(visit), until: end, of: user, in: try records.writing())
            },
            post("/first-steps/close") { user, _, records in
                let known = try Notices.silenced(by: user, in: records.connection)
                try Notices.silence(known.union([.beginning]), by: user, in: try records.writing())
            },
            post("/settings") { user, visit, records in
                let heard = Set(visit.form.fields.filter { $0.name == "kind" }.compactMap { Notice.Kind(rawValue: $0.text) })
                try Notices.silence(Set(Notice.Kind.allCases).subtracting(heard), by: user, in: try records.writing())
            },
        ]
    }

    private func post(_ rest: String, _ body: @escaping @Sendable (Int64, Visit, Records) throws -> Void) -> Route {
        Route(.post, "/notifications\(rest)", .signedIn, for: .people) { visit in
            try await visit.write { records, caller in
                guard let user = caller.principal.user else { throw Failure.signInRequired }
                try body(user, visit, records)
            }
            visit.workspace.live.look()
            return .see((visit.request.cameFrom ?? NoticesPage.url).text)
        }
    }

    private static func ids(_ visit: Visit) throws(Failure) -> [Int64] {
        let texts = visit.form.fields.filter { $0.name == "id" }.map(\.text)
        let ids = texts.prefix(1_000).compactMap { Int64($0) }
        guard ids.count == texts.count else { throw .malformed(Label("There is no such notification.", ru: "Такого уведомления нет.")) }
        return ids
    }

    /// Nine o'clock, some days from now.
    private static func morning(_ days: Int, _ now: Instant, _ zone: WorkspaceZone) -> Instant {
        zone.start(of: zone.day(of: now).adding(days: days)).adding(seconds: 9 * 3_600)
    }
}
