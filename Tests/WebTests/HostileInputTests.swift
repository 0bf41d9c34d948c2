import Kit
import TestSupport
import Testing
import Web

@Suite struct HostileInputTests {
    private static let json = ["content-type": "application/json"]

    /// A hostile request, and the statuses with which it may be refused.
    private struct Attack {
        let name: String
        let statuses: Set<Int>
        let send: (World) async -> WebResponse
    }

    @Test(arguments: StorageEngine.allCases, Language.allCases)
    func `hostile requests are refused in the caller's language, and nothing changes`(engine: StorageEngine, language: Language)
        async throws
    {
        try await withWorld(on: engine, language: language) { world in
            // The first visit is noted with the token.
            _ = await world.api(.get, "/api/me", as: world.clara)
            let before = try await world.digest()
            for attack in bodies(world) + questions(world) + addresses(world) + versions(world) {
                let answer = await attack.send(world)
                #expect(attack.statuses.contains(answer.status), "\(attack.name): \(answer.status)")
                #expect(answer.header("content-type") == "application/problem+json", "\(attack.name)")
                let title = answer.json["title"]?.string ?? ""
                #expect(!title.isEmpty)
                #expect(isRussian(title) == (language == .ru), "\(attack.name): \(title)")
                #expect(answer.json["status"]?.int == Int64(answer.status))
            }
            #expect(World.changed(before, try await world.digest()) == [])
            #expect(await world.api(.get, "/api/me", as: world.clara).status == 200)
        }
    }

