public import Kit
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
            return roles.count == 1 ? roles[0] : roles.dropFirst().reduce(roles.first ?? ShippedRoles.nothing) { $0.and($1) }
        }
    }

    private static func one(_ written: Written) -> Role {
        let shipped = written.key.map { ShippedRoles.role($0) }
        if let shipped, shipped.administers { return shipped }
        guard let text = written.rights, let rights = try? Rights(text) else { return shipped ?? ShippedRoles.nothing }
        return Role(
            written.key ?? "role_\(written.id)", .verbatim(written.title), standard: rights.standard, grants: rights.grants,
            fields: rights.fields)
    }

    /// The role of a record, as it is in force.
    public static func role(of record: Record) -> Role {
        one(Written(id: record.id, key: record[RoleRecord.key], title: record.title, rights: record[RoleRecord.rights]))
    }
}

extension Role {
    /// Both together.
    func and(_ other: Role) -> Role {
        let objects = Set(grants.keys).union(other.grants.keys)
        let both = Set(fields.keys).intersection(other.fields.keys)
        return Role(
            key, label, standard: standard.or(other.standard),
            grants: Dictionary(uniqueKeysWithValues: objects.map { ($0, grant($0).or(other.grant($0))) }),
            // A field is closed only when every role closes it.
            fields: Dictionary(
                uniqueKeysWithValues: both.map { name in (name, max(fields[name] ?? .write, other.fields[name] ?? .write)) }),
            administers: administers || other.administers
        )
    }
}

extension Grant {
    fileprivate func or(_ other: Grant) -> Grant {
        Grant(
            create: create || other.create, read: read.or(other.read), update: update.or(other.update), delete: delete.or(other.delete),
            export: export || other.export
        )
    }
}

extension RowRule {
    fileprivate func or(_ other: RowRule) -> RowRule {
        switch (self, other) {
        case (.all, _), (_, .all): .all
        case (.none, let rule), (let rule, .none): rule
        case (.rows(let one), .rows(let two)): one == two ? self : .rows("(\(one)) or (\(two))")
        }
    }
}
