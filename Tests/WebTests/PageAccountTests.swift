import Definitions
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct PageAccountTests {
    private static let password = "violet anchor seventeen"

    @Test func `an invitation sets the password, and with it one signs in`() async throws {
        try await withWorld(on: .sqlite) { world in
            let page = await world.send("/users/\(world.clara.id)/invite", as: world.amelia)
            let link = try #require(page.text.firstMatch(between: "http://localhost/welcome/", and: "\""))
            #expect(await world.page("/welcome/\(link)", as: nil).text.contains("Clara"))
            let weak = await world.send("/welcome/\(link)", as: nil, [("password", "short")])
            #expect(weak.status == 422 && weak.text.contains("8 to 128"))
            let welcome = await world.send("/welcome/\(link)", as: nil, [("password", PageAccountTests.password)])
            #expect(welcome.status == 303 && welcome.cookie("krug_session") != nil)
            #expect(await world.page("/welcome/\(link)", as: nil).status == 404)

            let wrong = await world.send("/sign-in", as: nil, [("email", "clara@krug.test"), ("password", "nope nope nope")])
            #expect(wrong.status == 422 && wrong.text.contains("value=\"clara@krug.test\"") && wrong.cookie("krug_session") == nil)
            let fields = [("email", "clara@krug.test"), ("password", PageAccountTests.password)]
            let entered = await world.send("/sign-in", as: nil, fields + [("_next", "/deals?q=x")])
            #expect(entered.header("location") == "/deals?q=x")
            #expect(entered.headers.contains { $0.value.contains("HttpOnly; SameSite=Lax") })
            for trap in ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"] {
                #expect(await world.send("/sign-in", as: nil, fields + [("_next", trap)]).header("location") == "/")
            }
            let kept = await world.send("/sign-in", as: nil, fields + [("pending-action", "/deals/new"), ("pending.title", "Kept")])
            #expect(kept.status == 200 && kept.text.contains("action=\"/deals/new\"") && kept.value(of: "title") == "Kept")
            #expect(kept.text.contains("You are signed in as "))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the first administrator is made with the code, once`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            // There are users already.
            #expect(await world.page("/setup", as: nil).header("location") == "/sign-in")
            let fields = [("name", "Eve"), ("email", "eve@krug.test"), ("password", PageAccountTests.password)]
            #expect(await world.send("/setup", as: nil, fields + [("code", "AAAA")]).status == 404)
            // Now nobody is left.
            let code = try await world.workspace.database.write { tx -> String? in
                for table in ["credential", "session", "token", "user"] {
                    try tx.execute("DELETE FROM \(Identifier(checked: table) ?? "user")")
                }
                return try FirstAdministrator.makeCode(in: tx)
            }
            #expect(await world.page("/sign-in", as: nil).header("location") == "/setup")
            let wrong = await world.send("/setup", as: nil, fields + [("code", "AAAA")])
            #expect(wrong.status == 422 && wrong.text.contains("The code is wrong") && wrong.text.contains("value=\"eve@krug.test\""))
            let bad = [("name", " "), ("email", "eve"), ("password", "short"), ("code", code ?? "")]
            let refused = await world.send("/setup", as: nil, bad)
            #expect(["Fill this in.", "This is not an e-mail address.", "Use 8 to 128 characters."].allSatisfy(refused.text.contains))
            let made = await world.send("/setup", as: nil, fields + [("code", try #require(code))])
            #expect(made.status == 303 && made.header("location") == "/")
            let cookie = try #require(made.cookie("krug_session"))
            #expect(await world.page("/settings", as: nil, headers: ["cookie": "krug_session=\(cookie)"]).status == 200)
        }
    }

    @Test func `people change their own name and language and nothing else of theirs`() async throws {
        try await withWorld(on: .sqlite) { world in
            let fields = [("name", "Clara Oswald"), ("language", "ru"), ("role", "1"), ("email", "other@krug.test"), ("is_active", "0")]
            let saved = await world.send("/profile", as: world.clara, fields)
            #expect(saved.status == 303 && saved.cookie("krug_language") == "ru")
            let user = try await world.read(as: world.amelia) { try $0.record("user", world.clara.id) }
            #expect(user.title == "Clara Oswald" && user["email"] == .text("clara@krug.test") && user["is_active"] == .boolean(true))
            #expect(await world.page("/profile", as: world.clara).text.contains("Профиль"))
            let english = await world.send("/preferences/language?language=en", as: world.clara)
            #expect(english.status == 303 && english.cookie("krug_language") == "en")
            #expect(await world.page("/profile", as: world.clara).text.contains("Profile"))
        }
    }

    @Test func `a token is shown once, works, and is taken back`() async throws {
        try await withWorld(on: .sqlite) { world in
            let made = await world.send("/profile/tokens", as: world.clara, [("token", "Telephony")])
            let secret = try #require(made.text.firstMatch(between: "<code class=\"secret\">", and: "<"))
            #expect(!(await world.page("/profile", as: world.clara).text.contains(secret)))
            let revoke = try #require(made.text.firstMatch(between: "/profile/tokens/", and: "/"))
            #expect(await world.send("/profile/tokens/\(revoke)/revoke", as: world.boris).status == 404)
            #expect(await world.send("/profile/tokens/\(revoke)/revoke", as: world.clara).status == 303)
            #expect(await world.send("/profile/tokens", as: world.clara, [("token", "")]).status == 422)
        }
    }

    @Test func `signing out ends the session`() async throws {
        try await withWorld(on: .sqlite) { world in
            #expect(await world.send("/sign-out", as: world.clara).place == "/sign-in")
            #expect(await world.page("/deals", as: world.clara).status == 303)
        }
    }

    @Test func `the theme is remembered by the browser`() async throws {
        try await withWorld(on: .sqlite) { world in
            #expect(await world.send("/preferences/theme", as: world.clara, [("theme", "dark")]).cookie("krug_theme") == "dark")
            #expect(await world.send("/preferences/theme", as: world.clara, [("theme", "pink")]).status == 400)
        }
    }
}
