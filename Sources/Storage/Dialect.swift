/// What the two engines spell differently. Everything else is the common subset.
public protocol Dialect: Sendable {
    /// For messages and `krug check`: "SQLite", "PostgreSQL".
    var name: String { get }

    /// The type of a stored column: integer, text or blob.
    func type(_ kind: ColumnKind) -> SQL

    /// Behind the definition of a table that is kept in the order of its primary key.
    var withoutRowID: SQL { get }

    /// The definition of an `id` column that numbers rows from 1 and never gives a number twice.
    var sequentialID: SQL { get }

    /// The statements that make the numbering of `table` go on after its highest id, once rows came in with ids of their own.
    /// - Parameter given: the highest number that was ever given, also to a row that is no more; 0 when that is not known.
    func renumber(_ table: Identifier, above given: Int64) -> [SQL]

    /// `expression` in lower case with ё as е.
    func folded(_ expression: SQL) -> SQL

    /// The order of a sort key in which an empty value is the smallest on both engines.
    func order(_ expression: SQL, descending: Bool) -> SQL
    /// A column of an index, in the order in which an empty value is the smallest.
    func indexColumn(_ column: Identifier, descending: Bool) -> SQL

    /// The statements that make an index for `Database.build`. One that was broken off is made anew.
    func buildIndex(_ name: Identifier, on table: Identifier, _ columns: SQL) -> [SQL]
    func dropIndex(_ name: Identifier) -> SQL

    /// The statements that make the search index of `table`, named `<table>_search`.
    func createSearch(_ table: Identifier) -> [SQL]
    /// The statements that bring the index of one record up to date, for `Transaction.beforeCommit`. The texts are as people
    /// wrote them; either may be empty (not indexed). `old` is exactly what was given as `new` the last time.
    func updateSearch(_ table: Identifier, id: Int64, from old: String, to new: String) -> [SQL]
    /// A condition on `id` (a column expression of `table`): its search text contains every word of `text`, which is folded and
    /// escaped here. Words of one or two letters match where words begin. Nothing matches a text without words.
    func matchesSearch(_ table: Identifier, id: SQL, text: String) -> SQL
    /// A query of one column `id`: all that match.
    func searchHits(_ table: Identifier, text: String, atStart: Bool) -> SQL
    /// A query of one column `id`: the newest that match, and for which `rule` holds, a condition on `table` called `t`; the newest first.
    func newestHits(_ table: Identifier, text: String, atStart: Bool, where rule: SQL?, limit: Int) -> SQL

    /// The condition under which a row of `batch` can have nothing appear behind it.
    func settled(_ batch: Identifier) -> SQL
    /// The value of `batch.xid` for a batch being made.
    var currentXID: SQL { get }

    /// What a unit of reading sees, as a text for `wasCommitted`.
    var snapshot: SQL { get }
    /// The condition that a batch of `xid`, an expression, is one that such a unit saw; nil where its number tells that.
    func wasCommitted(_ xid: SQL, in snapshot: String) -> SQL?

    /// Greater than every `xid` that a committed batch can have.
    var nextXID: SQL { get }

    /// Keeps a selected row of `t` from being changed by others until the unit ends, or nothing where there is one writer.
    var lockRow: SQL { get }
    /// The same for a row that is about to go: nobody can begin to refer to it either.
    var lockGoing: SQL { get }
    /// Keeps a selected row of `t`, which the unit refers to, from going until the unit ends.
    var lockReferred: SQL { get }
    /// Keeps a selected row of `t` as it is until the unit ends; others may do so too.
    var shareRow: SQL { get }

    /// Keeps other servers from changing the tables until the unit ends, where there can be others.
    var lockSchema: SQL? { get }

    /// A query for the version of the schema, which no other server can change until the unit ends.
    var schemaVersion: SQL { get }

    /// Locks the selected jobs against other servers, or nothing where there is one writer.
    var skipLocked: SQL { get }

    /// The tables of this workspace and their columns, for comparing with the schema.
    func columns(_ connection: any Connection) throws -> [String: Set<String>]
    /// The names of the indexes of this workspace.
    func indexes(_ connection: any Connection) throws -> Set<String>
    /// The versions and settings that safety depends on, a line each; what is known to be unsafe begins with "warning:".
    func versions(_ connection: any Connection) throws -> [String]
    /// A query for the bytes that the workspace takes on the disk.
    var size: SQL { get }
    /// The plan of a query, one line a step, for tests and `krug check`.
    func plan(_ sql: SQL, _ connection: any Connection) throws -> [String]
    /// Whether a step of a plan reads a whole table.
    func isFullScan(_ step: String) -> Bool
    /// Whether rows of a `UNION ALL` that is sorted are read from each part in its order, and no more of them than are wanted.
    var mergesUnions: Bool { get }
}

extension Dialect {
    public func matchesSearch(_ table: Identifier, id: SQL, text: String) -> SQL {
        "\(id) IN (\(searchHits(table, text: text, atStart: false)))"
    }
}

public enum ColumnKind: Sendable, Hashable {
    case integer, text, blob
}
