/// One row of a table.
public struct TableRow: Sendable, Hashable {
    public let cells: [String]
    /// The line of the file on which the row begins, from 1.
    public let line: Int

    public init(cells: [String], line: Int) {
        self.cells = cells
        self.line = line
    }
}
