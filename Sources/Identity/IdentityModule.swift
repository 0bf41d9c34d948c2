public import Definitions
public import Storage

/// What this target brings: its objects and tables.
public enum IdentityModule {
    public static let objects: [ObjectDefinition] = [UserRecord.object, TeamRecord.object, RoleRecord.object]

    public static let tables: [SystemTable] = [
        Credentials.table, Sessions.table, Tokens.table, Throttle.table, FirstAdministrator.table, Links.table, Idempotency.table,
    ]

    /// Forgets what has expired. To be done now and then.
    public static func sweep(in tx: any Transaction) throws {
        try Sessions.sweep(in: tx)
        try Throttle.sweep(in: tx)
        try Links.sweep(in: tx)
        try Idempotency.sweep(in: tx)
    }
}
