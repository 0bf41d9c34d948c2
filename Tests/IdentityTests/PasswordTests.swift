@testable import Identity
import Kit
import Testing

struct PasswordTests {
    @Test func `the vector of RFC 7914 fits`() throws {
        let phc = "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA"
        let hash = try #require(PasswordHash(phc: phc))
        try #expect(hash.matches("password"))
        try #expect(!hash.matches("Password"))
        #expect(hash.phc == phc)
    }

    @Test func `a password fits its hash and no other`() async throws {
        let passwords = Passwords(cost: PasswordCost(log: 4, blockSize: 1, parallelism: 1))
        let stored = try await passwords.hash("пять зелёных слонов")
        #expect(stored.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
        try await #expect(passwords.verify("пять зелёных слонов", against: stored))
        // The same letters, composed otherwise.
        try await #expect(passwords.verify("пять зеле\u{308}ных слонов", against: stored))
        try await #expect(!passwords.verify("пять зелёных слона", against: stored))
        try await #expect(!passwords.verify("пять зелёных слонов", against: nil))
        try await #expect(passwords.hash("пять зелёных слонов") != stored)
    }

    @Test(arguments: [
        "", "$scrypt$", "$bcrypt$ln=4,r=1,p=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=40,r=8,p=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=9,p=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=1,p=1$TmFDbA$AAAA",
        "$scrypt$ln=4,r=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `a stored text that is no such hash, or too dear, is refused`(phc: String) {
        #expect(PasswordHash(phc: phc) == nil)
    }

    @Test(arguments: [
        "password", "Password123!", "qwertyui", "йцукенгш", "ЙЦУКЕНГШ", "gfhjkm12", "пароль2024", "ghbdtnghbdtn", "приветпривет",
        "12345678", "87654321",
        "11111111", "abababab", "1qaz2wsx", "любовь12", "k.,jdm12", "Boris1985", "борис1985",
        "01.02.1985", "+79161234567", "krug2026", "aaaa1111",
    ])
    func `what is tried first is refused`(password: String) {
        #expect(throws: Failure.self) { try PasswordRules.check(password, about: ["Boris Борис", "b@example.com"]) }
    }

    @Test(arguments: ["четыре весёлых слона", "correct horse battery", "Tr0ub4dor&3", "дождь идёт", "x9!kQ2#v", "48151623421108472"])
    func `other passwords of 8 to 128 characters are taken, whatever they are made of`(password: String) throws {
        try PasswordRules.check(password, about: ["Boris"])
    }

    @Test func `the length is counted in characters`() throws {
        #expect(throws: Failure.self) { try PasswordRules.check("x9!kQ2#") }
        try PasswordRules.check(String(repeating: "слон и кит ", count: 11))
        #expect(throws: Failure.self) { try PasswordRules.check(String(repeating: "слон и кит ", count: 12)) }
    }

    @Test func `beyond two at work and thirty-two in the queue, sign-ins are put off`() async throws {
        let passwords = Passwords(cost: PasswordCost(log: 10, blockSize: 8, parallelism: 1))
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask { (try? await passwords.hash("x9!kQ2#v")) != nil }
            }
            return await group.reduce(into: (hashed: 0, refused: 0)) { if $1 { $0.hashed += 1 } else { $0.refused += 1 } }
        }
        #expect(outcomes.hashed >= 34)
        #expect(outcomes.hashed + outcomes.refused == 200)
        await #expect(passwords.runs == outcomes.hashed)
    }
}
