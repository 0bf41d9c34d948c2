public import RecordEngine
public import Storage

/// Makes the principal of a user: name, language, rights and team as they are now.
public enum Principals {
    /// Nil when there is no such user any more, or it is disabled. Asked in every request, so a change of rights holds at once.
    public static func load(user: Int64, via: Via, in connection: any Connection) throws -> Principal? {
        guard let row = try row(user, connection) else { return nil }
        return Principal(
            user: user, name: row.name, role: ShippedRoles.role(row.role), team: try team(of: user, in: row.team, connection),
            language: row.language, via: via
        )
    }
}
