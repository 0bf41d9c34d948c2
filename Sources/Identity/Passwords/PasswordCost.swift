/// How dear it is to try one password.
public struct PasswordCost: Sendable, Equatable {
    /// The logarithm of scrypt's N.
    let log: Int
    let blockSize: Int
    let parallelism: Int

    /// A cost of one's own is for tests, which have no secrets.
    public init(log: Int, blockSize: Int, parallelism: Int) {
        self.log = log
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// 32 MiB and a fifth of a second.
    public static let standard = PasswordCost(log: 15, blockSize: 8, parallelism: 3)

    /// Nothing that a stored string says may take more than 128 MiB.
    var isBearable: Bool { (1...17).contains(log) && (1...8).contains(blockSize) && (1...16).contains(parallelism) }
}
