public import Definitions

/// Everything that programs can do: routes for each object of the schema, and a few for the workspace as a whole.
public enum APIRoutes {
    public static func all(schema: Schema) -> [Route] {
        common + schema.objects.flatMap { ObjectRoutes(object: $0, verbs: schema.verbs(of: $0.name)).all } + health
    }

    private static let common: [Route] = [
        SearchRoute.search, BatchOrder.route, JournalRoutes.journal, JournalRoutes.undo, CallerRoutes.me, TokenRoutes.list, TokenRoutes.create,
        TokenRoutes.revoke,
        ImportAPI.start, ImportAPI.state, DocumentRoute.document
    ]

    private static let health: [Route] = [HealthRoutes.live, HealthRoutes.ready]
}
