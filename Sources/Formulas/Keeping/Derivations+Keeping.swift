public import Definitions
import Kit
public import RecordEngine
import Storage

/// How fields that follow from others are kept right, in the unit that writes what they follow from.
extension Derivations {
    /// So many records follow within the unit that changes what they refer to; of more, all are left to a job.
    static let most = 2_000
    private static let portion = 500

    public func fill(_ values: inout [FieldValue], of object: ObjectDefinition, changed: [String]?, _ records: Records) throws -> [String] {
        guard let plan = plans[object.name], plan.object === object else { return changed ?? [] }
        if changed == nil {
            for (_, position, rollup) in plan.rollups { values[position] = rollup.none(records.engine.settings.baseCurrency) }
        }
        var known: [Int: [FieldValue]?] = [:]
        let followed = try plan.compute(&values, changed: changed, records) { crossing, id in
            if let found = known[crossing.position] { return found }
            let found = try records.values(crossing.target, crossing.read, of: [id], lock: lock(plan.object, for: crossing, records))[id]
            known[crossing.position] = .some(found)
            return found
        }
        return (changed ?? []) + followed
    }

    public func note(from old: Record?, to new: Record?, _ records: Records) throws {
        guard let object = (new ?? old)?.object, let plan = plans[object.name], plan.object === object else { return }
        for (number, rollup) in plan.counted {
            if let old, let new, !rollup.relevant.contains(where: { old.values[$0] != new.values[$0] }) { continue }
            try mark(number, rollup.parents(of: old) + rollup.parents(of: new), records)
        }
        // What comes back finds that others have changed meanwhile.
        if old == nil, let new, new.version > 1 {
            for number in plan.rollups.map(\.number) + plan.formulas.prefix(1).map(\.number) { try mark(number, [new.id], records) }
        }
        guard let old, let new else { return }
        for reader in plan.readers where old.values[reader.position] != new.values[reader.position] {
            let ids = try records.referring(reader.object, by: reader.via, to: [new.id], limit: Derivations.most + 1)
            if ids.count <= Derivations.most {
                try mark(reader.number, ids, records)
            } else {
                try DerivedWork(reader.object.name, reference: (reader.via.name, new.id), isFirst: false, after: 0).postpone(records)
            }
        }
    }

    private func mark(_ number: Int, _ ids: [Int64], _ records: Records) throws {
        guard !ids.isEmpty else { return }
        let isFirst = records.noted.isEmpty
        records.noted[number, default: []].formUnion(ids)
        if isFirst { try records.writing().atEnd { [self] in try settle(records) } }
    }

    /// Brings in line what was noted: what follows from nothing else that is noted goes first.
    func settle(_ records: Records) throws {
        while let number = records.noted.keys.min() {
            let object = fields[number].object
            guard let plan = plans[object.name] else { return }
            // Figures over records that are settled already go together; formulas are computed in any case.
            let together = plan.rollups.filter { rollup in
                records.noted[rollup.number] != nil
                    && !records.noted.keys.contains { $0 < rollup.number && fields[$0].object.name == rollup.rollup.child.name }
            }
            var marked: [Int: Set<Int64>] = [:]
            for number in together.map(\.number) + plan.formulas.map(\.number) {
                marked[number] = records.noted.removeValue(forKey: number)
            }
            let ids = marked.values.reduce(into: Set<Int64>()) { $0.formUnion($1) }.sorted()
            for start in stride(from: 0, to: ids.count, by: Derivations.portion) {
                try settle(Array(ids[start..<min(start + Derivations.portion, ids.count)]), of: plan, records) { marked[$0] ?? [] }
            }
        }
    }

    /// Computes all that follows for some records anew.
    public func recompute(_ ids: [Int64], of object: String, _ records: Records) throws {
        guard let plan = plans[object] else { return }
        let all = Set(ids)
        try settle(ids, of: plan, records) { _ in all }
    }

