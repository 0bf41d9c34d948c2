import Definitions
import Storage

/// The statements that are run for every record of an object, made once.
struct RecordStatements: Sendable {
    /// Adds a living record and gives its id: to be filled with version, batch, and the columns of all fields but the id.
    let insertion: SQL
    /// Copies a living record to the past: to be filled with the batch that ends it, and its id.
    let burial: SQL

    init(_ object: ObjectDefinition) {
        let columns = object.copiedColumns
        let count = object.fields.reduce(0) { $0 + ($1.name == "id" ? 0 : $1.identifiers.count) }
        let values = repeatElement(", \(DatabaseValue.null)" as SQL, count: count).joined(separator: "")
        let insertion: SQL = "INSERT INTO \(object.table) (version, batch\(columns)) VALUES (\(1), \(0)\(values)) RETURNING id"
        let burial: SQL = """
            INSERT INTO \(object.past) (id, version, batch, ended_by\(columns))
            SELECT id, version, batch, \(0)\(columns) FROM \(object.table) WHERE id = \(0)
            """
        self.insertion = insertion.lastingly
        self.burial = burial.lastingly
    }
}

extension Engine {
    func statements(of object: ObjectDefinition) -> RecordStatements { statements[ObjectIdentifier(object)] ?? RecordStatements(object) }
}
