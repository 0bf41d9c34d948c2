import App
import Identity
import Kit
import Logging
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct TrustedProxyTests {
    @Test(arguments: [
        // Nobody is trusted unless named.
        ([], "127.0.0.1", "198.51.100.9", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.9", "198.51.100.9"),
        (["127.0.0.1"], "203.0.113.5", "198.51.100.9", "203.0.113.5"),
        // What the visitor wrote stands left of what the proxy added.
        (["127.0.0.1"], "127.0.0.1", "10.0.0.1, 198.51.100.9", "198.51.100.9"),
        (["127.0.0.1", "10.0.0.1"], "127.0.0.1", "8.8.8.8, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
        (["127.0.0.1", "10.0.0.1"], "127.0.0.1", "10.0.0.1", "10.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.9, nonsense", "127.0.0.1"), (["127.0.0.1"], "127.0.0.1", "", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.9,", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.9:4711", "198.51.100.9"), (["::1"], "0:0:0:0:0:0:0:1", "[2001:DB8::1]:80", "2001:db8::1"),
        (["127.0.0.1"], "::ffff:127.0.0.1", "2001:db8:0::1", "2001:db8::1"),
        (["127.0.0.1"], "127.0.0.1", String(repeating: "9", count: 100_000), "127.0.0.1"),
    ])
    func `the visitor is whom the right-most trusted proxy names`(trusted: [String], peer: String, header: String, expected: String)
        async throws
    {
        try await withWorld(on: .sqlite) { world in
            let site = try await world.site(trusting: trusted)
            let (answer, address) = try await world.enter(site, from: peer, ["x-forwarded-for": header])
            #expect(address == expected)
            #expect(answer.headers.allSatisfy { !$0.value.contains("; Secure") })
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `cookies are for HTTPS only when a trusted proxy was asked by it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let site = try await world.site(trusting: ["10.0.0.1"])
            for (peer, proto, isSecure) in [
                ("10.0.0.1", "https", true), ("10.0.0.1", "http, HTTPS", true), ("10.0.0.1", "https, http", false),
                ("10.0.0.1", "gopher", false), ("192.0.2.1", "https", false),
            ] {
                let (answer, _) = try await world.enter(site, from: peer, ["x-forwarded-proto": proto])
                let cookies = answer.headers.filter { $0.name == "set-cookie" }
                #expect((answer.header("strict-transport-security") != nil) == isSecure)
                #expect(!cookies.isEmpty && cookies.allSatisfy { $0.value.hasSuffix("; Secure") == isSecure }, "\(peer) \(proto)")
            }
        }
    }

    @Test func `only addresses can be trusted`() {
        #expect(TrustedProxies(["127.0.0.1", "2001:db8::1"]) != nil)
        for text in ["", "proxy.example.com", "10.0.0.0/8", "1.2.3", "127.0.0.1 "] { #expect(TrustedProxies([text]) == nil, "\(text)") }
    }
}

extension World {
    fileprivate func site(trusting proxies: [String]) async throws -> Site {
        let hash = try await workspace.passwords.hash("violet anchor seventeen")
        let user = clara.id
        try await workspace.database.write { try Credentials.set(hash, for: user, in: $0) }
        return try Program.site(
            workspace.engine.schema, over: Only(workspace: workspace), proxies: try #require(TrustedProxies(proxies)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Signs Clara in; gives the answer, and the address that her newest session is noted with.
    fileprivate func enter(_ site: Site, from peer: String, _ headers: [String: String]) async throws -> (WebResponse, String?) {
        let body = Array("email=clara%40krug.test&password=violet+anchor+seventeen".utf8)
        let form = ["host": "localhost", "content-type": "application/x-www-form-urlencoded"].merging(headers) { _, given in given }
        let answer = await site.respond(to: WebRequest(.post, "/sign-in", headers: form, address: peer) { _ in body })
        let user = clara.id
        let address = try await workspace.database.read { connection in
            try connection.first("SELECT address FROM session WHERE user_id = \(user) AND agent <> 'test'") { $0.text(0) }
        }
        return (answer, address)
    }

    private struct Only: Workspaces {
        let workspace: Workspace
        func workspace(host: String) -> Workspace? { workspace }
        var all: [Workspace] { [workspace] }
    }
}
