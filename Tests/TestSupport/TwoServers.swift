import App
import Foundation
import Identity
import Kit
import Logging
import RecordEngine
import Storage
import Web

/// Lends two servers over one PostgreSQL, with one cast.
public func withTwoServers(_ body: @Sendable (_ one: World, _ other: World) async throws -> Void) async throws {
    try await StorageEngine.postgres.withPlace { place in
        let clock = Clock { World.beginning }
        let files = FileManager.default.temporaryDirectory.appendingPathComponent("krug_servers_\(UInt64.random(in: 0 ... .max))").path
        func server() async throws -> Workspace {
            try await WorkspaceStore.workspace(
                "default", try place.open(clock: clock), Configuration.Standards(language: .en), files: files, Passwords(), clock)
        }
        let world = try await World.populated(try await server(), .en)
        let other = try world.beside(try await server())
        try await body(world, other)
        for each in [world, other] { await each.workspace.database.close() }
        try? FileManager.default.removeItem(atPath: files)
    }
}

extension World {
    /// The same people at another server.
    fileprivate func beside(_ workspace: Workspace) throws -> World {
        let site = try Program.site(
            workspace.engine.schema, over: SingleWorkspace(only: workspace),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return World(
            workspace: workspace, site: site, language: language, amelia: amelia, boris: boris, clara: clara, dmitri: dmitri, olga: olga,
            companies: companies, deals: deals
        )
    }
}
