@testable import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing

struct TokenTests {
    @Test(arguments: StorageEngine.allCases)
    func `a token is its owner's until it is revoked, and only by the owner`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let (boris, clara, now) = (office.boris, office.clara, office.time.now)
            let made = try await office.database.write { tx in try Tokens.create(named: " 1C  exchange ", for: boris, in: tx) }
            #expect(made.secret.hasPrefix("krug_"))
            #expect(made.secret.utf8.count == 48)
            #expect(made.token.name == "1C exchange")
            let found = try await office.database.read { try Tokens.find(made.secret, at: now, in: $0) }
            #expect(found?.principal.user == boris)
            let stored = try await office.database.read { try $0.first("SELECT hash FROM token") { $0.text(0) } }
            #expect(stored?.contains(made.secret.dropFirst(5)) == false)

            await #expect(throws: Failure.notFound) {
                try await office.database.write { tx in try Tokens.revoke(made.token.id, of: clara, in: tx) }
            }
            try await office.database.write { tx in try Tokens.revoke(made.token.id, of: boris, in: tx) }
            await #expect(throws: Failure.notFound) {
                try await office.database.write { tx in try Tokens.revoke(made.token.id, of: boris, in: tx) }
            }
            let after = try await office.database.read { try Tokens.find(made.secret, at: now, in: $0) }
            #expect(after == nil)
            let list = try await office.database.read { try Tokens.list(of: boris, in: $0) }
            #expect(list.isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the last use is noted once a minute at most`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let boris = office.boris
            let made = try await office.database.write { tx in try Tokens.create(named: "Site", for: boris, in: tx) }
            for expected in [true, false] {
                let now = office.time.now
                let used = try await #require(office.database.read { try Tokens.find(made.secret, at: now, in: $0) })
                #expect(used.token.isStale == expected)
                try await office.database.write { tx in try Tokens.touch(used.token, in: tx) }
                office.time.advance(seconds: 59)
            }
            let list = try await office.database.read { try Tokens.list(of: boris, in: $0) }
            #expect(list.map(\.lastUsedAt) == [office.time.now.adding(seconds: -118)])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a token without a name is refused`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let boris = office.boris
            for name in ["", "  ", String(repeating: "x", count: 101)] {
                await #expect(throws: Failure.self) {
                    _ = try await office.database.write { tx in try Tokens.create(named: name, for: boris, in: tx) }
                }
            }
        }
    }
}
