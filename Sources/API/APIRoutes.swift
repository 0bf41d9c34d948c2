package import Definitions
package import Web

/// Everything that programs can do: routes for each object of the schema, and a few for the workspace as a whole.
package enum APIRoutes {
    package static func all(schema: Schema) -> [Route] {
        common + schema.objects.filter { !$0.isCustom }.flatMap { of($0, schema) } + FileAPI.all + [BankAPI.load] + health
    }

    /// The routes of one object.
    package static func of(_ object: ObjectDefinition, _ schema: Schema) -> [Route] {
        ObjectRoutes(object: object, verbs: schema.verbs(of: object.name)).all + DuplicateRoutes(object: object).all
            + [BulkRoutes.make(object).leadingOn(object)]
            + DeletedRoutes(object: object).all
    }

    private static let common: [Route] =
        [
            SearchRoute.search, BatchOrder.route, JournalRoutes.journal, JournalRoutes.undo, CallerRoutes.me, TokenRoutes.list,
            TokenRoutes.create,
            TokenRoutes.revoke,
            DocumentRoute.document,
        ] + ImportAPI.all + BulkRoutes.all + ReassignmentRoutes.all + NoticeAPI.all + [QualityRoute.quality] + PackageAPI.all

    private static let health: [Route] = [HealthRoutes.live, HealthRoutes.ready]
}
