/// The conditions of a filter as people see them: one behind the other, groups of them in between. A place is the way to a condition, from
/// outside in; the outermost conditions must all hold.
extension Filter {
    /// The conditions inside of a group; nil for a single condition.
    public var members: [Filter]? {
        switch self {
        case .and(let parts), .or(let parts): parts
        case .has(_, let part), .not(.has(_, let part)): part.parts
        default: nil
        }
    }

    /// The object and reference of a condition on what refers to the records.
    public var relation: FieldPath? {
        switch self {
        case .has(let path, _), .not(.has(let path, _)): path
        default: nil
        }
    }

    /// What stands at a place; nil for nothing.
    public func part(at place: [Int]) -> Filter? {
        place.reduce(Filter.and(parts)) { part, index in
            part?.members.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        }
    }

    /// The filter with something else at a place, or without it. A group that has one condition left is that condition.
    public func replacing(at place: [Int], with other: Filter?) -> Filter {
        let whole = Filter.and(parts).replaced(place[...]) { _ in other }
        return Filter.all(of: whole?.parts ?? [])
    }

    private func replaced(_ place: ArraySlice<Int>, by change: (Filter) -> Filter?) -> Filter? {
        guard let first = place.first else { return change(self) }
        guard let members, members.indices.contains(first) else { return self }
        let changed = members[first].replaced(place.dropFirst(), by: change)
        return holding(members[..<first] + (changed.map { [$0] } ?? []) + members[(first + 1)...])
    }

    /// The same group of other conditions; nil for one that nothing is left of.
    private func holding(_ members: ArraySlice<Filter>) -> Filter? {
        let parts = Array(members)
        switch self {
        case .and: return parts.isEmpty ? nil : .all(of: parts)
        case .or: return parts.count > 1 ? .or(parts) : parts.first
        case .has(let path, _): return .has(path, .all(of: parts))
        case .not(.has(let path, _)): return .not(.has(path, .all(of: parts)))
        default: return self
        }
    }

    /// The filter with one more condition: in the group at a place, or beside the single condition that stands there.
    public func adding(_ part: Filter, at place: [Int], isAlternative: Bool) -> Filter {
        guard let known = place.isEmpty ? .and(parts) : self.part(at: place) else { return self }
        switch known {
        case .and(let parts) where !isAlternative: return replacing(at: place, with: .all(of: parts + [part]))
        case .or(let parts) where isAlternative: return replacing(at: place, with: .or(parts + [part]))
        case .has(let path, let inner) where !isAlternative: return replacing(at: place, with: .has(path, .all(of: inner.parts + [part])))
        case .not(.has(let path, let inner)) where !isAlternative:
            return replacing(at: place, with: .not(.has(path, .all(of: inner.parts + [part]))))
        default: return replacing(at: place, with: isAlternative ? .or([known, part]) : .and([known, part]))
        }
    }
}
