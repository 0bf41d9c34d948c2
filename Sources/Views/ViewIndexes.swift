import Definitions
public import Kit
public import RecordEngine
public import Storage

/// The indexes that shared views need: what they compare with a value and sort by.
public enum ViewIndexes {
    /// Every index costs each write a little.
    static let mostPerObject = 8

    /// Whether writing a view may have changed what is wanted. Views of one person alone ask for nothing.
    public static func mayDiffer(_ old: Record?, _ new: Record?) -> Bool {
        func shape(_ view: Record?) -> [String?] {
            guard let view, view[SavedView.audience] != SavedView.personal else { return [] }
            return [view[SavedView.filter], view[SavedView.sort]]
        }
        return shape(old) != shape(new)
    }

    /// Makes what is missing and drops what nobody wants any more.
    public static func build(_ engine: Engine, _ database: any Database, now: Instant) async throws {
        let statements = try await database.read { connection in
            let records = Records(engine, connection, .system(), now: now)
            return try WantedIndex.statements(try wanted(records), records.schema, connection)
        }
        try await database.build(statements)
    }

    static func wanted(_ records: Records) throws -> Set<WantedIndex> {
        let shared = Query(
            SavedView.object.name, filter: try Filter("audience != \(SavedView.personal)"),
            sort: [Sort(FieldPath("position")), Sort(FieldPath("id"))],
            columns: ["object", "filter", "sort"].map { FieldPath($0) }, limit: 1_000)
        var wanted: [String: Set<WantedIndex>] = [:]
        for view in try records.list(shared, make: { row in (0..<3).map { String(row.value($0)) ?? "" } }).rows {
            guard let object = records.schema.object(view[0]), wanted[object.name]?.count ?? 0 < mostPerObject,
                let index = index(of: object, filter: view[1], sort: view[2])
            else { continue }
            wanted[object.name, default: []].insert(index)
        }
        return wanted.values.reduce(into: []) { $0.formUnion($1) }
    }

    /// First the fields that are one value, then the order of the rows.
    private static func index(of object: ObjectDefinition, filter: String, sort: String) -> WantedIndex? {
        let parts = ((try? Filter(filter)) ?? .all).parts
        let same = parts.compactMap { part -> String? in
            guard case .compare(let path, .equals, let operand) = part, path.names.count == 1, operand != .word("my_team") else {
                return nil
            }
            return path.text
        }
        var fields = same.reduce(into: [String]()) { if !$0.contains($1), $0.count < 2 { $0.append($1) } }
        let order = Sort.parse(sort).first?.path.text ?? object.listSort.field
        if order != "id", !fields.contains(order) { fields.append(order) }
        return WantedIndex(fields, of: object)
    }
}
