import Kit
public import Storage

/// The durable queue of a workspace. A job is written in the transaction of what it follows from, so that both happen or neither.
public struct JobQueue: Sendable {
    /// One element whenever there may be something to do. Heard by the one runner of this process.
    let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    public init() {
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Puts a job into the queue and says its number.
    /// - Parameter uniqueKey: names the effect; when a job with it is known, that job's number is returned and nothing is added.
    /// - Parameter delay: seconds to wait at least.
    @discardableResult
    public func enqueue(
        _ kind: JobKind, payload: String = "{}", uniqueKey: String? = nil, delay: Int64 = 0, by user: Int64? = nil, in tx: any Transaction
    ) throws -> Int64 {
        let id = try JobQueue.insert(
            NewJob(kind: kind.name, payload: payload, isRepeatable: kind.isRepeatable, uniqueKey: uniqueKey, delay: delay, user: user), tx
        )
        tx.afterCommit { wake() }
        tx.announce()
        return id
    }

    /// Lets the runner of this process look for work now.
    public func wake() { waker.yield() }

    /// Makes a dead or uncertain job ready again, by a person's decision.
    /// - Throws: `Failure.conflict` when it is in another state, or unknown.
    public func revive(_ id: Int64, in tx: any Transaction) throws {
        guard try JobQueue.revive(id, tx) else {
            throw Failure.conflict(Label("This job can't be started again.", ru: "Эту задачу нельзя запустить снова."))
        }
        tx.afterCommit { wake() }
        tx.announce()
    }
}

struct NewJob: Sendable {
    let kind: String
    let payload: String
    let isRepeatable: Bool
    let uniqueKey: String?
    let delay: Int64
    let user: Int64?
}
