import Definitions
import Identity
import Kit
import Notices
import RecordEngine
import Web

/// What the caller is told, for programs.
enum NoticeAPI {
    static let all = [list, read, snooze]

    static let list = Route.api(
        .get, "/api/notifications",
        Operation(
            id: "notification.list", tag: Label("Notifications", ru: "Уведомления"),
            summary: Label(
                "What you are told, the newest first; ask again with “before” for what is older",
                ru: "Что вам сообщено, новое сверху; более раннее — с «before»"),
            parameters: [
                .query(
                    "waiting", ["type": "boolean"],
                    Label("Only those that are not read and not put off", ru: "Только непрочитанные и не отложенные")),
                .query("before", CommonSchemas.id, Label("The number of the last one seen", ru: "Номер последнего из увиденных")),
                .limit(1...200, standard: 50),
            ], answer: ["type": "object", "required": ["data"], "properties": ["data": ["type": "array", "items": CommonSchemas.notice]]]
        )
    ) { visit in
        let limit = try visit.request.limit(1...200, standard: 50)
        let before = try visit.request.item("before").map { text throws(Failure) in try number(text) }
        let onlyWaiting = try visit.request.flag("waiting")
        return try await visit.read { records, caller in
            let notices = try Notices.list(
                of: try caller.user(), onlyWaiting: onlyWaiting, before: before, limit: limit, at: records.now, in: records.connection)
            let closed = try NoticeAPI.closed(notices, records)
            return .json { json in
                json.name("data")
                json.array { json in for notice in notices { json.object { $0.notice(notice, isClosed: closed.contains(notice.id)) } } }
            }
        }
    }

    /// Notices of what happened to a record that is closed to the caller by now, who is told neither which nor by whom.
    private static func closed(_ notices: [Notice], _ records: Records) throws -> Set<Int64> {
        let told = notices.filter { $0.isOfRecord && $0.record != nil }
        let open = try records.canRead(Set(told.compactMap { notice in notice.record.map { RecordLink(object: notice.object, id: $0) } }))
        return Set(told.filter { notice in !open.contains { $0.object == notice.object && $0.id == notice.record } }.map(\.id))
    }

    static let read = Route.api(
        .post, "/api/notifications/read",
        Operation(
            id: "notification.read", tag: Label("Notifications", ru: "Уведомления"),
            summary: Label("Marks notifications as read: those named, or all", ru: "Отмечает уведомления прочитанными: названные или все"),
            parameters: [.idempotency], body: .init(schema: CommonSchemas.noticeNumbers, isOptional: true), status: 204)
    ) { visit in
        try await visit.noticeOrder(["ids"]) { user, ids, _, records in
            try Notices.read(ids, of: user, in: try records.writing())
        }
    }

    static let snooze = Route.api(
        .post, "/api/notifications/snooze",
        Operation(
            id: "notification.snooze", tag: Label("Notifications", ru: "Уведомления"),
            summary: Label("Lets notifications come again later", ru: "Откладывает уведомления на потом"), parameters: [.idempotency],
            body: .init(schema: CommonSchemas.noticePause), status: 204)
    ) { visit in
        try await visit.noticeOrder(["ids", "until"]) { user, ids, body, records in
            var issues: [FieldIssue] = []
            if ids == nil { issues.append(FieldIssue("ids", Label("Name them.", ru: "Укажите, какие."))) }
            let until = body["until"]?.string.flatMap { Instant(iso: $0) }
            if until == nil {
                issues.append(
                    FieldIssue("until", Label("A moment, as in 2026-11-26T09:00:00Z.", ru: "Момент, например 2026-11-26T09:00:00Z.")))
            }
            guard let ids, let until, issues.isEmpty else { throw Failure.invalid(issues) }
            try Notices.snooze(ids, until: until, of: user, in: try records.writing())
        }
    }

    private static func number(_ text: String) throws(Failure) -> Int64 {
        guard let number = Int64(text) else { throw .malformed(Label("“before” is a number.", ru: "«before» — это число.")) }
        return number
    }
}

extension Visit {
    /// An order about notices of the caller: `{"ids": [1, 2]}` and what else it may say.
    fileprivate func noticeOrder(
        _ names: Set<String>, _ body: @escaping @Sendable (Int64, [Int64]?, JSON, Records) throws -> Void
    ) async throws -> WebResponse {
        let answer = try await order { records, sent in
            guard let user = records.principal.user else { throw Failure.signInRequired }
            let unknown = (sent.members ?? []).filter { !names.contains($0.name) }
            var issues = unknown.map { FieldIssue($0.name, Label("There is no such field.", ru: "Такого поля нет.")) }
            let ids = sent["ids"]?.array?.map(\.int)
            if let ids, ids.contains(nil) || ids.count > 1_000 {
                issues.append(FieldIssue("ids", Label("Up to 1,000 numbers.", ru: "До 1000 чисел.")))
            } else if sent["ids"] != nil, ids == nil {
                issues.append(FieldIssue("ids", Label("A list of numbers.", ru: "Список чисел.")))
            }
            guard issues.isEmpty else { throw Failure.invalid(issues) }
            try body(user, ids?.compactMap(\.self), sent, records)
            return WebResponse(204)
        }
        workspace.live.look()
        return answer
    }
}

extension JSONWriter {
    fileprivate mutating func notice(_ notice: Notice, isClosed: Bool) {
        name("id")
        int(notice.id)
        name("kind")
        string(notice.kind.rawValue)
        name("object")
        string(notice.object)
        name("record")
        optional(isClosed ? nil : notice.record)
        name("source")
        LinkType().write((isClosed ? nil : notice.source).map(FieldValue.link) ?? .empty, into: &self)
        name("author")
        optional(isClosed ? nil : notice.author)
        name("at")
        string(notice.at.iso)
        name("times")
        int(notice.times)
        name("read_at")
        optional(notice.readAt?.iso)
        name("snoozed_until")
        optional(notice.snoozedUntil?.iso)
    }
}
