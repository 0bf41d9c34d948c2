public import Definitions
import Kit
import Storage

/// `segment = 12` in a filter of any object: one that is chosen by hand is a condition on its entries, one that has a filter stands for
/// that filter. The engine knows of segments what it needs for this.
extension Records {
    private static let deepest = 8

    /// A query that says of segments with a filter what they mean.
    /// - Parameter name: the object that the filter is on.
    func resolved(_ filter: Filter, of name: String, depth: Int = 0) throws -> Filter {
        guard filter.mentionsSegment else { return filter }
        switch filter {
        case .all: return filter
        case .and(let parts): return .and(try parts.map { try resolved($0, of: name, depth: depth) })
        case .or(let parts): return .or(try parts.map { try resolved($0, of: name, depth: depth) })
        case .not(let part): return .not(try resolved(part, of: name, depth: depth))
        case .has(let path, let part): return .has(path, try resolved(part, of: path.names.first ?? "", depth: depth))
        case .compare(let path, let comparison, let operand):
            let isField = path.names.count == 1 && schema.object(name)?.field("segment") != nil
            guard path.isSegment, !isField, schema.object("segment") != nil, let ids = operand.ids else { return filter }
            let parts = try ids.map { try meaning(of: $0, path, of: name, depth: depth) }
            let any: Filter = parts.count == 1 ? parts[0] : .or(parts)
            switch comparison {
            case .equals, .isIn: return any
            case .differs, .isNotIn: return .not(any)
            default: return filter
            }
        }
    }

    private func meaning(of id: Int64, _ path: FieldPath, of name: String, depth: Int) throws -> Filter {
        // What a moment of the past is asked for, a segment of today is asked by.
        guard let segment = try? present.record("segment", id) else {
            throw Failure.malformed(Label("There is no segment \(id).", ru: "Сегмента \(id) нет."))
        }
        guard segment["kind"] == .text("dynamic") else { return .compare(path, .equals, .number("\(id)", currency: nil)) }
        guard depth < Records.deepest else {
            throw Failure.malformed(
                Label("Segments are chosen by each other too deeply.", ru: "Сегменты слишком глубоко отбираются друг по другу."))
        }
        guard case .text(let text) = segment["filter"] else { return .not(.all) }
        let prefix = path.names.dropLast().joined(separator: ".")
        return try resolved(try Filter(text).prefixed(prefix), of: name, depth: depth + 1)
    }

    /// The segments that a filter asks by, those that they ask by included.
    public func segments(in filter: Filter) throws -> Set<Int64> {
        var (found, open): (Set<Int64>, [Filter]) = ([], [filter])
        while let next = open.popLast() {
            for id in next.segments where found.insert(id).inserted {
                if let segment = try? record("segment", id), case .text(let text) = segment["filter"], let inner = try? Filter(text) {
                    open.append(inner)
                }
            }
        }
        return found
    }

    /// Whether a record has been put into a segment.
    public func isInSegment(_ id: Int64, _ link: RecordLink) throws -> Bool {
        guard let entry = schema.object("segment_entry") else { return false }
        let sql: SQL = "SELECT 1 FROM \(entry.table) WHERE record = \(link.id) AND record_object = \(link.object) AND segment = \(id)"
        return try connection.first(sql) { _ in true } ?? false
    }
}

extension FieldPath {
    var isSegment: Bool { names.last == "segment" }
}

extension Operand {
    fileprivate var ids: [Int64]? {
        switch self {
        case .number(let digits, nil): Int64(digits).map { [$0] }
        case .list(let items): items.compactMap(\.ids).flatMap(\.self)
        default: nil
        }
    }
}

extension Filter {
    fileprivate var mentionsSegment: Bool {
        switch self {
        case .all: false
        case .and(let parts), .or(let parts): parts.contains(where: \.mentionsSegment)
        case .not(let part), .has(_, let part): part.mentionsSegment
        case .compare(let path, _, _): path.isSegment
        }
    }

    fileprivate var segments: [Int64] {
        switch self {
        case .all: []
        case .and(let parts), .or(let parts): parts.flatMap(\.segments)
        case .not(let part), .has(_, let part): part.segments
        case .compare(let path, _, let operand): path.isSegment ? operand.ids ?? [] : []
        }
    }

    /// The same asked of a record that a path leads to.
    fileprivate func prefixed(_ prefix: String) throws(Failure) -> Filter {
        if prefix.isEmpty { return self }
        switch self {
        case .all: return .all
        case .and(let parts): return .and(try parts.map { part throws(Failure) in try part.prefixed(prefix) })
        case .or(let parts): return .or(try parts.map { part throws(Failure) in try part.prefixed(prefix) })
        case .not(let part): return .not(try part.prefixed(prefix))
        case .compare(let path, let comparison, let operand): return .compare(FieldPath("\(prefix).\(path.text)"), comparison, operand)
        case .has:
            throw .malformed(
                Label(
                    "What refers to “\(prefix.prefix(60))” can't be asked for from here.",
                    ru: "О том, что ссылается на «\(prefix.prefix(60))», отсюда спросить нельзя."))
        }
    }
}

extension QueryCompiler {
    /// Whether a record has been put into a segment; nil when the path means a field.
    mutating func segmentCondition(_ path: FieldPath, _ comparison: FilterOperator, _ operand: Operand) throws(Failure) -> SQL? {
        guard path.isSegment, let entry = entries else { return nil }
        let record = try record(path)
        guard record.object.field("segment") == nil else { return nil }
        guard [.equals, .differs, .isIn, .isNotIn].contains(comparison), let ids = operand.ids, !ids.isEmpty else {
            throw .malformed(
                Label(
                    "“segment” is compared with numbers of segments: segment = 12.",
                    ru: "«segment» сравнивают с номерами сегментов: segment = 12."))
        }
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        let condition: SQL = "e.segment IN (\(list)) AND e.record_object = \(record.object.name)"
        var members: SQL = "SELECT e.record FROM \(entry.table) e WHERE \(condition)"
        if let batch = source.batch {
            members += "\(Source.living(asOf: batch).condition("e")) UNION ALL SELECT e.record FROM \(entry.past) e"
            members += " WHERE \(condition)\(Source.former(asOf: batch).condition("e"))"
        }
        let within: SQL = "\(record.column("id")) IN (\(members))"
        return comparison == .differs || comparison == .isNotIn ? "NOT COALESCE(\(within), 1 = 0)" : within
    }
}
