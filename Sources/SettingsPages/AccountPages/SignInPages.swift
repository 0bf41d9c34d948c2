import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Storage
package import Web

/// Coming in and going out.
package enum SignInPages {
    static func show(_ visit: Visit) async throws -> WebResponse {
        if try await visit.workspace.database.read({ try FirstAdministrator.isNeeded(in: $0) }) { return .see("/setup") }
        return page(visit, SignInForm(next: visit.next))
    }

    static func enter(_ visit: Visit) async throws -> WebResponse {
        let email = visit.form.first("email") ?? ""
        do {
            let session = try await SignIn(visit.workspace.database, passwords: visit.workspace.passwords)
                .enter(email: email, password: visit.form.first("password") ?? "", from: visit.visitor)
            let principal = try await visit.workspace.database.read {
                try Principals.load(user: session.signedIn.user, via: .init(.page), in: $0)
            }
            let language = principal?.language
            if let pending = PendingForm(sent: visit.form) {
                return welcomed(
                    pending.page(
                        visit.request, visit.site, token: session.signedIn.formToken, name: principal?.name,
                        language ?? visit.request.language),
                    session, language, visit)
            }
            return welcomed(.see((visit.next ?? .root).text), session, language, visit)
        } catch let failure as Failure {
            let pending = PendingForm(sent: visit.form)
            switch failure {
            case .invalid(let issues):
                return page(
                    visit, SignInForm(email: email, error: issues.first?.message[visit.request.language], next: visit.next), pending,
                    status: 422)
            case .tooMany(let seconds):
                let label = Label(
                    "Too many attempts. Try again in \(seconds) s.", ru: "Слишком много попыток. Повторите через \(seconds) с.")
                return page(visit, SignInForm(email: email, error: label[visit.request.language], next: visit.next), pending, status: 429)
            default: throw failure
            }
        }
    }

    static func leave(_ visit: Visit) async throws -> WebResponse {
        try await visit.transact { tx, caller in
            if let session = caller.session { try Sessions.end(session.session, of: session.user, in: tx) }
        }
        var response = WebResponse.see("/sign-in").setting(Site.sessionCookie, "", maxAge: 0, isSecure: visit.request.isSecure)
        // What scripts keep in the browser, such as which records were looked at last, was this person's.
        response.headers.append(("clear-site-data", "\"storage\""))
        return response
    }

    /// The answer with the cookies of somebody who has just come in.
    static func welcomed(_ response: WebResponse, _ session: NewSession, _ language: Language?, _ visit: Visit) -> WebResponse {
        let seconds = (session.expiresAt.milliseconds - visit.workspace.clock.now().milliseconds) / 1000
        let signedIn = response.setting(Site.sessionCookie, session.cookie, maxAge: max(seconds, 0), isSecure: visit.request.isSecure)
        guard let language else { return signedIn }
        return signedIn.setting("krug_language", language.rawValue, maxAge: PreferencePages.year, isSecure: visit.request.isSecure)
    }

    /// - Parameter pending: a form that was sent while nobody was signed in; it is kept in this one.
    static func page(_ visit: Visit, _ form: SignInForm, _ pending: PendingForm? = nil, status: Int = 200) -> WebResponse {
        page(visit.request, visit.site, form, pending, status: status)
    }

    /// Asks to sign in again, and keeps what a form held whose sender was not signed in any more. Whoever has done that in another tab
    /// sends it with the token of now.
    package static func again(_ request: WebRequest, _ site: Site, _ refused: Form, _ caller: Visit.Caller?) -> WebResponse? {
        let pending = PendingForm(refused: request, refused)
        guard let caller else { return page(request, site, SignInForm(), pending, status: 401) }
        var kept = pending?.page(request, site, token: caller.formToken, name: caller.principal.name, caller.language)
        kept?.status = 403
        return kept
    }

    static func page(
        _ request: WebRequest, _ site: Site, _ form: SignInForm, _ pending: PendingForm? = nil, status: Int = 200
    ) -> WebResponse {
        var form = form
        form.hidden = pending?.hiddenFields ?? HTML()
        if pending != nil {
            form.notice =
                Label(
                    "Your session has ended. Sign in, and what you typed will be sent.",
                    ru: "Сеанс закончился. Войдите, и введённое не пропадёт."
                )[request.language]
        }
        form.footer = PreferencePages.languageLinks(request.language, site, next: form.next)
        let html = Layout.signIn(form, language: request.language, assets: site.assets.links, csrf: "", theme: request.theme)
        return .html(html, status: status)
    }
}
