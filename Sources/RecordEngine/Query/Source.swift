import Definitions
import Storage

/// Which versions of records the compiler reads. As of a batch of the past there are two kinds: the living rows that stood already, and
/// the superseded and deleted ones that stood then.
enum Source: Sendable, Hashable {
    case now
    case living(asOf: Int64)
    case former(asOf: Int64)
    /// A row that is not written yet.
    case draft

    /// The batch at whose end the versions stood; nil for the present.
    var batch: Int64? {
        switch self {
        case .now, .draft: nil
        case .living(let batch), .former(let batch): batch
        }
    }

    var isFormer: Bool { if case .former = self { true } else { false } }

    /// Whether the tables of links know the rows.
    var hasLinks: Bool { !isFormer && self != .draft }

    /// The former versions of the same moment.
    var former: Source { batch.map { .former(asOf: $0) } ?? self }

    func table(of object: ObjectDefinition) -> Identifier { isFormer ? object.past : object.table }

    /// How the former versions of a moment are looked for.
    enum Way: Sendable, Hashable {
        /// By the batches that ended them: all of them are wanted.
        case span
        /// In the order of the list, most of which stood then: all of them, or those that somebody owned.
        case ordered(owner: Int64?)
        /// By the records that came to certain owners since.
        case moved(to: [Int64])
        /// By the batches that ended them: there are at most so many, which are then sorted; all of them, or those that certain owners had.
        case few(Int, of: [Int64]?)
    }

    /// What picks the versions, behind other conditions.
    func condition(_ alias: Identifier, _ way: Way = .span) -> SQL {
        switch self {
        case .now, .draft: .empty
        case .living(let batch): " AND \(alias).batch <= \(batch)"
        case .former(let batch):
            switch way {
            // A sign in front keeps the engines from the index of that column.
            case .ordered: " AND +\(alias).ended_by > \(batch) AND \(alias).batch <= \(batch)"
            case .moved: " AND \(alias).id = o.record AND \(alias).ended_by > \(batch) AND \(alias).batch <= \(batch)"
            case .few: " AND \(alias).id = f.id AND \(alias).version = f.version AND \(alias).batch <= \(batch)"
            case .span: " AND \(alias).ended_by > \(batch) AND \(alias).batch <= \(batch)"
            }
        }
    }
}
