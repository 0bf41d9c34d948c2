/// The right to work on a job for a while. The token fences off whoever held it before.
struct Lease: Sendable {
    let job: Int64
    let token: String
    let seconds: Int64
}

/// How an attempt ended.
enum Outcome: Sendable, Equatable {
    case done
    case failed(String)
    case hopeless(String)
    /// The runner stops; the work is handed back untouched.
    case interrupted
}
