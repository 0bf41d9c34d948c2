import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// One's own page: name and language, password, sessions, tokens.
struct ProfilePages: Sendable {
    let frame: PageFrame

    func show(_ visit: Visit) async throws -> WebResponse { try await page(visit) }

    func save(_ visit: Visit) async throws -> WebResponse {
        do {
            let language = try await visit.transact { tx, caller in
                guard let user = caller.principal.user else { throw Failure.signInRequired }
                let records = try visit.workspace.records(tx, caller.principal.changingOneself)
                let fields = UserRecord.object.fields.filter { Principal.ownFields.contains($0.name) }
                let sent = RecordForm(UserRecord.object, fields: fields, sent: visit.form)
                let page = frame.pageVisit(visit, records, caller)
                let saved = try records.update(user, try sent.draft(records, page.context, role: records.principal.role))
                return saved[UserRecord.language] ?? caller.language.rawValue
            }
            return WebResponse.see("/profile").setting(
                "krug_language", language, maxAge: PreferencePages.year, isSecure: visit.request.isSecure)
        } catch Failure.invalid(let issues) {
            return try await page(visit, issues: issues)
        }
    }

    func changePassword(_ visit: Visit) async throws -> WebResponse {
        let caller = try await visit.transact { _, caller in caller }
        guard let session = caller.session else { throw Failure.signInRequired }
        do {
            let renewed = try await PasswordChange(visit.workspace.database, passwords: visit.workspace.passwords).change(
                session, from: visit.form.first("current") ?? "", to: visit.form.first("password") ?? "", about: [caller.principal.name],
                visitor: visit.visitor)
            return SignInPages.welcomed(.see("/profile"), renewed, nil, visit)
        } catch Failure.invalid(let issues) {
            return try await page(visit, issues: issues)
        }
    }

    func endSession(_ visit: Visit) async throws -> WebResponse {
        try await visit.transact { tx, caller in
            guard let own = caller.session else { throw Failure.signInRequired }
            if let session = visit.form.first("session") {
                guard try Sessions.end(handle: session, of: own.user, in: tx) else { throw Failure.notFound }
            } else {
                try Sessions.endAll(of: own.user, except: own.session, in: tx)
            }
        }
        return .see("/profile")
    }

    func makeToken(_ visit: Visit) async throws -> WebResponse {
        do {
            let token = try await visit.transact { tx, caller in
                guard let user = caller.principal.user else { throw Failure.signInRequired }
                return try Tokens.create(named: visit.form.first("token") ?? "", for: user, in: tx)
            }
            return try await page(visit, newToken: token)
        } catch Failure.invalid(let issues) {
            return try await page(visit, issues: issues.map { FieldIssue("token", $0.message) })
        }
    }

    func revokeToken(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        try await visit.transact { tx, caller in
            guard let user = caller.principal.user else { throw Failure.signInRequired }
            try Tokens.revoke(id, of: user, in: tx)
        }
        return .see("/profile")
    }

    private func page(_ visit: Visit, issues: [FieldIssue] = [], newToken: NewToken? = nil) async throws -> WebResponse {
        let sent = visit.form
        let html = try await visit.read { records, caller in
            guard let session = caller.session else { throw Failure.signInRequired }
            let page = frame.pageVisit(visit, records, caller)
            let own = Records(records.engine, records.connection, caller.principal.changingOneself, now: records.now)
            let model = ProfileModel(
                user: try own.record("user", session.user), session: session.session,
                sessions: try Sessions.list(of: session.user, at: records.now, in: records.connection),
                tokens: try Tokens.list(of: session.user, in: records.connection), newToken: newToken, issues: issues, sent: sent)
            let title = page.say(Wording.profile)
            let content = PageContent(title, Layout.pageHead(title) + (try ProfileView(model: model, visit: page).html()))
            return try frame.html(content, page, visit, caller)
        }
        return .html(html, status: issues.isEmpty ? 200 : 422)
    }
}

/// What the profile page shows.
struct ProfileModel {
    let user: Record
    /// The session that looks at the page.
    let session: String
    let sessions: [SessionView]
    let tokens: [Token]
    /// Shown once, right after it was made.
    let newToken: NewToken?
    let issues: [FieldIssue]
    let sent: Form
}
