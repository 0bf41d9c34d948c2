import Definitions
import Kit
import Synchronization

/// Compiled lists, so that a list that is asked for again is not compiled again.
final class PlanCache: Sendable {
    /// All that a statement with its bound values follows from, besides the schema.
    private struct Key: Hashable {
        let query: Query
        let rule: RowRule
        let role: Int
        let user: Int64?
        let team: [Int64]
        let day: Day
        let moment: Int64?
        let ways: [Source.Way]
        /// The day of today, which row rules mean whatever is read.
        let today: Day
    }

    private struct Owned: Hashable {
        let object: String
        let owners: [Int64]?
    }

    private let plans = Kept<Key, ListPlan>()
    /// Batches since which many former versions are known to have gone.
    private let many = Mutex<[Owned: Int64]>([:])

    /// Whether many former versions of an object have gone since a batch; it is asked only when it is not known of a later one.
    func hasMany(of object: String, of owners: [Int64]?, since batch: Int64, ask: () throws -> Bool) rethrows -> Bool {
        let key = Owned(object: object, owners: owners)
        if many.withLock({ $0[key] ?? -1 }) >= batch { return true }
        guard try ask() else { return false }
        many.withLock { $0[key] = max($0[key] ?? -1, batch) }
        return true
    }

    /// - Parameters:
    ///   - day: of the moment that is read.
    ///   - moment: its last batch; nil for the present.
    func plan(
        _ query: Query, _ rule: RowRule, _ principal: Principal, day: Day, moment: Int64?, ways: [Source.Way], today: Day,
        compile: () throws -> ListPlan
    ) throws -> ListPlan {
        guard query.filter.isSteady else { return try compile() }
        var shape = query
        // Where a page begins and ends is no part of its plan.
        shape.after = nil
        shape.limit = 0
        let key = Key(
            query: shape, rule: rule, role: principal.role.number, user: principal.user, team: principal.team, day: day, moment: moment,
            ways: ways, today: today)
        return try plans.value(key, compile)
    }
}

extension Filter {
    /// Whether it means the same all day: it looks neither at the clock nor at rates. Long lists of values hardly come again.
    fileprivate var isSteady: Bool {
        switch self {
        case .all: true
        case .and(let parts), .or(let parts): parts.allSatisfy(\.isSteady)
        case .not(let part), .has(_, let part): part.isSteady
        case .compare(_, _, let operand):
            switch operand {
            case .word(let word): word != "now"
            case .number(_, let currency): currency == nil
            case .list(let items): items.count <= 10 && items.allSatisfy { if case .number(_, nil) = $0 { true } else { false } }
            case .none, .string, .call: true
            }
        }
    }
}
