import Kit
public import Storage

/// The first user of a workspace, made with a code that only whoever runs the program can see.
public struct FirstAdministrator: Sendable {
    private let database: any Database
    private let passwords: Passwords

    public init(_ database: any Database, passwords: Passwords) {
        self.database = database
        self.passwords = passwords
    }

    /// A code to print at start-up, or nil once there is a user. Codes of other servers stay good.
    public static func makeCode(in tx: any Transaction) throws -> String? {
        guard try isNeeded(in: tx) else { return nil }
        let code = SetupCode.make()
        try insert(Secret.hash(SetupCode.letters(of: code)), tx)
        return code
    }

    /// Makes the user with `createUser`, which returns its id, sets the password and signs in. The code is spent, and all others with it.
    /// - Throws: `Failure.notFound` once there is a user, `Failure.invalid` beside `code`, `password` or what `createUser` finds.
    public func redeem(
        code: String, name: String, email: String, password: String, from visitor: Visitor,
        createUser: @escaping @Sendable (any Transaction) throws -> Int64
    ) async throws -> NewSession {
        let hash = Secret.hash(SetupCode.letters(of: String(code.prefix(100))))
        try await database.read { connection in
            guard try FirstAdministrator.isNeeded(in: connection) else { throw Failure.notFound }
            guard try FirstAdministrator.isKnown(hash, connection) else { throw FirstAdministrator.refusal }
        }
        let chosen = await passwords.hash(new: password, about: [name, email])
        return try await database.write { tx in
            guard try FirstAdministrator.spend(hash, tx) else { throw FirstAdministrator.refusal }
            guard try FirstAdministrator.isNeeded(in: tx) else { throw Failure.notFound }
            let (stored, user) = try chosen.and { try createUser(tx) }
            try Credentials.set(stored, for: user, in: tx)
            return try Sessions.start(for: user, from: visitor, in: tx)
        }
    }

    private static let refusal = Failure.invalid(
        "code", Label("The code is wrong. It stands in the program's output.", ru: "Неверный код. Он есть в выводе программы при запуске.")
    )
}

/// 128 random bits that a person can copy: `K7QD-…`, without letters that look alike.
enum SetupCode {
    private static let alphabet = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789")

    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<28).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// Without hyphens, spaces and case.
    static func letters(of code: String) -> String { code.uppercased().filter { $0.isLetter || $0.isNumber } }
}
