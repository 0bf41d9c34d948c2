import Definitions
public import Kit
public import RecordEngine

/// Who may do what with one record, and which role and rule say so.
public struct RecordAccess: Sendable {
    public enum Right: String, Sendable, CaseIterable { case read, update, delete }

    /// What one role of a user says of one right.
    public struct Reason: Sendable, Equatable {
        public let role: Label
        public let rule: RowRule
        /// Whether the rule reaches the record.
        public let isMet: Bool
    }

    public let user: Int64
    public let name: String
    /// For each right, what every role of the user says; the right is given when one of them is met.
    public let reasons: [Right: [Reason]]

    public func may(_ right: Right) -> Bool { reasons[right]?.contains(where: \.isMet) ?? false }

    /// The active users, by name, at most 500 of them.
    /// - Throws: `Failure.notFound` for a record that the principal of `records` may not read.
    public static func all(_ object: String, _ id: Int64, _ records: Records) throws -> [RecordAccess] {
        let record = try records.record(object, id)
        let users = Query(
            "user", filter: try Filter("is_active = true"), sort: [Sort(FieldPath("name"))], columns: [FieldPath("name")], limit: 500)
        return try records.list(users) { (id: $0.id, name: String($0.value(0)) ?? "") }.rows.compactMap { user in
            try one(user.id, user.name, record, records)
        }
    }

    private static func one(_ user: Int64, _ name: String, _ record: Record, _ records: Records) throws -> RecordAccess? {
        guard let principal = try Principals.load(user: user, via: Via(.page), in: records.connection) else { return nil }
        let theirs = Records(records.engine, records.connection, principal, now: records.now)
        let isSeen = try theirs.may(\.read, record)
        var reasons: [Right: [Reason]] = [:]
        for role in try Principals.roles(of: user, in: records.connection) {
            let grant = records.engine.grants(of: role)[record.object.name] ?? role.standard
            for (right, rule) in [(Right.read, grant.read), (.update, grant.update), (.delete, grant.delete)] {
                let isMet = try isSeen && theirs.reaches(rule, record)
                reasons[right, default: []].append(Reason(role: role.label, rule: rule, isMet: isMet))
            }
        }
        return RecordAccess(user: user, name: name, reasons: reasons)
    }
}
