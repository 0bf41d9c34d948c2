public import Definitions
public import Kit
import Storage

/// Takes back what one action did that is part of a longer work, a piece at a time, and as far as nothing newer would be lost. What
/// somebody has changed since, or refers to by now, stays as it is and is named.
public struct Reversal: Sendable {
    /// A record that stays, and why.
    public struct Kept: Sendable {
        public enum Cause: Sendable {
            case changed(by: Batch)
            case deleted
            /// A record that is not taken back refers to it.
            case used(by: RecordLink)
            case refused(Label)
        }

        public let link: RecordLink
        public let cause: Cause
    }

    public let batch: Int64
    /// How many records the action touched.
    public var count: Int { touches.count }

    /// In the order in which they are taken back: what others refer to comes back first and goes last.
    private let touches: [(link: RecordLink, kind: Touch)]
    /// Those of the records made that stay; nil as long as nobody has looked.
    private var staying: [RecordLink: RecordLink]?
    private var refused: Set<RecordLink> = []

    public init(_ batch: Int64, _ records: Records) throws {
        self.batch = batch
        let order = Dictionary(records.schema.objects.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        let read = try records.connection.all("SELECT object, record, kind FROM touched WHERE batch = \(batch) AND kind <> 'derived'") {
            (link: RecordLink(object: $0.text(0), id: $0.int(1)), kind: Touch(rawValue: $0.text(2)) ?? .updated)
        }
        func place(_ link: RecordLink) -> (Int, Int64) { (order[link.object] ?? 0, link.id) }
        let sorted = read.sorted { place($0.link) < place($1.link) }
        touches = sorted.filter { $0.kind == .deleted } + sorted.filter { $0.kind == .updated }
            + sorted.reversed().filter { $0.kind == .created || $0.kind == .restored }
    }

    /// Takes a piece back, as part of the records' own batch. What it throws undid nothing.
    /// - Parameter range: a piece behind those that were taken back before.
    public mutating func perform(_ range: Range<Int>, _ records: Records) throws -> [Kept] {
        records.undoes = batch
        let part = touches[range.clamped(to: touches.indices)].filter { !refused.contains($0.link) }
        var kept: [Kept] = []
        let closed = Set(part.map(\.link.object)).filter { !records.mayStillWrite($0) }
        let mayNot = Label("You may no longer change these records.", ru: "Менять эти записи вам больше нельзя.")
        kept += part.filter { closed.contains($0.link.object) }.map { Kept(link: $0.link, cause: .refused(mayNot)) }
        let open = part.filter { !closed.contains($0.link.object) && records.schema.object($0.link.object) != nil }
        kept += try records.bringBack(open.filter { $0.kind == .deleted }.map(\.link), deletedBy: batch)
        kept += try records.putBack(open.filter { $0.kind == .updated }.map(\.link), before: batch)
        let made = open.filter { $0.kind == .created || $0.kind == .restored }.map(\.link)
        if !made.isEmpty { kept += try takeAway(made, from: range.lowerBound, records) }
        try records.runPostponed()
        return kept
    }

    /// Leaves a record as it is from now on, and with it what it refers to.
    public mutating func refuse(_ place: Int, because reason: Label) -> Kept? {
        guard touches.indices.contains(place), refused.insert(touches[place].link).inserted else { return nil }
        return Kept(link: touches[place].link, cause: .refused(reason))
    }

    private mutating func takeAway(_ made: [RecordLink], from place: Int, _ records: Records) throws -> [Kept] {
        let all = Set(touches[place...].filter { $0.kind == .created || $0.kind == .restored }.map(\.link)).subtracting(refused)
        let staying = try self.staying ?? records.used(all, batch: batch)
        self.staying = staying
        let going = all.subtracting(staying.keys)
        try records.close(made)
        // Somebody may have come to refer to one since that was looked at.
        let used = try staying.merging(records.uses(of: made).filter { !going.contains($0.by) }.map { ($0.of, $0.by) }) { first, _ in first }
        return try records.takeAway(made, madeBy: batch, used)
    }
}

extension Records {
    /// What follows from an undo, once all of it is done.
    func runPostponed() throws {
        while !postponed.isEmpty { try postponed.removeFirst()(self) }
    }

    fileprivate func bringBack(_ links: [RecordLink], deletedBy batch: Int64) throws -> [Reversal.Kept] {
        var (back, kept): ([Record], [Reversal.Kept]) = ([], [])
        for link in links {
            do {
                if let record = try undoDeletion(link.object, link.id, batch) { back.append(record) }
            } catch Failure.conflict(let reason) {
                kept.append(Reversal.Kept(link: link, cause: .refused(reason)))
            }
        }
        // What came back may refer to what came back after it.
        for record in back { try dropDeadReferences(of: record) }
        return kept
    }

    fileprivate func putBack(_ links: [RecordLink], before batch: Int64) throws -> [Reversal.Kept] {
        var kept: [Reversal.Kept] = []
        for (object, ids) in byObject(links) {
            let current = try hold(object, ids)
            let makers = try makers(of: current.values.map { ($0.id, $0.batch) }, object)
            let foreign = try foreign(makers.values, to: batch)
            let former = try versions(object, ids, before: batch)
            for id in ids {
                let link = RecordLink(object: object.name, id: id)
                guard let record = current[id] else {
                    kept.append(Reversal.Kept(link: link, cause: .deleted))
                    continue
                }
                if let other = makers[id].flatMap({ foreign[$0] }) {
                    kept.append(Reversal.Kept(link: link, cause: .changed(by: other)))
                } else if let version = former[id] {
                    do {
                        let back = try replace(record, with: version)
                        if refers(version, otherThan: record) { try dropDeadReferences(of: back) }
                    } catch Failure.conflict(let reason) {
                        kept.append(Reversal.Kept(link: link, cause: .refused(reason)))
                    }
                }
            }
        }
        return kept
    }

