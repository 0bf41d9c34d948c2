public import Definitions
public import Storage

/// Brings the tables of a workspace in line with a schema: what is missing is added, nothing is taken away but indexes
/// that others replace.
public struct SchemaTables {
    private let dialect: any Dialect

    /// Makes missing tables, columns and indexes, in the unit of `tx`.
    public static func apply(_ schema: Schema, _ systemTables: [SystemTable], _ tx: any Transaction) throws {
        for statement in try missing(schema, systemTables, try tx.dialect.columns(tx), tx) { try tx.execute(statement) }
        try JournalTables.adopt(tx)
    }

    /// Whether there are tables already, and `apply` would change them.
    public static func wouldChange(_ schema: Schema, _ systemTables: [SystemTable], _ connection: any Connection) throws -> Bool {
        let columns = try connection.dialect.columns(connection)
        return try !columns.isEmpty && !missing(schema, systemTables, columns, connection).isEmpty
    }

    private static func missing(
        _ schema: Schema, _ systemTables: [SystemTable], _ columns: [String: Set<String>], _ connection: any Connection
    ) throws -> [SQL] {
        let tables = SchemaTables(dialect: connection.dialect)
        let system = (JournalTables.all + MatchTables.all + systemTables).filter { columns[$0.name.name] == nil }.flatMap {
            $0.create(connection.dialect)
        }
        return system + schema.objects.flatMap { tables.missing($0, columns) } + (try missingIndexes(schema, connection))
    }

    /// The statements that make the indexes which are missing.
    package static func missingIndexes(_ schema: Schema, _ connection: any Connection) throws -> [SQL] {
        let indexes = try connection.dialect.indexes(connection)
        let declared = JournalTables.indexes + schema.objects.flatMap(SchemaTables(dialect: connection.dialect).indexes)
        let replaced = schema.objects.filter(\.hasArchive).flatMap(replacedIndexes)
        return declared.filter { !indexes.contains($0.name.name) }.map(\.statement)
            + replaced.filter { indexes.contains($0.name) }.map { "DROP INDEX \($0)" }
    }

    /// What earlier versions had over the living records of an object with an archive: those that don't say what is archived, and those that
    /// a longer one serves as well.
    private static func replacedIndexes(of object: ObjectDefinition) -> [Identifier] {
        let declared = declaredIndexes(of: object)
        let begins = Set(object.indexes.flatMap { fields in fields.indices.dropFirst().map { Array(fields[..<$0]) } }).subtracting(declared)
        return declared.compactMap { object.index($0, "") } + begins.compactMap { object.index($0, "_live") }
    }

    /// The statements that make what a field of an object is kept in, where it is missing.
    static func missing(
        _ field: FieldDefinition, of object: ObjectDefinition, _ known: [String: Set<String>], _ dialect: any Dialect
    ) -> [SQL] {
        let tables = SchemaTables(dialect: dialect)
        return tables.missingColumns([field], object, known) + tables.missingLinks([field], object, known)
    }

    private func missingColumns(_ fields: [FieldDefinition], _ object: ObjectDefinition, _ known: [String: Set<String>]) -> [SQL] {
        let live = known[object.name] ?? []
        return [object.table, object.past].flatMap { table in
            columns(of: fields).filter { !live.contains($0.name.name) }.map {
                "ALTER TABLE \(table) ADD COLUMN \($0.name) \(dialect.type($0.kind))"
            }
        }
    }

    private func missingLinks(_ fields: [FieldDefinition], _ object: ObjectDefinition, _ known: [String: Set<String>]) -> [SQL] {
        fields.filter { $0.isManyReferences && known[object.links($0).name] == nil }.map { field in
            """
            CREATE TABLE \(object.links(field)) (
                target \(dialect.type(.integer)) NOT NULL, record \(dialect.type(.integer)) NOT NULL, PRIMARY KEY (target, record)
            ) \(dialect.withoutRowID)
            """
        }
    }

