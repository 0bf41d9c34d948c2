@testable import Identity
import Kit
import Storage
import TestSupport
import Testing

struct LinkTests {
    static let fresh = "восемь тихих рек"

    @Test(arguments: StorageEngine.allCases)
    func `a reset link sets the password once and ends all sessions`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let old = try await office.enter()
            let link = try await #require(office.database.write { tx in
                try Links.reset(email: "Boris@example.com", from: Office.visitor, in: tx)
            })
            let links = Links(office.database, passwords: office.passwords)
            let new = try await links.redeem(link.secret, password: LinkTests.fresh, from: Office.visitor)
            try await #expect(office.find(old) == nil)
            try await #expect(office.find(new)?.user == office.boris)
            _ = try await office.enter("boris@example.com", LinkTests.fresh)
            await #expect(throws: Failure.self) { _ = try await office.enter() }
            await #expect(throws: Failure.notFound) {
                _ = try await links.redeem(link.secret, password: "другие весёлые слоны", from: Office.visitor)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a reset holds half an hour, an invitation a week, and only the latest counts`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let clara = office.clara
            func make(_ purpose: Links.Purpose) async throws -> String {
                try await office.database.write { tx in try Links.make(purpose, for: clara, in: tx) }
            }
            func holds(_ secret: String) async throws -> Bool {
                let now = office.time.now
                return try await office.database.read { try Links.find(secret, at: now, in: $0) } != nil
            }
            for (purpose, seconds) in [(Links.Purpose.reset, Int64(1800)), (.invitation, 7 * 86_400)] {
                let secret = try await make(purpose)
                office.time.advance(seconds: seconds - 1)
                try await #expect(holds(secret))
                office.time.advance(seconds: 1)
                try await #expect(!holds(secret))
            }
            let (first, second) = (try await make(.reset), try await make(.reset))
            try await #expect(!holds(first))
            try await #expect(holds(second))
            try await office.setActive(clara, false)
            try await #expect(!holds(second))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `nobody gets a link for an unknown e-mail, and asking is throttled`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            func ask(_ email: String) async throws -> Bool {
                try await office.database.write { tx in try Links.reset(email: email, from: Office.visitor, in: tx) } != nil
            }
            for email in ["nobody@example.com", "boris@example.com"] {
                for _ in 0..<3 { try await #expect(ask(email) == (email == "boris@example.com")) }
                await #expect(throws: Failure.self) { _ = try await ask(email) }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `changing the password keeps this browser alone signed in, under a new cookie`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let (here, there) = (try await office.enter(), try await office.enter())
            let change = PasswordChange(office.database, passwords: office.passwords)
            await #expect(throws: Failure.self) {
                _ = try await change.change(here.signedIn, from: "wrong", to: LinkTests.fresh, visitor: Office.visitor)
            }
            let new = try await change.change(here.signedIn, from: Office.password, to: LinkTests.fresh, visitor: Office.visitor)
            try await #expect(office.find(here) == nil)
            try await #expect(office.find(there) == nil)
            try await #expect(office.find(new)?.user == office.boris)
            _ = try await office.enter("boris@example.com", LinkTests.fresh)
        }
    }
}
