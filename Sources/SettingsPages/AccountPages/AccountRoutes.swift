import Kit
import Pages
import RecordPages
import Web

/// The addresses around a person: coming in, going out, the profile, the settings.
struct AccountRoutes {
    let frame: PageFrame

    var all: [Route] {
        let (frame, profile, invite) = (frame, ProfilePages(frame: frame), InvitePages(frame: frame))
        return [
            open(.get, "/sign-in", SignInPages.show), open(.post, "/sign-in", SignInPages.enter),
            open(.get, "/setup", SetupPages.show), open(.post, "/setup", SetupPages.make),
            open(.get, "/welcome/:secret", WelcomePages.show), open(.post, "/welcome/:secret", WelcomePages.set),
            open(.post, "/preferences/theme", PreferencePages.theme), open(.post, "/preferences/language", PreferencePages.language),
            own(.post, "/sign-out", SignInPages.leave),
            own(.get, "/profile") { try await profile.show($0) }, own(.post, "/profile") { try await profile.save($0) },
            own(.post, "/profile/password") { try await profile.changePassword($0) },
            own(.post, "/profile/sessions/end") { try await profile.endSession($0) },
            own(.post, "/profile/tokens") { try await profile.makeToken($0) },
            own(.post, "/profile/tokens/:id/revoke") { try await profile.revokeToken($0) },
            APIPage.route(frame),
            Route(.get, "/settings", .administrator, for: .people) { visit in
                try await frame.respond(visit) { SettingsPage.content($0) }
            },
            Route(.get, "/settings/duplicates", .administrator, for: .people) { visit in
                try await frame.respond(visit) { try DuplicateSettingsPage.content($0) }
            },
            Route(.post, "/settings/duplicates", .administrator, for: .people, handler: DuplicateSettingsPage.save),
            Route(.get, "/settings/fields", .administrator, for: .people) { visit in
                try await frame.respond(visit) { try FieldListPage(visit: $0).content() }
            },
            Route(.get, "/settings/fields/new", .administrator, for: .people) { visit in
                try await frame.respond(visit) { FieldTypesPage(visit: $0).content() }
            },
            Route(.post, "/settings/fields/:id/move", .administrator, for: .people, handler: FieldOrders.move),
            Route(.post, "/settings/fields/:id/hide", .administrator, for: .people, handler: FieldOrders.hide),
            Route(.get, "/settings/objects", .administrator, for: .people) { visit in
                try await frame.respond(visit) { try ObjectListPage(visit: $0).content() }
            },
            Route(.post, "/settings/objects/:id/hide", .administrator, for: .people, handler: ObjectListPage.hide),
            Route(.post, "/users/:id/invite", .administrator, for: .people) { try await invite.make($0) },
        ]
    }

    private func open(
        _ method: WebRequest.Method, _ pattern: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse
    ) -> Route {
        Route(method, pattern, .everyone, for: .people, handler: handler)
    }

    private func own(
        _ method: WebRequest.Method, _ pattern: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse
    ) -> Route {
        Route(method, pattern, .signedIn, for: .people, handler: handler)
    }
}
