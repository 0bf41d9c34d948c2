import Definitions
public import Kit
import Storage

/// A moment of the past: the last batch of it, and the records of the present.
struct Moment {
    let batch: Int64
    let present: Records
}

extension Records {
    /// Whether these are records as of a moment, which nobody can change.
    public var isPast: Bool { moment != nil }

    /// The records of today, with the rights of today.
    public var present: Records { moment?.present ?? self }

    /// The records as they were at a moment named by a text: an instant, or a day, which means its end; these very records for nil.
    /// - Throws: `Failure.malformed` for another text, and for a moment that is still to come.
    public func asOf(_ text: String?) throws -> Records { try text.map { try asOf(instant($0)) } ?? self }

    /// The records as they were at a moment: every list, figure, title and record is of then, and words such as “today” too.
    /// Who may read what is decided by the present.
    public func asOf(_ instant: Instant) throws -> Records {
        guard instant <= present.now else { throw Records.unknownMoment }
        return Records(present, asOf: instant, Moment(batch: try lastBatch(of: instant), present: present))
    }

    func asOf(batch: Int64) throws -> Records {
        let at = try connection.first("SELECT at FROM batch WHERE id <= \(batch) ORDER BY id DESC LIMIT 1") { Instant(milliseconds: $0.int(0)) }
        return Records(present, asOf: at ?? Instant(milliseconds: 0), Moment(batch: batch, present: present))
    }

    /// The past of an object is read by whoever may read its history, as far back as that is kept.
    func requirePast(of object: ObjectDefinition, at moment: Moment) throws {
        try requireHistory(of: object)
        guard knownPasts.insert(object.name).inserted else { return }
        let kept = try connection.first("SELECT batch FROM history_kept WHERE object = \(object.name)") { $0.int(0) } ?? 0
        guard kept > moment.batch else { return }
        throw Failure.malformed(Label(
            "The history of \(object.noun.english.many) is not kept that far back.", ru: "История объекта «\(object.noun.russian.many)» за это время не хранится."
        ))
    }

    private func instant(_ text: String) throws -> Instant {
        let zone = engine.settings.zone
        let now = present.now
        if let day = Day(iso: text) {
            let today = zone.day(of: now)
            guard day <= today else { throw Records.unknownMoment }
            // The end of today is still to come.
            return day == today ? now : Instant(milliseconds: zone.start(of: day.adding(days: 1)).milliseconds - 1)
        }
        guard let instant = Instant(iso: text) else { throw Records.unknownMoment }
        return instant
    }

    /// Notes anew who got what from others: for former versions from before that was noted, and for those that came from elsewhere.
    public func renoteOwners() throws {
        let tx = try writing()
        try tx.execute("DELETE FROM changed_owner")
        for object in schema.objects {
            guard let changes = ownerChanges(of: object, 0..<Int64.max) else { continue }
            let object: SQL = "CAST(\(object.name) AS text)"
            try tx.execute("INSERT INTO changed_owner (object, batch, record, owner) SELECT \(object), c.* FROM (\(changes)) c")
        }
    }

    /// In which batch who got which record, as the former versions say that are kept; nil where nobody owns any.
    func ownerChanges(of object: ObjectDefinition, _ ids: Range<Int64>) -> SQL? {
        guard let owner = object.ownerField.flatMap(object.field)?.identifiers.first else { return nil }
        return [object.past, object.table].map { successor -> SQL in
            """
            SELECT n.batch, n.id AS record, n.\(owner) AS owner
            FROM \(object.past) p JOIN \(successor) n ON n.id = p.id AND n.version = p.version + 1
            WHERE p.id > \(ids.lowerBound) AND p.id <= \(ids.upperBound) AND n.\(owner) IS NOT NULL AND p.\(owner) IS DISTINCT FROM n.\(owner)
            AND n.batch > COALESCE((SELECT k.batch FROM history_kept k WHERE k.object = \(object.name)), 0)
            """
        }.joined(separator: " UNION ")
    }

    /// Batches that ran beside each other may have their numbers the other way round.
    private func lastBatch(of instant: Instant) throws -> Int64 {
        let sql: SQL = """
            SELECT max(id) FROM (SELECT id FROM batch WHERE at <= \(instant.milliseconds) ORDER BY at DESC, id DESC LIMIT 100) b
            """
        return try connection.first(sql) { $0.int(0) } ?? 0
    }

    private static let unknownMoment = Failure.malformed(Label(
        "“as_of” is a day such as 2026-11-12 or a moment such as 2026-11-12T09:00:00Z, and not in the future.",
        ru: "«as_of» — день, например 2026-11-12, или момент, например 2026-11-12T09:00:00Z, и не в будущем."
    ))
}
