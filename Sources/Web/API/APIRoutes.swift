public import Definitions

/// Everything that programs can do: routes for each object of the schema, and a few for the workspace as a whole.
public enum APIRoutes {
    public static func all(schema: Schema) -> [Route] {
        common + schema.objects.filter { !$0.isCustom }.flatMap { of($0, schema) } + FileAPI.all + health
    }

    /// The routes of one object.
    static func of(_ object: ObjectDefinition, _ schema: Schema) -> [Route] {
        ObjectRoutes(object: object, verbs: schema.verbs(of: object.name)).all + DuplicateRoutes(object: object).all
    }

    private static let common: [Route] = [
        SearchRoute.search, BatchOrder.route, JournalRoutes.journal, JournalRoutes.undo, CallerRoutes.me, TokenRoutes.list, TokenRoutes.create,
        TokenRoutes.revoke,
        ImportAPI.start, ImportAPI.state, DocumentRoute.document
    ]

    private static let health: [Route] = [HealthRoutes.live, HealthRoutes.ready]
}