    private func settle(_ ids: [Int64], of plan: DerivedPlan, _ records: Records, counting: (Int) -> Set<Int64>) throws {
        let living = try records.hold(plan.object, ids)
        let held = ids.compactMap { living[$0] }
        var figures: [(position: Int, ids: Set<Int64>, rollup: Rollup, values: [Int64: FieldValue])] = []
        for (number, position, rollup) in plan.rollups {
            let marked = counting(number)
            let own = held.map(\.id).filter(marked.contains)
            if !own.isEmpty { figures.append((position, marked, rollup, try rollup.values(of: own, records))) }
        }
        let far = try far(held, plan, records)
        var changes: [(old: Record, values: [FieldValue])] = []
        var positions: Set<Int> = []
        for record in held {
            var values = record.values
            for figure in figures where figure.ids.contains(record.id) {
                values[figure.position] = figure.values[record.id] ?? figure.rollup.none(records.engine.settings.baseCurrency)
            }
            _ = plan.compute(&values, changed: nil, records) { crossing, id in far[crossing.position]?[id] }
            let differing = values.indices.filter { values[$0] != record.values[$0] }
            guard !differing.isEmpty else { continue }
            positions.formUnion(differing)
            changes.append((record, values))
        }
        try records.keep(changes, of: plan.object, positions.sorted(), inPlace: records.derivesInPlace)
        for change in changes { try note(from: change.old, to: change.old.holding(change.values), records) }
    }

    public func unsettled(_ living: [Record], _ records: Records) throws -> [(id: Int64, field: String)] {
        guard let object = living.first?.object, let plan = plans[object.name] else { return [] }
        return try plan.rollups.flatMap { _, position, rollup in
            let figures = try rollup.values(of: living.map(\.id), records)
            let none = rollup.none(records.engine.settings.baseCurrency)
            return living.filter { $0.values[position] != figures[$0.id] ?? none }.map { ($0.id, object.fields[position].name) }
        }
    }

    public func hold(referredBy id: Int64, of object: ObjectDefinition, _ records: Records) throws {
        guard let plan = plans[object.name], !plan.crossings.isEmpty, plan.object === object, !records.connection.dialect.lockRow.isEmpty,
            let references = try records.values(object, plan.crossings.map(\.position), of: [id], lock: .empty)[id]
        else { return }
        // In an order that is the same for everybody.
        let held = zip(plan.crossings, references).sorted { $0.0.target.name < $1.0.target.name }
        for (crossing, reference) in held {
            guard case .reference(let target) = reference else { continue }
            _ = try records.values(crossing.target, [], of: [target], lock: lock(plan.object, for: crossing, records))
        }
    }

    public func computes(beside object: ObjectDefinition) -> Bool {
        plans[object.name].map { !$0.formulas.isEmpty || !$0.readers.isEmpty } ?? false
    }

    public func forget(_ id: Int64, of object: ObjectDefinition, _ records: Records) throws {
        for reader in plans[object.name]?.readers ?? [] {
            guard let plan = plans[reader.object.name] else { continue }
            // What follows from it in the same record knows it too.
            var names: Set<String> = []
            for (number, position, formula) in plan.formulas where number == reader.number || !formula.subjects.isDisjoint(with: names) {
                names.insert(plan.object.fields[position].name)
            }
            try records.forget(plan.object.fields.filter { names.contains($0.name) }, of: plan.object, where: reader.via, ledTo: id)
        }
    }

    /// How a record is kept that a reference leads to. With figures over those that refer it will be changed: two units that shared it
    /// would then wait for each other.
    private func lock(_ object: ObjectDefinition, for crossing: DerivedPlan.Crossing, _ records: Records) -> SQL {
        let counts = plans[crossing.target.name]?.rollups.contains { $0.rollup.child === object } ?? false
        return counts ? records.connection.dialect.lockRow : records.connection.dialect.shareRow
    }

    private func far(_ held: [Record], _ plan: DerivedPlan, _ records: Records) throws -> [Int: [Int64: [FieldValue]]] {
        var far: [Int: [Int64: [FieldValue]]] = [:]
        for crossing in plan.crossings {
            let ids = Set(held.compactMap { Reference($0.values[crossing.position])?.id }).sorted()
            far[crossing.position] = try records.values(crossing.target, crossing.read, of: ids, lock: lock(plan.object, for: crossing, records))
        }
        return far
    }
}