    private func bodies(_ world: World) -> [Attack] {
        let deal = "/api/deals"
        let wrong: [(String, String, Int)] = [
            ("a list for a title", #"{"title": ["Pumps"]}"#, 422), ("an object for a title", #"{"title": {"en": "Pumps"}}"#, 422),
            ("a number for a title", #"{"title": 7}"#, 422), ("a title with a zero byte", #"{"title": "Pumps\u0000"}"#, 422),
            ("a title of 100,000 characters", "{\"title\": \"\(String(repeating: "ж", count: 100_000))\"}", 422),
            ("an unknown field", #"{"title": "Pumps", "discount": 5}"#, 422), ("a read-only field", #"{"title": "Pumps", "id": 7}"#, 422),
            ("an amount of 1e300", #"{"title": "Pumps", "amount": {"minor": 1e300, "currency": "USD"}}"#, 422),
            ("an amount of 2^63", #"{"title": "Pumps", "amount": {"minor": 9223372036854775808, "currency": "USD"}}"#, 422),
            ("half a cent", #"{"title": "Pumps", "amount": {"minor": 0.5, "currency": "USD"}}"#, 422),
            ("money of no country", #"{"title": "Pumps", "amount": {"minor": 5, "currency": "ZZZ"}}"#, 422),
            ("a company of 2^63", #"{"title": "Pumps", "company": 9223372036854775808}"#, 422),
            ("a company that is not", #"{"title": "Pumps", "company": 999999}"#, 422),
            ("a company of minus one", #"{"title": "Pumps", "company": -1}"#, 422),
            ("the thirtieth of February", #"{"title": "Pumps", "expected_close": "2026-02-30"}"#, 422),
            ("a year of many digits", #"{"title": "Pumps", "expected_close": "99999999999-01-01"}"#, 422),
            ("tags that are no list", #"{"title": "Pumps", "tags": 1}"#, 422), ("tags of tags", #"{"title": "Pumps", "tags": [[1]]}"#, 422),
            ("a name twice", #"{"title": "Pumps", "title": "Valves"}"#, 400), ("half a surrogate", #"{"title": "\ud800"}"#, 400),
            ("an open string", #"{"title": "Pumps"#, 400), ("NaN", #"{"title": NaN}"#, 400), ("a list", "[]", 400),
            ("a number", "1e400", 400),
            ("brackets 100,000 deep", String(repeating: "[", count: 100_000), 400),
            ("objects 100,000 deep", String(repeating: "{\"a\":", count: 100_000), 400),
        ]
        let ten = [UInt8](repeating: 32, count: 10 << 20)
        return wrong.flatMap { name, text, status in
            [
                Attack(name: name, statuses: [status]) { await $0.api(.post, deal, as: $0.clara, text) },
                Attack(name: name, statuses: [status]) {
                    await $0.api(.patch, "\(deal)/\($0.deals[0])", as: $0.clara, text, headers: ["if-match": "*"])
                },
            ]
        } + [
            Attack(name: "10 MB", statuses: [413]) { await $0.raw(.post, deal, as: $0.clara, ten, headers: Self.json) },
            Attack(name: "10 MB as announced", statuses: [413]) {
                await $0.raw(.post, deal, as: $0.clara, headers: Self.json.merging(["content-length": "10485760"]) { $1 })
            },
            Attack(name: "broken UTF-8", statuses: [400]) {
                await $0.raw(
                    .post, deal, as: $0.clara, Array(#"{"title": ""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}"#.utf8), headers: Self.json)
            },
            Attack(name: "UTF-8 longer than it need be", statuses: [400]) {
                await $0.raw(
                    .post, deal, as: $0.clara, Array(#"{"title": ""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8), headers: Self.json)
            },
            Attack(name: "a form for a document", statuses: [415]) {
                await $0.raw(
                    .post, deal, as: $0.clara, Array("title=Pumps".utf8), headers: ["content-type": "application/x-www-form-urlencoded"])
            },
            Attack(name: "a key with a zero byte", statuses: [400, 422]) {
                await $0.api(.post, deal, as: $0.clara, #"{"title": "Pumps"}"#, headers: ["krug-client-key": "a\0b"])
            },
            Attack(name: "an order's key with a zero byte", statuses: [400, 422]) {
                await $0.api(.post, deal, as: $0.clara, #"{"title": "Pumps"}"#, headers: ["idempotency-key": "a\0b"])
            },
        ]
    }

    private func questions(_ world: World) -> [Attack] {
        let items: [(String, String)] = [
            ("limit", "-1"), ("limit", "0"), ("limit", "201"), ("limit", "99999999999999999999"), ("limit", "5; DROP TABLE deal"),
            ("after", "nonsense"), ("after", "W251bGxd"), ("after", String(repeating: "A", count: 100_000)), ("count", "yes"),
            ("fields", "title,title"), ("fields", ","),
            ("fields", String(repeating: "a,", count: 200)), ("include", "title"), ("sort", "title,-title"), ("sort", "a.b.c.d.e.f"),
            ("q", "a\0b"),
            ("filter", "title ="), ("filter", "title = \"open"), ("filter", "amount > 1e5"), ("filter", "amount > 99999999999999999999"),
            ("filter", "id = 9223372036854775808"), ("filter", "title contains 5 RUB"), ("filter", String(repeating: "(", count: 10_000)),
            ("filter", String(repeating: "title = 1 and ", count: 3_000)), ("filter", "title = \"\0\""), ("filter", "tags = \"x\""),
            ("filter", "company.company.company.company.company = 1"), ("filter", "expected_close < today(9223372036854775807)"),
            ("nonsense", "1"),
        ]
        return items.map { name, value in
            Attack(name: "\(name)=\(value.prefix(40))", statuses: [400, 422]) {
                await $0.raw(.get, "/api/deals", query: [(name, value)], as: $0.clara)
            }
        }
    }

    private func addresses(_ world: World) -> [Attack] {
        let ids = [
            "99999999999999999999", "9223372036854775808", "-1", "0", "1e3", "1.0", "%00", "\0", "1\0", "٣", "١", "", " 1", "+1",
            "../users/1", "1/..",
            String(repeating: "1", count: 100_000), String(repeating: "a/", count: 50_000),
        ]
        return ids.flatMap { id in
            [
                Attack(name: "GET \(id.prefix(30))", statuses: [404]) { await $0.raw(.get, "/api/deals/\(id)/history", as: $0.clara) },
                Attack(name: "POST \(id.prefix(30))", statuses: [404, 405]) { await $0.raw(.post, "/api/deals/\(id)/win", as: $0.clara) },
            ]
        } + [
            Attack(name: "another method", statuses: [405]) { await $0.raw(.put, "/api/deals", as: $0.clara) },
            Attack(name: "no such object", statuses: [404]) { await $0.raw(.get, "/api/sqlite_schema", as: $0.clara) },
        ]
    }

    private func versions(_ world: World) -> [Attack] {
        let body = #"{"title": "Mine"}"#
        let stale = ["\"0\"", "\"2\"", "\"-1\"", "\"9223372036854775808\"", "W/\"1\"", "", "\"1\", \"2\"", "\"1", "\0"]
        return stale.map { tag in
            Attack(name: "If-Match: \(tag)", statuses: [412]) {
                await $0.api(.patch, "/api/deals/\($0.deals[0])", as: $0.clara, body, headers: ["if-match": tag])
            }
        } + [Attack(name: "no If-Match", statuses: [428]) { await $0.api(.patch, "/api/deals/\($0.deals[0])", as: $0.clara, body) }]
    }

    private func isRussian(_ text: String) -> Bool { text.unicodeScalars.contains { (0x410...0x44F).contains($0.value) } }

    @Test(arguments: StorageEngine.allCases)
    func `a filter's mistake is said with its place`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (filter, place) in [
                ("amount >> 5", 9), ("status = open )", 15), ("title = \"x", 9), ("status = open and", 18), ("amount ! 5", 8),
            ] {
                let answer = await world.list("/api/deals", ["filter": filter], as: world.clara)
                #expect(answer.status == 400)
                #expect(answer.json["detail"]?.string?.contains("character \(place)") ?? false, "\(filter): \(answer.text)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `forged forms are refused, and nothing changes`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.page("/", as: world.clara)
            let before = try await world.digest()
            for (name, type, bytes) in forms {
                let headers = world.cookies(of: world.clara).merging(["content-type": type]) { $1 }
                let answer = await world.raw(.post, "/deals/new", as: world.clara, bytes, headers: headers)
                #expect((400..<500).contains(answer.status), "\(name): \(answer.status)")
                #expect(answer.text.contains("<h1"), "\(name)")
            }
            #expect(World.changed(before, try await world.digest()) == [])
        }
    }

    @Test func `a large body is read only from those who may send one`() async throws {
        try await withWorld(on: .sqlite) { world in
            let limits = Ledger<Int>()
            for route in world.site.routes where route.method != .get {
                for (name, value) in [("authorization", "Bearer krug_unknown"), ("cookie", "krug_session=unknown"), ("x-nobody", "")] {
                    for type in ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json", "text/csv"] {
                        let path = route.pattern.replacing(":id", with: "1").replacing(":secret", with: "none")
                        _ = await world.site.respond(to: WebRequest(route.method, path, headers: [name: value, "content-type": type]) { limit in
                            limits.note(limit)
                            return []
                        })
                    }
                }
            }
            #expect(limits.entries.count > 100)
            #expect(limits.entries.allSatisfy { $0 <= 4 << 20 })
        }
    }

    private var forms: [(name: String, type: String, bytes: [UInt8])] {
        let url = "application/x-www-form-urlencoded"
        func multipart(_ name: String, _ text: String, boundary: String = "; boundary=x") -> (String, String, [UInt8]) {
            (name, "multipart/form-data\(boundary)", Array(text.utf8))
        }
        let part = "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nPumps\r\n"
        return [
            ("no token", url, Array("title=Pumps".utf8)), ("another's token", url, Array("title=Pumps&_csrf=AAAA".utf8)),
            ("broken percents", url, Array("title=%zz".utf8)), ("half a percent", url, Array("title=%4".utf8)),
            ("broken UTF-8", url, Array("title=%FF".utf8)),
            ("too many fields", url, Array(String(repeating: "a=1&", count: 2_001).utf8)),
            ("5 MB", url, [UInt8](repeating: 97, count: 5 << 20)),
            ("plain text", "text/plain", Array("title=Pumps".utf8)), ("XML", "application/xml", Array("<title/>".utf8)),
            multipart("no boundary", part + "--x--", boundary: ""), multipart("an empty boundary", part + "--x--", boundary: "; boundary="),
            multipart("a long boundary", part, boundary: "; boundary=" + String(repeating: "x", count: 71)),
            multipart("another boundary", part + "--x--", boundary: "; boundary=y"),
            multipart("no end", part), multipart("nothing", ""),
            multipart("a part without a name", "--x\r\nContent-Type: text/plain\r\n\r\nPumps\r\n--x--"),
            multipart("a head without an end", "--x\r\nContent-Disposition: form-data; name=\"title\""),
            multipart("a head of 100 KB", "--x\r\nX: \(String(repeating: "a", count: 100_000))\r\n\r\nPumps\r\n--x--"),
            multipart("an open name", "--x\r\nContent-Disposition: form-data; name=\"title\r\n\r\nPumps\r\n--x--"),
            multipart("no token in it", part + "--x--"),
        ]
    }
}
