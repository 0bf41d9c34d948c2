public import Definitions
import RecordEngine
public import Storage

/// An index that somebody wants beyond those that the schema declares: fields that are compared with a value, then the one that sorts.
public struct WantedIndex: Sendable, Hashable {
    public let object: String
    public let fields: [String]
    private let hasArchive: Bool

    /// Nil when the schema has such an index already, or there can be none.
    public init?(_ fields: [String], of object: ObjectDefinition) {
        guard let first = fields.first, fields.allSatisfy({ object.field($0)?.canBeIndexed ?? false }) else { return nil }
        guard !object.indexes.contains(where: { $0.starts(with: fields) }) else { return nil }
        if fields.count == 1, first == "id" || first == object.listSort.field || object.field(first)?.wantsIndex ?? true { return nil }
        self.object = object.name
        self.fields = fields
        hasArchive = object.hasArchive
        guard name != nil else { return nil }
    }

    private static let ending = "_view_idx"

    /// As with the declared ones, one that carries `archived_at` has a name of their own, so that older ones without it go.
    private var name: Identifier? {
        Identifier(checked: "\(object)_\(fields.joined(separator: "_"))\(hasArchive ? "_live" : "")\(WantedIndex.ending)")
    }

    /// The statements for `Database.build` that make what is missing of these indexes, and drop what nobody wants any more.
    public static func statements(_ wanted: Set<WantedIndex>, _ schema: Schema, _ connection: any Connection) throws -> [SQL] {
        let (dialect, known) = (connection.dialect, try connection.dialect.indexes(connection))
        let names = Set(wanted.compactMap { $0.name?.name })
        let idle = known.filter { $0.hasSuffix(ending) && !names.contains($0) }.sorted().compactMap { Identifier(checked: $0) }
        let missing = wanted.filter { index in index.name.map { !known.contains($0.name) } ?? false }.sorted {
            $0.fields.joined() < $1.fields.joined()
        }
        return idle.map(dialect.dropIndex)
            + missing.flatMap { index -> [SQL] in
                guard let name = index.name, let object = schema.object(index.object) else { return [] }
                let columns = index.fields.compactMap { object.field($0)?.indexedIdentifiers }.joined().map {
                    dialect.indexColumn($0, descending: false)
                }
                // As in the declared ones: what is in the archive is passed over without looking at the rows.
                let tail: [SQL] = object.hasArchive ? ["id", "archived_at"] : ["id"]
                return dialect.buildIndex(name, on: object.table, (columns + tail).joined(separator: ", "))
            }
    }
}

extension FieldDefinition {
    fileprivate var canBeIndexed: Bool {
        !isManyReferences && !isHidden && !indexedIdentifiers.isEmpty && type.input != .longText && type.input != .json
    }
}
