public import Storage

/// One attempt at a job, in the hands of its handler. Everything that counts is done through it, so that a handler
/// whose lease went to another changes nothing any more.
public struct JobRun: Sendable {
    public let id: Int64
    public let kind: String
    /// What was given with the job, or remembered by an earlier attempt.
    public let payload: String
    /// Counted from 1.
    public let attempt: Int64
    /// The user for whom it runs; nil for the program itself.
    public let createdBy: Int64?
    public let database: any Database
    let lease: Lease
    let whenOver: JobKind.End?

    /// Writes as this job. - Throws: `LeaseLost` when the job is no longer ours.
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.write { [lease] tx in
            try lease.renew(in: tx)
            return try body(tx)
        }
    }

    /// Says how far the work came.
    public func progress(_ done: Int64, of total: Int64, note: String? = nil) async throws {
        try await write { tx in try progress(done, of: total, note: note, in: tx) }
    }

    public func progress(_ done: Int64, of total: Int64, note: String? = nil, in tx: any Transaction) throws {
        try lease.progress(done, of: total, note: note, in: tx)
    }

    /// Keeps where to go on after a break, in the transaction of the work done so far. What failed before that is forgotten: a long
    /// work may meet more obstacles than a short one.
    public func remember(_ payload: String, in tx: any Transaction) throws { try lease.remember(payload, in: tx) }

    /// Completes the job in the transaction of its last effect. It can't be completed twice.
    public func finish(in tx: any Transaction) throws { try end(.done, in: tx) }

    /// Writes down how the attempt ended.
    func end(_ state: JobState, delay: Int64 = 0, error: String? = nil, in tx: any Transaction) throws {
        try lease.end(state, delay: delay, error: error, tx)
        if state.isFinished { try whenOver?(self, state == .done, tx) }
    }

    func settle(_ outcome: Outcome, kind: JobKind, backoff: Backoff, in tx: any Transaction) throws {
        let attempt = try lease.attempt(in: tx)
        switch outcome {
        case .done: try finish(in: tx)
        case .hopeless(let error): try end(.dead, error: error, in: tx)
        case .failed(let error) where !kind.isRepeatable: try end(.uncertain, error: error, in: tx)
        case .failed(let error) where attempt >= Int64(kind.maximumAttempts): try end(.dead, error: error, in: tx)
        case .failed(let error): try end(.ready, delay: backoff.delay(attempt: attempt), error: error, in: tx)
        case .interrupted where !kind.isRepeatable: try end(.uncertain, error: "The program was stopped.", in: tx)
        case .interrupted:
            try end(.ready, in: tx)
            try lease.forgetAttempt(in: tx)
        }
    }
}
