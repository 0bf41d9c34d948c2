import CryptoExtras
import Foundation

/// A password as it is stored: scrypt in a PHC string, `$scrypt$ln=15,r=8,p=3$salt$key`.
struct PasswordHash: Sendable, Equatable {
    let cost: PasswordCost
    let salt: [UInt8]
    let key: [UInt8]
}

extension PasswordHash {
    /// Hashes a password. Slow by intention.
    init(of password: String, cost: PasswordCost, salt: [UInt8] = Secret.randomBytes(16), length: Int = 32) throws {
        self.cost = cost
        self.salt = salt
        let derived = try KDF.Scrypt.deriveKey(
            from: Array(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: length,
            rounds: 1 << cost.log, blockSize: cost.blockSize, parallelism: cost.parallelism
        )
        key = derived.withUnsafeBytes(Array.init)
    }

    /// Nil unless it is such a string, with a bearable cost.
    init?(phc: String) {
        let parts = phc.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        var numbers: [Substring: Int] = [:]
        for pair in parts[2].split(separator: ",") {
            let sides = pair.split(separator: "=")
            guard sides.count == 2, let number = Int(sides[1]) else { return nil }
            numbers[sides[0]] = number
        }
        guard let log = numbers["ln"], let blockSize = numbers["r"], let parallelism = numbers["p"],
            let salt = PasswordHash.decode(parts[3]), let key = PasswordHash.decode(parts[4]), (16...64).contains(key.count)
        else { return nil }
        cost = PasswordCost(log: log, blockSize: blockSize, parallelism: parallelism)
        guard cost.isBearable else { return nil }
        self.salt = salt
        self.key = key
    }

    var phc: String {
        "$scrypt$ln=\(cost.log),r=\(cost.blockSize),p=\(cost.parallelism)$\(PasswordHash.encode(salt))$\(PasswordHash.encode(key))"
    }

    /// Whether the password is the one. Costs the same whatever it is.
    func matches(_ password: String) throws -> Bool {
        let other = try PasswordHash(of: password, cost: cost, salt: salt, length: key.count)
        return Secret.isEqual(other.key, key)
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: String(padded)).map(Array.init)
    }
}
