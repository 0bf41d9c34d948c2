import Definitions
import Kit
import RecordEngine
import Storage

extension Rollup {
    /// The figure for each of some records, in one question. Those that nothing refers to are left out.
    func values(of ids: [Int64], _ records: Records) throws -> [Int64: FieldValue] {
        guard !ids.isEmpty else { return [:] }
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        let reference: SQL = "t.\(via.identifiers[0])"
        var (key, from, reaches): (SQL, SQL, SQL) = (reference, "\(child.table) t", "\(reference) IN (\(list))")
        if via.isManyReferences {
            (key, from) = ("l.target", "\(child.links(via)) l JOIN \(child.table) t ON t.id = l.record")
            reaches = "l.target IN (\(list))"
        } else if via.type.input == .link {
            reaches += " AND t.\(via.identifiers[1]) = \(parent)"
        }
        var test = condition == .all ? SQL.empty : " AND (\(try records.test(condition, on: child)))"
        if leavesOutArchived { test += " AND t.archived_at IS NULL" }
        let rows = try records.connection.all("SELECT \(key), \(figures) FROM \(from) WHERE \(reaches)\(test) GROUP BY \(key)") { row in
            (row.int(0), value(row, records.engine.settings.baseCurrency))
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// A sum comes in two parts, so that neither engine can overflow over what does not fit.
    private var figures: SQL {
        guard let measured, let column = measured.type.sortColumn.map({ "t.\(measured.identifiers[$0])" as SQL }) else { return "count(*)" }
        return switch function {
        case .count: "count(*)"
        case .min: "min(\(column))"
        case .max: "max(\(column))"
        case .sum, .avg:
            "count(\(column)), CAST(sum(\(column) / 1000000000) AS bigint), CAST(sum(\(column) % 1000000000) AS bigint)"
        }
    }

    private func value(_ row: any Row, _ base: Currency) -> FieldValue {
        switch function {
        case .count: return .integer(row.int(1))
        case .min, .max: return row.isNull(1) ? .empty : made(row.int(1), base)
        case .sum, .avg:
            let count = row.int(1)
            if count == 0 { return none(base) }
            let sum = Int128(row.int(2)) * 1_000_000_000 + Int128(row.int(3))
            guard function == .avg else { return Int64(exactly: sum).map { made($0, base) } ?? .empty }
            let places = digits - ((measured?.type as? any ScaledKept)?.digits ?? 0)
            let average = Exact(sum, scale: 0) / Exact(count)
            return average?.units(digits: Swift.max(places, 0)).map { made($0, base) } ?? .empty
        }
    }

    private func made(_ number: Int64, _ base: Currency) -> FieldValue {
        switch result {
        case .money: .money(Money(minor: number, currency: base))
        case .day: .day(Day(number: Int32(truncatingIfNeeded: number)))
        case .instant: .instant(Instant(milliseconds: number))
        default: .integer(number)
        }
    }
}
