import CPostgres
import Storage

/// A statement that the server has parsed, with the types of its places.
struct PreparedStatement {
    let name: String
    private let types: [UInt32]

    static func prepare(_ name: String, _ text: String, _ values: [DatabaseValue], _ connection: OpaquePointer) -> PostgresResult {
        let types = types(values)
        return PostgresResult(PQprepare(connection, name, text, Int32(clamping: types.count), types))
    }

    /// The types of values, 0 for NULL: the server chooses.
    static func types(_ values: [DatabaseValue]) -> [UInt32] { values.map { PostgresType(of: $0)?.rawValue ?? 0 } }

    /// After `prepare`. Where NULL stood the server chose the type; asked for it, other values can use the same statement.
    init(_ name: String, _ values: [DatabaseValue], _ connection: OpaquePointer) {
        self.name = name
        let known = PreparedStatement.types(values)
        guard known.contains(0) else {
            types = known
            return
        }
        let description = PostgresResult(PQdescribePrepared(connection, name))
        types = known.indices.map { known[$0] == 0 ? PQparamtype(description.pointer, Int32(clamping: $0)) : known[$0] }
    }

    func fits(_ values: [DatabaseValue]) -> Bool {
        values.count == types.count
            && zip(values, types).allSatisfy { value, type in PostgresType(of: value).map { $0.rawValue == type } ?? true }
    }
}
