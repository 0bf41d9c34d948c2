@testable import Identity
import Kit
import Storage
import TestSupport
import Testing

struct SignInTests {
    @Test(arguments: StorageEngine.allCases)
    func `the right password opens a session, with the e-mail in any case`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let session = try await office.enter(" BORIS@example.COM ")
            try await #expect(office.find(session)?.user == office.boris)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a wrong password, an unknown e-mail and a disabled user get the same answer at the same cost`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            try await office.setActive(office.clara, false)
            var failures: [Failure] = []
            var costs: [Int] = []
            let tries = [("boris@example.com", "wrong"), ("nobody@example.com", "wrong"), ("clara@example.com", Office.password)]
            for (email, password) in tries {
                let before = await office.passwords.runs
                do {
                    _ = try await office.enter(email, password)
                } catch let failure as Failure {
                    failures.append(failure)
                }
                costs.append(await office.passwords.runs - before)
            }
            #expect(costs == [1, 1, 1])
            #expect(Set(failures.map { "\($0)" }).count == 1)
            #expect(failures.count == 3)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `every further wrong try waits longer, and the right one clears the account`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            var waits: [Int] = []
            for _ in 0..<12 {
                let tried = try await tries(office, "boris@example.com")
                if case .tooMany(let seconds) = tried {
                    waits.append(seconds)
                    office.time.advance(seconds: Int64(seconds))
                }
            }
            #expect(waits.count >= 3)
            #expect(waits == waits.sorted())
            #expect(Set(waits).count == waits.count)
            office.time.advance(seconds: 1000)
            _ = try await office.enter()
            for _ in 0..<4 { try await #expect(tries(office, "boris@example.com") == .invalid) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `while an account waits nothing is hashed, and the account of a stranger waits as well`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            for _ in 0..<5 { _ = try await tries(office, "nobody@example.com") }
            let before = await office.passwords.runs
            guard case .tooMany = try await tries(office, "nobody@example.com") else { return #expect(Bool(false)) }
            await #expect(office.passwords.runs == before)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `guessing at many accounts from one network waits too, and own successes do not buy tries`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            var blocked = false
            for number in 0..<60 where !blocked {
                if number % 10 == 0 { _ = try? await office.enter() }
                if case .tooMany = try await tries(office, "guess\(number)@example.com") { blocked = true }
            }
            #expect(blocked)
            let elsewhere = Visitor(address: "198.51.100.1", agent: "Test")
            _ = try await office.enter(from: elsewhere)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a hash of an older cost is renewed at sign-in`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let dearer = Passwords(cost: PasswordCost(log: 5, blockSize: 1, parallelism: 1))
            for _ in 0..<2 {
                _ = try await SignIn(office.database, passwords: dearer)
                    .enter(email: "boris@example.com", password: Office.password, from: Office.visitor)
            }
            await #expect(dearer.runs == 3)
            let user = office.boris
            let stored = try await office.database.read { try Credentials.hash(of: user, in: $0) }
            #expect(stored?.hasPrefix("$scrypt$ln=5,") == true)
        }
    }

    @Test func `the network of an IPv6 address is its first half`() {
        let networks = ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", "2001:db8::1", "::1", "192.0.2.1", "::ffff:192.0.2.1"]
            .map { Visitor(address: $0, agent: "").network }
        #expect(networks == ["2001:db8:1:2", "2001:db8:1:2", "2001:db8::", "::", "192.0.2.1", "::ffff:192.0.2.1"])
    }

    private enum Try: Equatable { case entered, invalid, tooMany(Int) }

    private func tries(_ office: Office, _ email: String) async throws -> Try {
        do {
            _ = try await office.enter(email, "wrong")
            return .entered
        } catch Failure.tooMany(let seconds) {
            return .tooMany(seconds)
        } catch Failure.invalid {
            return .invalid
        }
    }
}
