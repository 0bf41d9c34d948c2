public import RecordEngine
public import Storage

/// Makes the principal of a user: name, language, rights and team as they are now.
public enum Principals {
    /// Nil when there is no such user any more, or it is disabled.
    public static func load(user: Int64, via: Via, in connection: any Connection) throws -> Principal? {
        try find("", of: "(SELECT CAST(\(user) AS BIGINT) AS user_id) k", where: "1 = 1", in: connection)?.principal(via)
    }
}

extension Principals.Found {
    func principal(_ via: Via) -> Principal {
        Principal(user: user, name: name, role: ShippedRoles.role(role), team: [user] + others, language: language, via: via)
    }
}
