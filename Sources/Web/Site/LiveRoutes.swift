import Definitions
import RecordEngine
import Synchronization

/// The addresses of the objects that a workspace has made itself, for the schema in force.
final class LiveRoutes: Sendable {
    private struct Table {
        let engine: Int
        let routes: [Route]
        let tree: RouteTree
    }

    private let make: @Sendable (Schema) -> [Route]
    private let tables = Mutex<[String: Table]>([:])

    init(_ make: @escaping @Sendable (Schema) -> [Route]) { self.make = make }

    func routes(_ workspace: Workspace, _ engine: Engine) -> [Route] { table(workspace, engine).routes }

    func tree(_ workspace: Workspace, _ engine: Engine) -> RouteTree { table(workspace, engine).tree }

    private func table(_ workspace: Workspace, _ engine: Engine) -> Table {
        if let known = tables.withLock({ $0[workspace.name] }), known.engine == engine.number { return known }
        let routes = engine.schema.objects.contains(where: \.isCustom) ? make(engine.schema) : []
        let table = Table(engine: engine.number, routes: routes, tree: RouteTree(routes))
        tables.withLock { $0[workspace.name] = table }
        return table
    }
}