    fileprivate func takeAway(_ links: [RecordLink], madeBy batch: Int64, _ used: [RecordLink: RecordLink]) throws -> [Reversal.Kept] {
        var kept: [Reversal.Kept] = []
        for (object, ids) in byObject(links) {
            let current = try hold(object, ids)
            let makers = try makers(of: current.values.map { ($0.id, $0.batch) }, object)
            let foreign = try foreign(makers.values, to: batch)
            for id in ids {
                // Gone already.
                guard let record = current[id] else { continue }
                let link = RecordLink(object: object.name, id: id)
                if let other = makers[id].flatMap({ foreign[$0] }) {
                    kept.append(Reversal.Kept(link: link, cause: .changed(by: other)))
                } else if let user = used[link] {
                    kept.append(Reversal.Kept(link: link, cause: .used(by: user)))
                } else {
                    try takeAway(record)
                }
            }
        }
        return kept
    }

    /// Which of the records that a batch made are used by others, directly or by one of them that is, and by whom.
    fileprivate func used(_ made: Set<RecordLink>, batch: Int64) throws -> [RecordLink: RecordLink] {
        var living: [RecordLink: Int64] = [:]
        for (object, ids) in byObject(made) {
            for part in parts(ids) {
                let there = try connection.all("SELECT id, batch FROM \(object.table) WHERE id IN (\(list(part)))") { ($0.int(0), $0.int(1)) }
                for (id, batch) in try makers(of: there, object) {
                    living[RecordLink(object: object.name, id: id)] = batch
                }
            }
        }
        let foreign = try foreign(living.values, to: batch)
        let going = Set(living.filter { foreign[$0.value] == nil }.keys)
        let uses = try uses(of: Array(living.keys))
        var used: [RecordLink: RecordLink] = [:]
        let refers = Dictionary(grouping: uses, by: \.by)
        var staying = uses.map(\.by).filter { !going.contains($0) }
        while let user = staying.popLast() {
            for use in refers[user] ?? [] where used[use.of] == nil {
                used[use.of] = user
                staying.append(use.of)
            }
        }
        return used
    }

    fileprivate func close(_ links: [RecordLink]) throws {
        for (object, ids) in byObject(links) { for part in parts(ids) { try close(object, Array(part)) } }
    }

    /// What refers to records.
    fileprivate func uses(of links: [RecordLink]) throws -> [(of: RecordLink, by: RecordLink)] {
        var uses: [(of: RecordLink, by: RecordLink)] = []
        for (target, ids) in byObject(links) {
            for part in parts(ids) {
                func note(_ user: ObjectDefinition, _ sql: SQL) throws {
                    uses += try connection.all(sql) {
                        (of: RecordLink(object: target.name, id: $0.int(0)), by: RecordLink(object: user.name, id: $0.int(1)))
                    }
                }
                for (object, field) in schema.references(to: target.name) {
                    try note(object, field.isManyReferences
                        ? "SELECT target, record FROM \(object.links(field)) WHERE target IN (\(list(part)))"
                        : "SELECT \(field.identifiers[0]), id FROM \(object.table) WHERE \(field.identifiers[0]) IN (\(list(part)))")
                }
                for object in schema.objects {
                    for field in object.fields where field.type.input == .link {
                        let (record, kind) = (field.identifiers[0], field.identifiers[1])
                        try note(object, "SELECT \(record), id FROM \(object.table) WHERE \(record) IN (\(list(part))) AND \(kind) = \(target.name)")
                    }
                }
                // A user who has worked here is named in the journal for ever.
                if target.name == "user" {
                    try note(target, "SELECT author, author FROM batch WHERE author IN (\(list(part))) GROUP BY author")
                }
            }
        }
        return uses
    }

    /// Of the batches that made versions, those that are neither the one given nor of the same work.
    private func foreign(_ made: some Collection<Int64>, to batch: Int64) throws -> [Int64: Batch] {
        let others = Set(made).subtracting([batch, self.batch ?? batch])
        var foreign: [Int64: Batch] = [:]
        for part in parts(others.sorted()) {
            for (id, other) in try batches(part) where other.via != principal.via { foreign[id] = other }
        }
        return foreign
    }

    private func refers(_ former: Record, otherThan current: Record) -> Bool {
        former.object.fields.indices.contains { position in
            former.values[position] != current.values[position]
                && !former.values[position].links(former.object.fields[position].type.target).isEmpty
        }
    }

    /// The last versions of records that ended no later than a batch.
    private func versions(_ object: ObjectDefinition, _ ids: [Int64], before batch: Int64) throws -> [Int64: Record] {
        let sql: SQL = """
            SELECT t.id, \(object.selection) FROM \(object.past) t WHERE t.id IN (\(list(ids))) AND t.ended_by <= \(batch) ORDER BY t.version
            """
        return Dictionary(try connection.all(sql) { Record($0, object, at: 1, role: nil) }.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    }

    private func byObject(_ links: some Sequence<RecordLink>) -> [(ObjectDefinition, [Int64])] {
        var (order, ids): ([String], [String: [Int64]]) = ([], [:])
        for link in links {
            if ids[link.object] == nil { order.append(link.object) }
            ids[link.object, default: []].append(link.id)
        }
        return order.compactMap { name in schema.object(name).map { ($0, ids[name] ?? []) } }
    }

    private func parts(_ ids: [Int64]) -> [[Int64]] {
        stride(from: 0, to: ids.count, by: 1_000).map { Array(ids[$0..<min($0 + 1_000, ids.count)]) }
    }

    private func list(_ ids: [Int64]) -> SQL { ids.map { "\($0)" as SQL }.joined(separator: ", ") }
}