    private func missing(_ object: ObjectDefinition, _ known: [String: Set<String>]) -> [SQL] {
        var statements: [SQL] = []
        statements += known[object.name] == nil ? create(object) : missingColumns(object.fields, object, known)
        statements += missingLinks(object.linkFields, object, known)
        if object.isSearched, known[object.name + "_search"] == nil {
            statements += dialect.createSearch(object.table)
        }
        return statements
    }

    private func create(_ object: ObjectDefinition) -> [SQL] {
        let integer = dialect.type(.integer)
        let fields = columns(of: object.fields).map { ", \($0.name) \(dialect.type($0.kind))" as SQL }.joined(separator: "")
        return [
            "CREATE TABLE \(object.table) (id \(dialect.sequentialID), version \(integer) NOT NULL, batch \(integer) NOT NULL\(fields))",
            // `ended_by` is the batch that ended the version.
            """
            CREATE TABLE \(object.past) (
                id \(integer) NOT NULL, version \(integer) NOT NULL, batch \(integer) NOT NULL, ended_by \(integer) NOT NULL\(fields),
                PRIMARY KEY (id, version)
            ) \(dialect.withoutRowID)
            """,
        ]
    }

    /// The columns of the fields, without the id.
    private func columns(of fields: [FieldDefinition]) -> [(name: Identifier, kind: ColumnKind)] {
        fields.filter { $0.name != "id" }.flatMap { field in
            zip(field.identifiers, field.type.columns).map { ($0, $1.kind) }
        }
    }

    /// The fields of each index over the living records.
    private static func declaredIndexes(of object: ObjectDefinition) -> [[String]] {
        // An index over several fields serves its first one too.
        let covered = Set(object.indexes.compactMap(\.first))
        let single = object.fields.filter { field in
            !covered.contains(field.name) && (field.wantsIndex || field.name == object.listSort.field && field.name != "id")
        }
        return single.map { [$0.name] } + object.indexes
    }

    private func indexes(of object: ObjectDefinition) -> [(name: Identifier, statement: SQL)] {
        var declared = SchemaTables.declaredIndexes(of: object).compactMap { names -> (Identifier, SQL)? in
            let fields = names.compactMap { object.field($0)?.indexedIdentifiers }
            // What is counted, summed or passed over by an index alone must find in it whether a record is in use.
            let isLive = object.hasArchive
            guard fields.count == names.count, !fields.contains([]), let name = object.index(names, isLive ? "_live" : "") else {
                return nil
            }
            // The id is never empty, so it stands in the engine's usual order, as in the index of the primary key.
            let columns = fields.joined().map { dialect.indexColumn($0, descending: false) } + (isLive ? ["id", "archived_at"] : ["id"])
            let spelled = columns.joined(separator: ", ")
            return (name, "CREATE INDEX \(name) ON \(object.table) (\(spelled))")
        }
        if object.hasArchive, let name = object.index(["archived_at"], "") {
            let column = dialect.indexColumn("archived_at", descending: false)
            declared.append((name, "CREATE INDEX \(name) ON \(object.table) (\(column), id) WHERE archived_at IS NOT NULL"))
        }
        // By it the versions are found that stood at a moment.
        guard let span = Identifier(checked: "\(object.name)_past_span_idx") else { return declared }
        let past = object.pastIndexes.compactMap { fields -> (Identifier, SQL)? in
            let columns = fields.compactMap { object.field($0).map { $0.sortIdentifier ?? $0.identifiers[0] } }
            guard let name = Identifier(checked: "\(object.name)_past_\(fields.joined(separator: "_"))_idx") else { return nil }
            let ordered =
                columns.map { dialect.indexColumn($0, descending: false) }
                + (columns.count > 1 || fields == [object.listSort.field] ? ["id"] : [])
            return (name, "CREATE INDEX \(name) ON \(object.past) (\(ordered.joined(separator: ", ")))")
        }
        declared += past + [(span, "CREATE INDEX \(span) ON \(object.past) (ended_by, batch)")]
        if object.hasPastOfOwners, let owner = object.ownerField.flatMap(object.field)?.identifiers.first,
            let name = Identifier(checked: "\(object.name)_past_owner_span_idx")
        {
            declared.append((name, "CREATE INDEX \(name) ON \(object.past) (\(owner), ended_by, batch)"))
        }
        return declared
    }
}
