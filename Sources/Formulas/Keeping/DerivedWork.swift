import Definitions
import Kit
public import RecordEngine

/// Fields that are computed behind the scenes: those of all records of an object, or of those that refer to a record.
public struct DerivedWork: Sendable {
    /// The kind of the job.
    public static let kind = "derived"
    static let portion = 1_000

    public let object: String
    /// The reference that leads to a record, and its id.
    let reference: (field: String, id: Int64)?
    /// Whether nothing was there before that could be the past.
    let isFirst: Bool
    /// The last record that was done.
    let after: Int64

    public init(_ object: String, isFirst: Bool = false) { self.init(object, reference: nil, isFirst: isFirst, after: 0) }

    init(_ object: String, reference: (field: String, id: Int64)?, isFirst: Bool, after: Int64) {
        (self.object, self.reference, self.isFirst, self.after) = (object, reference, isFirst, after)
    }

    /// Reads what a job carries.
    public init?(_ payload: String) {
        guard let json = try? JSON.parse(Array(payload.utf8)), let object = json["object"]?.string else { return nil }
        let reference = json["reference"]?.string.flatMap { field in json["to"]?.int.map { (field: field, id: $0) } }
        self.init(object, reference: reference, isFirst: json["first"]?.bool ?? false, after: json["after"]?.int ?? 0)
    }

    public var payload: String {
        var json = JSONWriter(capacity: 96)
        json.object { json in
            json.name("object")
            json.string(object)
            if let reference {
                json.name("reference")
                json.string(reference.field)
                json.name("to")
                json.int(reference.id)
            }
            json.name("first")
            json.bool(isFirst)
            json.name("after")
            json.int(after)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Leaves it to a job.
    public func postpone(_ records: Records) throws { try records.engine.postpones?(DerivedWork.kind, payload, records.writing()) }

    /// Does the next portion. - Returns: what is left; nil when all is done.
    public func perform(_ records: Records) throws -> DerivedWork? {
        guard let derivations = records.engine.derivation as? Derivations, let object = records.schema.object(object) else { return nil }
        let ids: [Int64]
        if let reference {
            guard let field = object.field(reference.field) else { return nil }
            ids = try records.referring(object, by: field, to: [reference.id], after: after, limit: DerivedWork.portion)
        } else {
            ids = try records.next(object, after: after, limit: DerivedWork.portion)
        }
        guard let last = ids.last else { return nil }
        records.derivesInPlace = isFirst
        try derivations.recompute(ids, of: object.name, records)
        return ids.count < DerivedWork.portion ? nil : DerivedWork(object.name, reference: reference, isFirst: isFirst, after: last)
    }
}
