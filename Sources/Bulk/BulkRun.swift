public import Kit
public import RecordEngine

/// A bulk change, from its trial to its report.
public struct BulkRun: Sendable {
    public enum State: String, Sendable, Hashable {
        /// It is being found out what would become of the records.
        case trying
        /// That is known; nothing is changed.
        case tried
        case running
        case done
    }

    public let id: Int64
    public let order: BulkOrder
    public let state: State
    /// So many records are meant.
    public let total: Int
    public let changed: Int
    /// Records that were so already.
    public let unchanged: Int
    public let skipped: Int
    /// The job that tries or does it; nil when that was done at once.
    public let job: Int64?
    public let createdBy: Int64?
    public let createdAt: Instant
    /// Once all of it was taken back by a job.
    public let undo: Turn?
    /// Records with a greater number came later and are not meant.
    let last: Int64

    /// What its batches were done through.
    public var work: Via { Via(.bulk, id) }
    public var seen: Int { changed + unchanged + skipped }
}
