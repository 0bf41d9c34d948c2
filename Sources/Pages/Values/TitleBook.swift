public import Definitions
public import Kit
public import RecordEngine

/// The titles of records that a page refers to. What is wanted is noted first and read together, one query for each object.
public final class TitleBook {
    /// A record as others show it. What the reader may not see has none.
    public struct Entry: Sendable {
        public let title: String
        /// For records that have a colour: tags, stages.
        public let hue: Hue?
    }

    private let records: Records
    private var wanted: [String: Set<Int64>] = [:]
    private var known: [RecordLink: Entry] = [:]
    /// Whether records of an object have a colour.
    private var hues: [String: Bool] = [:]
    private var asked: [String: Set<Int64>] = [:]

    public init(_ records: Records) { self.records = records }

    /// Notes what a value refers to.
    public func want(_ value: FieldValue, of field: FieldDefinition) {
        switch value {
        case .reference(let id): if let target = field.type.target { want(target, [id]) }
        case .references(let ids): if let target = field.type.target { want(target, ids) }
        case .link(let link): want(link.object, [link.id])
        case .text(let text) where field.type.input == .longText: want(linksIn: text)
        default: break
        }
    }

    /// Notes what a text names as `#deal:7`.
    func want(linksIn text: String) {
        for case .record(let link, _) in WrittenPiece.pieces(of: text) { want(link.object, [link.id]) }
    }

    public func want(_ object: String, _ ids: [Int64]) { wanted[object, default: []].formUnion(ids) }

    /// Takes a title and a colour that came with a list.
    public func learn(_ object: String, _ id: Int64, _ title: String, hue: Hue?) {
        known[RecordLink(object: object, id: id)] = Entry(title: title, hue: hue)
    }

    /// Nil for a record that there is not, or that the reader may not know of.
    public func entry(_ object: String, _ id: Int64) throws -> Entry? {
        let link = RecordLink(object: object, id: id)
        if let entry = known[link] { return entry }
        if asked[object]?.contains(id) == true { return nil }
        want(object, [id])
        try read(object)
        return known[link]
    }

    private func hasHue(_ object: String) -> Bool {
        if let known = hues[object] { return known }
        let found = records.schema.object(object)?.field("hue") != nil
        hues[object] = found
        return found
    }

    public func title(_ object: String, _ id: Int64) throws -> String? { try entry(object, id)?.title }

    private func read(_ name: String) throws {
        let ids = (wanted.removeValue(forKey: name) ?? []).subtracting(asked[name] ?? []).filter {
            known[RecordLink(object: name, id: $0)] == nil
        }
        asked[name, default: []].formUnion(ids)
        guard !ids.isEmpty, let object = records.schema.object(name), records.principal.role.grant(name).read != .none else { return }
        let columns = [object.titleField] + (hasHue(name) ? ["hue"] : [])
        let sorted = ids.sorted()
        for start in stride(from: 0, to: sorted.count, by: 1_000) {
            let part = sorted[start..<min(start + 1_000, sorted.count)]
            let filter = Filter.compare(FieldPath("id"), .isIn, .list(part.map { .number("\($0)", currency: nil) }))
            _ = try records.list(Query(name, filter: filter, columns: columns.map { FieldPath($0) }, limit: part.count)) { row in
                let hue = columns.count > 1 ? String(row.value(1)).flatMap(Hue.init) ?? .gray : nil
                known[RecordLink(object: name, id: row.id)] = Entry(title: String(row.value(0)) ?? "", hue: hue)
            }
        }
    }
}
