import Definitions
import Kit
import RecordEngine
import Web

/// The references of a page that are shown as the records they lead to. A place is left for each while the page is written;
/// the records are read afterwards, those of one object in one query, and put in their places.
struct Inclusions {
    private struct Place {
        /// Where in the bytes `null` stands for it.
        let offset: Int
        let object: String
        let ids: [Int64]
        let isList: Bool
    }

    private static let hole = 4
    private var places: [Place] = []

    var isEmpty: Bool { places.isEmpty }

    mutating func leavePlace(for value: FieldValue, of field: FieldDefinition, in json: inout JSONWriter) {
        json.null()
        guard let object = field.type.target else { return }
        let offset = json.bytes.count - Inclusions.hole
        switch value {
        case .reference(let id): places.append(Place(offset: offset, object: object, ids: [id], isList: false))
        case .references(let ids): places.append(Place(offset: offset, object: object, ids: ids, isList: true))
        default:
            if case .references = field.type.input { places.append(Place(offset: offset, object: object, ids: [], isList: true)) }
        }
    }

    /// The bytes with everything in its place. What may not be read is not there.
    func filled(_ bytes: [UInt8], _ records: Records) throws -> [UInt8] {
        var found: [String: [Int64: [UInt8]]] = [:]
        for (object, places) in Dictionary(grouping: places, by: \.object) {
            found[object] = try Inclusions.read(object, Set(places.flatMap(\.ids)), records)
        }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count * 2)
        var start = 0
        for place in places {
            out += bytes[start..<place.offset]
            start = place.offset + Inclusions.hole
            let members = place.ids.compactMap { found[place.object]?[$0] }
            if place.isList {
                out.append(UInt8(ascii: "["))
                out += members.joined(separator: [UInt8(ascii: ",")])
                out.append(UInt8(ascii: "]"))
            } else {
                out += members.first ?? Array("null".utf8)
            }
        }
        return out + bytes[start...]
    }

    private static func read(_ name: String, _ ids: Set<Int64>, _ records: Records) throws -> [Int64: [UInt8]] {
        guard !ids.isEmpty, let object = records.schema.object(name), records.principal.role.grant(name).read != .none else { return [:] }
        let names = object.readableFields(records.principal.role)
        let all = ids.sorted()
        var found: [Int64: [UInt8]] = [:]
        // Statements take some thirty thousand values; a page rarely refers to a thousand records.
        for start in stride(from: 0, to: all.count, by: 1_000) {
            let part = all[start..<min(start + 1_000, all.count)]
            let filter = Filter.compare(FieldPath("id"), .isIn, .list(part.map { .number("\($0)", currency: nil) }))
            let query = Query(name, filter: filter, columns: names.map { FieldPath($0) }, limit: part.count)
            _ = try records.list(query) { row in
                var json = JSONWriter(capacity: 512)
                row.write(into: &json)
                found[row.id] = json.bytes
            }
        }
        return found
    }
}
