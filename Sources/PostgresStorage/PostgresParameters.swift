import CPostgres
import Storage

/// The types in which values are bound, by PostgreSQL's numbers.
enum PostgresType: UInt32 {
    case bytes = 17
    case int = 20
    case text = 25
    case double = 701

    /// Nil for NULL, which has the type of its place.
    init?(of value: DatabaseValue) {
        switch value {
        case .null: return nil
        case .int: self = .int
        case .double: self = .double
        case .text: self = .text
        case .bytes: self = .bytes
        }
    }
}

/// Values in the form that libpq takes. All are sent binary: a text then keeps its length, whatever is in it.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []

    init(_ values: [DatabaseValue]) {
        offsets.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        for value in values {
            let start = bytes.count
            switch value {
            case .null: break
            case .int(let value): withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
            case .double(let value): withUnsafeBytes(of: value.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let value): bytes.append(contentsOf: value.utf8)
            case .bytes(let value): bytes.append(contentsOf: value)
            }
            offsets.append(value == .null ? nil : start)
            lengths.append(Int32(clamping: bytes.count - start))
        }
        // An empty last value still needs an address: null would be NULL.
        bytes.append(0)
    }

    typealias Body<T> = (_ count: Int32, _ values: [UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> T

    func lend<T>(_ body: Body<T>) -> T {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = offsets.map { offset in offset.flatMap { offset in base.map { UnsafePointer($0 + offset) } } }
            return body(Int32(clamping: pointers.count), pointers, lengths, Array(repeating: 1, count: pointers.count))
        }
    }
}
