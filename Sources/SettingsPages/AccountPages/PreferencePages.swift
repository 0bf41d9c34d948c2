import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// What a person wants to see the program like: light or dark, in which language.
enum PreferencePages {
    static let year: Int64 = 365 * 86_400

    static func theme(_ visit: Visit) async throws -> WebResponse {
        guard let theme = visit.form.first("theme").flatMap(Theme.init) else {
            throw Failure.malformed(Label("There is no such look.", ru: "Такого оформления нет."))
        }
        let answer = visit.request.isFromScript ? WebResponse(204) : .see((visit.cameFrom ?? .root).text)
        return answer.setting("krug_theme", theme.rawValue, maxAge: year, isSecure: visit.request.isSecure)
    }

    /// Remembered in the browser, and with the user when somebody is signed in.
    static func language(_ visit: Visit) async throws -> WebResponse {
        guard let language = (visit.request.item("language") ?? visit.form.first("language")).flatMap(Language.init) else {
            throw Failure.malformed(Label("There is no such language.", ru: "Такого языка нет."))
        }
        if visit.request.cookie(Site.sessionCookie) != nil {
            do {
                try await visit.transact { tx, caller in
                    let own = try visit.workspace.records(tx, caller.principal.changingOneself)
                    var draft = Draft(UserRecord.object)
                    draft[UserRecord.language] = language.rawValue
                    if let user = caller.principal.user { try own.update(user, draft) }
                }
            } catch Failure.signInRequired {
                // The session has ended: the browser's own memory is enough.
            }
        }
        return WebResponse.see((visit.next ?? visit.cameFrom ?? .root).text)
            .setting("krug_language", language.rawValue, maxAge: year, isSecure: visit.request.isSecure)
    }

    /// The other language, for pages before anybody is signed in.
    static func languageLinks(_ current: Language, _ site: Site, next: URLPath?) -> HTML {
        let other: Language = current == .ru ? .en : .ru
        let ui = Components(language: current, csrf: "", assets: site.assets.links)
        let url = URLPath("preferences", "language").query("language", other.rawValue)
        return "<div class=\"bare__foot\">\(ui.postButton(other == .ru ? "Русский" : "English", url, .plain, icon: .languages))</div>"
    }
}

extension Principal {
    /// The same user with the right that everyone has over the own entry: name, phones, language.
    var changingOneself: Principal {
        let own = RowRule.rows("id = \(user ?? 0)")
        let grant = Grant(create: false, read: .all, update: own, delete: .none, export: false)
        let closed = UserRecord.object.fields.map(\.name).filter { !Principal.ownFields.contains($0) }
        let fields = Dictionary(uniqueKeysWithValues: closed.map { ("user.\($0)", FieldAccess.read) })
        let role = Role("oneself", role.label, standard: .reading, grants: ["user": grant], fields: fields)
        return Principal(user: user, name: name, role: role, team: team, language: language, via: via)
    }

    static let ownFields: Set<String> = ["name", "phones", "job_title", "language"]
}
