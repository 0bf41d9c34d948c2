public import Bulk
public import Kit
public import Tables

/// One import, from the file to the report.
public struct Import: Sendable {
    public enum State: String, Sendable, Hashable {
        /// The file is here; its columns are being chosen.
        case new
        case running
        case done
    }

    public let id: Int64
    public let state: State
    /// As the user called it.
    public let fileName: String
    /// Its name among the files of the workspace.
    public let file: String
    public let format: TableFormat
    public let header: [String]
    /// Rows below the heading.
    public let rows: Int
    public let mapping: ImportMapping?
    public let counts: ImportCounts
    /// The job that does it, once it was started.
    public let job: Int64?
    /// Nil for the program itself.
    public let createdBy: Int64?
    public let createdAt: Instant
    /// Once somebody took it back.
    public let undo: Turn?
    /// Once somebody let it run dry.
    public let preview: Preview?

    /// What a dry run found.
    public struct Preview: Sendable {
        /// By which rows were understood.
        public let mapping: ImportMapping?
        public let isDone: Bool
        public let job: Int64
        public let counts: ImportCounts
    }
}
