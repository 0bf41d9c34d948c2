import Definitions
import Identity
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

/// What holds for every address of the program, whatever it is for.
@Suite struct EveryRouteTests {
    private func target(_ route: Route, _ world: World) -> String {
        route.pattern.replacing(":id", with: "\(world.deals[0])").replacing(":secret", with: "none").replacing(":version", with: "1")
            .replacing(":sample", with: "buttons")
    }

    @Test(arguments: StorageEngine.allCases)
    func `reading changes nothing, and no answer may be framed, guessed at or kept`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for person in [world.amelia, world.clara] {
                _ = await world.api(.get, "/api/me", as: person)
                _ = await world.page("/", as: person)
            }
            let before = try await world.digest()
            for route in world.site.routes where route.method == .get {
                for person in [world.amelia, world.clara, nil] {
                    let target = target(route, world)
                    let answer =
                        route.audience == .programs ? await world.api(.get, target, as: person) : await world.page(target, as: person)
                    let policy = answer.header("content-security-policy") ?? ""
                    #expect(policy.contains("default-src 'none'") || policy.contains("sandbox"), "\(route.key)")
                    #expect(policy.contains("frame-ancestors 'none'") || policy.contains("sandbox"), "\(route.key)")
                    #expect(!policy.contains("unsafe"), "\(route.key)")
                    #expect(answer.header("x-content-type-options") == "nosniff", "\(route.key)")
                    #expect(answer.header("referrer-policy") == "same-origin", "\(route.key)")
                    #expect(answer.header("cross-origin-opener-policy") == "same-origin", "\(route.key)")
                    #expect(answer.header("cross-origin-resource-policy") == "same-origin", "\(route.key)")
                    #expect(answer.header("access-control-allow-origin") == nil, "\(route.key)")
                    if person != nil, route.access != .everyone {
                        #expect(answer.header("cache-control")?.contains("public") != true, "\(route.key)")
                    }
                    for cookie in answer.headers.filter({ $0.name == "set-cookie" }) {
                        #expect(cookie.value.contains("; Path=/; ") && cookie.value.contains("; HttpOnly; SameSite=Lax"), "\(route.key)")
                    }
                }
            }
            let changed = World.changed(before, try await world.digest())
            #expect(changed == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `no other site can make a browser change anything`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for path in ["/", "/api/me"] { _ = await world.page(path, as: world.amelia) }
            let before = try await world.digest()
            let cookie = world.cookies(of: world.amelia)
            let body = Array("title=x&email=a&password=b&theme=dark&language=ru".utf8)
            for route in world.site.routes where route.method != .get {
                let target = target(route, world)
                let types =
                    route.audience == .people
                    ? ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] : ["application/json", "text/plain"]
                for type in types {
                    // From elsewhere, whatever else is right.
                    for sign in [
                        ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"], ["origin": "https://elsewhere.example"],
                        ["origin": "null"],
                    ] {
                        let headers = cookie.merging(sign) { $1 }.merging([
                            "content-type": type, "x-csrf-token": world.amelia.session.signedIn.formToken,
                        ]) { $1 }
                        let answer = await world.raw(route.method, target, as: nil, body, headers: headers)
                        #expect(answer.status == 403, "\(route.key) \(sign) \(answer.status)")
                    }
                    // From nowhere, with the cookie alone.
                    // What only asks is answered: nobody elsewhere can read the answer.
                    let asks = route.pattern.hasSuffix("/conditions") || route.pattern.hasSuffix("/duplicates/check")
                    guard route.access != .everyone, !asks else { continue }
                    let bare = await world.raw(route.method, target, as: nil, body, headers: cookie.merging(["content-type": type]) { $1 })
                    #expect((400..<500).contains(bare.status), "\(route.key) \(bare.status)")
                }
            }
            let changed = World.changed(before, try await world.digest())
            #expect(changed == [])
        }
    }

    @Test func `no address leads away, and a forged host is nowhere in an answer`() async throws {
        try await withWorld(on: .sqlite, isWhole: false) { world in
            let away = [
                "//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "https:elsewhere.example",
                "/%0d%0aset-cookie:a=b", "\\\\elsewhere.example",
            ]
            let forged = ["host": "elsewhere.example", "x-forwarded-host": "elsewhere.example", "forwarded": "host=elsewhere.example"]
            func check(_ answer: WebResponse, _ name: String) {
                guard let place = answer.header("location") else { return }
                #expect(
                    place.hasPrefix("/") && !place.hasPrefix("//") && !place.hasPrefix("/\\") && !place.contains("\n"), "\(name): \(place)")
            }
            for route in world.site.routes where route.audience == .people && route.pattern != "/sign-out" {
                let target = target(route, world)
                for next in away {
                    if route.method == .get {
                        check(await world.page("\(target)?next=\(World.encode(next))", as: world.amelia), route.key)
                    } else {
                        check(
                            await world.send(
                                "\(target)?next=\(World.encode(next))", as: world.clara,
                                [("_next", next), ("next", next), ("_version", "1")]), route.key)
                    }
                }
                guard route.method == .get else { continue }
                for person in [world.amelia, nil] {
                    let answer = await world.page(target, as: person, headers: forged)
                    #expect(!(answer.text + answer.headers.map(\.value).joined()).contains("elsewhere.example"), "\(route.key)")
                }
            }
            check(await world.send("/sign-in", as: nil, [("email", "x"), ("password", "y"), ("next", away[0])]), "sign-in")
        }
    }
}
