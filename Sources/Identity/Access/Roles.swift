import Kit
public import RecordEngine

/// The roles of users: shipped ones with their rights in code, and what administrators wrote in their place or beside them.
public enum Roles {
    /// What the record of a role says.
    struct Written: Hashable {
        let id: Int64
        let key: String?
        let title: String
        /// The rights as an administrator wrote them; nil for a shipped role as it is shipped.
        let rights: String?
    }

    private static let known = Kept<[Written], Role>()

    /// The rights of all roles of a user together: what one of them allows is allowed. The same roles are the same value, so that what
    /// is kept by its number is found again.
    static func together(_ written: [Written]) -> Role {
        known.value(written) {
            let roles = written.map(one)
            return roles.count == 1 ? roles[0] : Role(together: roles, or: ShippedRoles.nothing)
        }
    }

    private static func one(_ written: Written) -> Role {
        let shipped = written.key.map { ShippedRoles.role($0) }
        if let shipped, shipped.administers { return shipped }
        guard let text = written.rights else { return shipped ?? ShippedRoles.nothing }
        // What can't be read gives nothing, rather than what was given before somebody wrote it.
        let rights = (try? Rights(text)) ?? Rights()
        let knowsHistory = ([rights.standard] + rights.grants.values).allSatisfy { $0.history || $0.read == .none }
        let grants = ShippedRoles.personal.merging(ShippedRoles.talking(knowsHistory: knowsHistory)) { own, _ in own }.merging(rights.grants) { _, own in own }
        return Role(
            written.key ?? "role_\(written.id)", .verbatim(written.title), standard: rights.standard, grants: grants,
            fields: rights.fields)
    }

    /// The role of a record, as it is in force.
    public static func role(of record: Record) -> Role {
        one(Written(id: record.id, key: record[RoleRecord.key], title: record.title, rights: record[RoleRecord.rights]))
    }
}
