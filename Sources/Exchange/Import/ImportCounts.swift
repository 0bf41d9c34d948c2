public import Kit

/// What became of the rows of an import. Every row is counted once: created, updated, unchanged, empty or rejected.
public struct ImportCounts: Sendable, Hashable {
    public var created = 0
    /// Met a record that was already here, and changed it.
    public var updated = 0
    /// Met a record that was already here, and had nothing new.
    public var unchanged = 0
    public var empty = 0
    public var rejected = 0
    /// Of the rejected rows those of which nobody can say which record they mean.
    public var conflicts = 0
    /// Cells that could not be used though their row was.
    public var warnings = 0
    /// By object; several to a row.
    public var objects: [String: Records] = [:]

    public struct Records: Sendable, Hashable {
        public var created = 0
        public var updated = 0
        public var unchanged = 0
    }

    public init() {}

    /// Rows that met a record which was already here.
    public var merged: Int { updated + unchanged }
    public var rows: Int { created + merged + empty + rejected }

    enum Outcome { case created, updated, unchanged, empty, rejected }

    mutating func count(_ outcome: Outcome) {
        switch outcome {
        case .created: created += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .empty: empty += 1
        case .rejected: rejected += 1
        }
    }

    mutating func count(_ outcome: Outcome, of object: String) {
        switch outcome {
        case .created: objects[object, default: Records()].created += 1
        case .updated: objects[object, default: Records()].updated += 1
        case .unchanged: objects[object, default: Records()].unchanged += 1
        case .empty, .rejected: break
        }
    }

    static func + (left: ImportCounts, right: ImportCounts) -> ImportCounts {
        var sum = left
        sum.created += right.created
        sum.updated += right.updated
        sum.unchanged += right.unchanged
        sum.empty += right.empty
        sum.rejected += right.rejected
        sum.conflicts += right.conflicts
        sum.warnings += right.warnings
        for (object, counts) in right.objects {
            sum.objects[object, default: Records()].created += counts.created
            sum.objects[object, default: Records()].updated += counts.updated
            sum.objects[object, default: Records()].unchanged += counts.unchanged
        }
        return sum
    }
}

extension ImportCounts {
    init(_ json: JSON) {
        func number(_ json: JSON, _ name: String) -> Int { Int(json[name]?.int ?? 0) }
        created = number(json, "created")
        updated = number(json, "updated")
        unchanged = number(json, "unchanged")
        empty = number(json, "empty")
        rejected = number(json, "rejected")
        conflicts = number(json, "conflicts")
        warnings = number(json, "warnings")
        for member in json["objects"]?.members ?? [] {
            objects[member.name] = Records(
                created: number(member.value, "created"), updated: number(member.value, "updated"),
                unchanged: number(member.value, "unchanged")
            )
        }
    }

    /// As the API shows it and the table of imports keeps it.
    public var json: JSON {
        func number(_ value: Int) -> JSON { .number("\(value)") }
        let objects = objects.sorted { $0.key < $1.key }.map { name, counts in
            (
                name: name,
                value: JSON.object([
                    ("created", number(counts.created)), ("updated", number(counts.updated)), ("unchanged", number(counts.unchanged)),
                ])
            )
        }
        return .object([
            ("rows", number(rows)), ("created", number(created)), ("merged", number(merged)), ("updated", number(updated)),
            ("unchanged", number(unchanged)), ("empty", number(empty)), ("rejected", number(rejected)), ("conflicts", number(conflicts)),
            ("warnings", number(warnings)),
            ("objects", .object(objects)),
        ])
    }
}
