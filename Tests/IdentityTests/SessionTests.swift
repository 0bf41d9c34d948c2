@testable import Identity
import Kit
import Storage
import TestSupport
import Testing

struct SessionTests {
    @Test(arguments: StorageEngine.allCases)
    func `a session ends after twelve idle hours, and after two weeks in any case`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let idle = try await office.enter()
            office.time.advance(seconds: 12 * 3600 - 1)
            try await #expect(office.find(idle) != nil)
            office.time.advance(seconds: 1)
            try await #expect(office.find(idle) == nil)

            let busy = try await office.enter()
            var hours = 0
            while let signedIn = try await office.find(busy) {
                try await office.database.write { tx in try Sessions.touch(signedIn, in: tx) }
                office.time.advance(seconds: 3600)
                hours += 1
            }
            #expect(hours == 14 * 24)
            try await office.database.write { tx in try Sessions.sweep(in: tx) }
            let left = try await office.database.read { try $0.first("SELECT COUNT(*) FROM session") { $0.int(0) } }
            #expect(left == 0)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a session is marked as seen once a minute at most`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let session = try await office.enter()
            try await #expect(office.find(session)?.isStale == false)
            office.time.advance(seconds: 60)
            let stale = try await #require(office.find(session))
            #expect(stale.isStale)
            try await office.database.write { tx in try Sessions.touch(stale, in: tx) }
            try await #expect(office.find(session)?.isStale == false)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `neither the cookie nor the form's token is stored, and the session's name opens nothing`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let session = try await office.enter()
            let signedIn = session.signedIn
            let found = try await office.database.read { connection in
                try (
                    connection.first("SELECT hash, address, agent FROM session") { [$0.text(0), $0.text(1), $0.text(2)] },
                    Sessions.find(signedIn.session, at: Instant(milliseconds: 0), in: connection)
                )
            }
            #expect(found.0?.contains { $0.contains(session.cookie) || $0.contains(signedIn.formToken) } == false)
            #expect(found.1 == nil)
            try await #expect(office.find(session)?.formToken == signedIn.formToken)
            #expect(signedIn.isGenuine(signedIn.formToken))
            let other = try await office.enter()
            #expect(!signedIn.isGenuine(other.signedIn.formToken))
            #expect(!signedIn.isGenuine(""))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `renewing makes the old cookie worthless, and works once`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let old = try await office.enter()
            let new = try await office.database.write { tx in try Sessions.renew(old.signedIn, from: Office.visitor, in: tx) }
            try await #expect(office.find(old) == nil)
            try await #expect(office.find(new)?.user == office.boris)
            await #expect(throws: Failure.signInRequired) {
                try await office.database.write { tx in try Sessions.renew(old.signedIn, from: Office.visitor, in: tx) }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `signing out ends one session, and only of its user`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let (first, second) = (try await office.enter(), try await office.enter())
            let clara = office.clara
            let ended = try await office.database.write { tx in try Sessions.end(first.signedIn.session, of: clara, in: tx) }
            #expect(!ended)
            let boris = office.boris
            _ = try await office.database.write { tx in try Sessions.end(first.signedIn.session, of: boris, in: tx) }
            try await #expect(office.find(first) == nil)
            try await #expect(office.find(second) != nil)
            let now = office.time.now
            let list = try await office.database.read { try Sessions.list(of: boris, at: now, in: $0) }
            #expect(list.map(\.session) == [second.signedIn.session])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who is switched off is out at the next request, and stays out when switched on again`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let session = try await office.enter()
            try await office.setActive(office.boris, false)
            try await #expect(office.find(session) == nil)
            try await #expect(office.principal(office.boris) == nil)
            try await office.setActive(office.boris, true)
            try await #expect(office.find(session) == nil)
            try await #expect(office.principal(office.boris) != nil)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a user keeps twenty sessions, the latest`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let boris = office.boris
            let sessions = try await office.database.write { tx in
                try (0..<25).map { _ in try Sessions.start(for: boris, from: Office.visitor, in: tx) }
            }
            try await #expect(office.find(sessions[24]) != nil)
            let now = office.time.now
            let list = try await office.database.read { try Sessions.list(of: boris, at: now, in: $0) }
            #expect(list.count == 20)
        }
    }
}
