public import RecordEngine
public import Storage

/// Makes the principal of a user: name, language, rights and team as they are now.
public enum Principals {
    /// Nil when there is no such user any more, or it is disabled.
    public static func load(user: Int64, via: Via, in connection: any Connection) throws -> Principal? {
        try found(user, in: connection)?.principal(via)
    }

    /// The roles of an active user, each for itself. Empty when there is no such user.
    public static func roles(of user: Int64, in connection: any Connection) throws -> [Role] {
        try found(user, in: connection)?.roles.map { Roles.together([$0]) } ?? []
    }

    private static let byUser = statement("", of: "(SELECT CAST(\(Int64(0)) AS BIGINT) AS user_id) k", where: "1 = 1")

    private static func found(_ user: Int64, in connection: any Connection) throws -> Found? {
        try find(byUser.filled([.int(user)]), in: connection)
    }
}

extension Principals.Found {
    func principal(_ via: Via) -> Principal {
        Principal(user: user, name: name, role: Roles.together(roles), team: [user] + others, language: language, via: via)
    }
}
