import Definitions
import Kit
import Storage

/// A table as a package carries it: which part of the package holds its rows, one in a line, and what may stand in its columns.
struct PackageTable: Sendable {
    struct Column: Sendable {
        let name: Identifier
        let kind: ColumnKind
        /// Beyond these no moment and no day can be shown.
        var bounds = Int64.min...Int64.max
    }

    let name: Identifier
    /// `records/deal`, `history/deal`, `journal/batch`.
    let part: String
    let columns: [Column]
    /// The columns in whose order the rows come, which tell them apart.
    let key: [Identifier]
    /// The batches that a row is of, as expressions; none for what belongs to no moment.
    var batches: [SQL] = []
    /// Whose records, or former versions, they are.
    var object: ObjectDefinition?
    var isFormer = false
    /// The columns of single references: the field, where it stands, and the object; nil where the next column names that.
    private(set) var references: [(field: String, place: Int, target: String?)] = []

    /// The living records of an object.
    static func records(_ object: ObjectDefinition) -> PackageTable {
        var table = PackageTable(
            name: object.table, part: "records/\(object.name)", columns: head + fields(of: object), key: ["id"],
            batches: ["\(object.table).batch"], object: object)
        table.references = object.fields.compactMap { field in
            guard !field.isManyReferences, field.type.target != nil || field.type.input == .link else { return nil }
            return table.columns.firstIndex { $0.name == field.identifiers[0] }.map { (field.name, $0, field.type.target) }
        }
        return table
    }

    /// The former versions of its records, those of deleted ones included.
    static func history(_ object: ObjectDefinition) -> PackageTable {
        PackageTable(
            name: object.past, part: "history/\(object.name)",
            columns: head + [number(end)] + fields(of: object),
            key: ["id", "version"], batches: ["\(object.past).batch"], object: object, isFormer: true)
    }

    /// What a workspace has beside its records: the journal, numbers that were counted out, what is known of duplicates, words of files.
    static let beside: [PackageTable] = [
        PackageTable(
            name: "batch", part: "journal/batch",
            columns: [
                number("id"), Column(name: "at", kind: .integer, bounds: moments), number("author"), text("via"), number("via_id"),
                text("action"), number("undoes"),
            ],
            key: ["id"], batches: ["batch.id"]),
        PackageTable(
            name: "touched", part: "journal/touched", columns: [number("batch"), text("object"), number("record"), text("kind")],
            key: ["batch", "object", "record"], batches: ["touched.batch"]),
        PackageTable(
            name: "history_kept", part: "journal/history_kept", columns: [text("object"), number("batch")], key: ["object"]),
        PackageTable(
            name: "merged", part: "journal/merged", columns: [text("object"), number("record"), number("batch"), number("survivor")],
            key: ["object", "record", "batch"], batches: ["merged.batch"]),
        PackageTable(
            name: "not_duplicate", part: "journal/not_duplicate",
            columns: [
                text("object"), number("record"), number("other"), number("author"), Column(name: "at", kind: .integer, bounds: moments),
            ],
            key: ["object", "record", "other"],
            batches: [
                made("not_duplicate.object", "not_duplicate.record"), made("not_duplicate.object", "not_duplicate.other"),
                "coalesce(\(made("'user'", "not_duplicate.author")), 0)",
            ]),
        PackageTable(
            name: "counter", part: "journal/counter", columns: [text("object"), text("field"), text("period"), number("number")],
            key: ["object", "field", "period"]),
        PackageTable(
            name: "client_key", part: "journal/client_key", columns: [text("object"), text("key"), number("record")],
            key: ["object", "key"],
            batches: [made("client_key.object", "client_key.record")]),
        PackageTable(name: "file_text", part: "journal/file_text", columns: [text("sha256"), text("words")], key: ["sha256"]),
    ]

    /// The batch that made a record: the number of one that came since will be another's.
    private static func made(_ object: SQL, _ record: SQL) -> SQL {
        "(SELECT min(t.batch) FROM touched t WHERE t.object = \(object) AND t.record = \(record))"
    }

    private static let head = [number("id"), number("version"), number("batch")].map {
        Column(name: $0.name, kind: $0.kind, bounds: 1...greatest)
    }

    private static let required: Set<Identifier> = ["id", "version", "batch"]

    /// Of a former version: the batch that ended it.
    static let end: Identifier = "ended_by"

    private static func fields(of object: ObjectDefinition) -> [Column] {
        object.fields.filter { $0.name != "id" }.flatMap { field in
            zip(field.identifiers, field.type.columns).map { name, column in
                Column(
                    name: name, kind: column.kind,
                    bounds: field.type is InstantType ? moments : field.type is DayType ? days : Int64.min...Int64.max)
            }
        }
    }

    private static func number(_ name: Identifier) -> Column { Column(name: name, kind: .integer, bounds: 0...greatest) }
    private static func text(_ name: Identifier) -> Column { Column(name: name, kind: .text) }

    /// Numbers go on counting from what is brought in.
    private static let greatest: Int64 = 1 << 53

    /// The years from 1 to 9999.
    private static let days: ClosedRange<Int64> = -719_162...2_932_896
    private static let moments: ClosedRange<Int64> = (days.lowerBound * 86_400_000)...(days.upperBound * 86_400_000 + 86_399_999)
}

extension PackageTable {
    /// The values of a line, in the order of the columns.
    /// - Throws: `Failure.malformed` that says what is wrong with it.
    func values(_ line: JSON) throws(Failure) -> [DatabaseValue] {
        guard let members = line.members else { throw unreadable(Label("it is no JSON object", ru: "это не объект JSON")) }
        var given = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        given["names"] = nil
        var values: [DatabaseValue] = []
        values.reserveCapacity(columns.count)
        for column in columns {
            guard let value = given.removeValue(forKey: column.name.name), value != .null else {
                guard !key.contains(column.name), object == nil || !PackageTable.required.contains(column.name) else { throw wrong(column) }
                values.append(.null)
                continue
            }
            switch column.kind {
            case .integer:
                guard let number = value.int, column.bounds.contains(number) else { throw wrong(column) }
                values.append(.int(number))
            case .text:
                guard let text = value.string, !text.utf8.contains(0) else { throw wrong(column) }
                values.append(.text(text))
            case .blob: throw wrong(column)
            }
        }
        // Whatever has a number was made by this program or a later one.
        guard let unknown = given.keys.sorted().first else { return values }
        throw unreadable(Label("this version does not know “\(unknown.prefix(60))”", ru: "эта версия не знает «\(unknown.prefix(60))»"))
    }

    /// A row as it is kept here. Imports, bulk changes and tokens do not travel, and a number that leads to none of them could be taken for
    /// another's; of a handing over the journal itself tells all.
    func arriving(_ row: [DatabaseValue]) -> [DatabaseValue] {
        guard name == "batch", let via = columns.firstIndex(where: { $0.name == "via" }), row[via] != .text("handover") else { return row }
        return zip(columns, row).map { $0.name == "via_id" ? .null : $1 }
    }

    private func wrong(_ column: Column) -> Failure {
        unreadable(Label("“\(column.name.name)” can't be that", ru: "таким «\(column.name.name)» быть не может"))
    }

    func unreadable(_ reason: Label) -> Failure {
        .malformed(Label("The part \(part) of the package: \(reason.en).", ru: "Часть \(part) пакета: \(reason.ru)."))
    }
}
