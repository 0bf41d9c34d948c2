import Foundation
import Kit

/// Hashes and checks passwords: two at a time on threads of their own, the others in a queue of limited length,
/// so that many sign-ins at once slow down nothing else.
public actor Passwords {
    private static let atOnce = 2
    private static let queueLength = 32

    private let cost: PasswordCost
    /// What is checked when there is no such user, so that the answer takes as long.
    private let nobody: PasswordHash
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// How many passwords were hashed, for tests and metrics.
    public private(set) var runs = 0

    public init(cost: PasswordCost = .standard) {
        self.cost = cost
        nobody = PasswordHash(cost: cost, salt: Secret.randomBytes(16), key: Secret.randomBytes(32))
    }

    /// The string to store for a password. - Throws: `Failure.tooMany` when the queue is full.
    public func hash(_ password: String) async throws -> String {
        let cost = cost
        return try await turn { try PasswordHash(of: password, cost: cost).phc }
    }

    /// Whether `password` is the one whose hash is stored. Without a stored hash it costs the same and is false.
    /// - Throws: `Failure.tooMany` when the queue is full.
    public func verify(_ password: String, against stored: String?) async throws -> Bool {
        let known = stored.flatMap(PasswordHash.init(phc:))
        let hash = known ?? nobody
        return try await turn { try hash.matches(password) } && known != nil
    }

    /// Whether a stored hash is of another cost than today's.
    public nonisolated func isOutdated(_ stored: String) -> Bool { PasswordHash(phc: stored)?.cost != cost }

    private func turn<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        if running >= Passwords.atOnce {
            guard waiting.count < Passwords.queueLength else { throw Failure.tooMany(retryAfter: 5) }
            // Whoever ends hands its place over, so `running` stays as it is.
            await withCheckedContinuation { waiting.append($0) }
        } else {
            running += 1
        }
        defer {
            if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
        }
        runs += 1
        return try await Passwords.onThread(work)
    }

    /// A fifth of a second on one of the few cooperative threads would hold up every request.
    private static func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }
}
