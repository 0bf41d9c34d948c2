public import Definitions
import Kit
public import RecordEngine
public import Storage

public let identityDepartment = Department(
    "identity", Label("Users and roles", ru: "Пользователи и роли"), objects: [UserRecord.object, TeamRecord.object, RoleRecord.object],
    preparations: [UserRecord.preparation, RoleRecord.preparation], consequences: [UserRecord.consequence, RoleRecord.consequence]
)

/// What this target brings: its objects, and what it keeps beside them.
public enum IdentityModule {
    public static let objects: [ObjectDefinition] = identityDepartment.objects

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
