import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// Changing what a role may do, and making another role of it.
struct RightsPages {
    let frame: PageFrame

    var all: [Route] {
        [
            Route(.get, "/roles/:id/rights", .administrator, for: .people, handler: show),
            Route(.post, "/roles/:id/rights", .administrator, for: .people, handler: save),
            Route(.post, "/roles/:id/copy", .administrator, for: .people, handler: copy),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        return try await frame.respond(visit) { page in
            let role = try page.records.record("role", id)
            return content(rights(of: role, page.records), role, [], page)
        }
    }

    @Sendable private func save(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        do {
            let (_, batch) = try await visit.writeBatch { records, _ in
                guard let version = visit.form.first("_version").flatMap({ Int64($0) }) else { throw Failure.preconditionRequired }
                let role = try records.record("role", id)
                var draft = Draft(RoleRecord.object)
                draft[RoleRecord.rights] = visit.form.first("reset") == nil ? sent(visit.form, role, records).text : nil
                return try records.update(id, draft, ifVersion: version)
            }
            return .see(URLPath("roles") / id, done: batch)
        } catch let failure as Failure {
            return try await frame.respond(visit) { page in
                let role = try page.records.record("role", id)
                var content = content(sent(visit.form, role, page.records), role, try RightsPages.problems(failure), page)
                content.status = failure == .preconditionRequired ? 428 : 422
                return content
            }
        }
    }

    /// A role of one's own with the rights of another.
    @Sendable private func copy(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let (copy, batch) = try await visit.writeBatch { records, caller in
            let role = try records.record("role", id)
            var draft = Draft(RoleRecord.object)
            draft[RoleRecord.title] = Label("Copy of “\(role.title)”", ru: "Копия роли «\(role.title)»")[caller.language]
            draft[RoleRecord.rights] = rights(of: role, records).text
            return try records.create(draft)
        }
        return .see(URLPath("roles") / copy.id, done: batch)
    }

    private func sent(_ form: Form, _ role: Record, _ records: Records) -> Rights {
        RightsForm.read(form, over: rights(of: role, records), RoleRights.objects(records.schema))
    }

    /// The rights that are in force.
    private func rights(of record: Record, _ records: Records) -> Rights {
        let role = Roles.role(of: record)
        return Rights(standard: role.standard, grants: records.engine.grants(of: role), fields: role.fields)
    }

    private func content(_ rights: Rights, _ role: Record, _ problems: [Label], _ page: PageVisit) -> PageContent {
        let url = URLPath("roles") / role.id
        let title = page.say(Label("Rights: \(role.title)", ru: "Права: \(role.title)"))
        let isChanged = role[RoleRecord.key] != nil && role[RoleRecord.rights] != nil
        let reset = page.ui.postButton(
            page.say(Label("Back to the shipped rights", ru: "Вернуть исходные права")), url / "rights", icon: .restore,
            fields: [("reset", "1"), ("_version", "\(role.version)")])
        let notices = problems.render { page.ui.notice(.bad, HTML(text: page.say($0))) }
        let form = RightsForm(visit: page, rights: rights).html(action: url / "rights", cancel: url, version: role.version)
        return PageContent(title, object: "role", Layout.pageHead(title, actions: isChanged ? reset : HTML()) + notices + form)
    }

    /// What was wrong, in words for the head of the form.
    private static func problems(_ failure: Failure) throws -> [Label] {
        switch failure {
        case .invalid(let issues): issues.map(\.message)
        case .conflict(let label): [label]
        case .stale, .preconditionRequired:
            [
                Label(
                    "Somebody changed this role in the meantime. Look at it and save again.",
                    ru: "Роль тем временем изменили. Проверьте и сохраните ещё раз.")
            ]
        default: throw failure
        }
    }
}
