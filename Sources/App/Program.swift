import Attachments
import Composing
public import Definitions
import Hummingbird
import HummingbirdCore
import Identity
import Jobs
public import Kit
public import Logging
import RecordEngine
import Requisites
import SettingsPages
import Sales
import ServiceLifecycle
import Storage
import UnixSignals
public import Web
import Work

/// The running program: a site over its workspaces, and their jobs.
public struct Program: Sendable {
    public let configuration: Configuration
    public let store: WorkspaceStore
    public let site: Site
    private let logger: Logger

    /// Opens the workspaces and puts the site over them.
    public static func start(_ configuration: Configuration, clock: Clock? = nil, logger: Logger) async throws -> Program {
        let store = try await WorkspaceStore.open(configuration, clock: clock) { logger.warning("\($0)") }
        if PDFText.installed == nil { logger.warning("\(PDFText.missing)") }
        let site = try site(
            store.all.first?.engine.schema, over: store, isSecure: configuration.isSecure, proxies: configuration.proxies,
            connections: OpenFiles.connections(configuration.connections, workspaces: store.all.count, logger), logger: logger)
        return Program(configuration: configuration, store: store, site: site, logger: logger)
    }

    /// A site with all addresses that a schema and the departments bring.
    public static func site(
        _ schema: Schema?, over workspaces: any Workspaces, isSecure: Bool = false, proxies: TrustedProxies = .none, connections: Int = .max,
        logger: Logger
    ) throws -> Site {
        Site(
            routes: schema.map(routes) ?? [], custom: customRoutes, workspaces: workspaces, assets: try Assets(), isSecure: isSecure,
            proxies: proxies, refused: SignInPages.again, connections: Connections(limit: connections, logger: logger), logger: logger
        )
    }

    /// The addresses for a schema, with the pages that the departments bring.
    public static func routes(_ schema: Schema) -> [Route] { SiteRoutes.all(schema, departments: departments) }

    /// The addresses of the objects that a workspace made itself.
    public static func customRoutes(_ schema: Schema) -> [Route] { SiteRoutes.custom(schema, departments: departments) }

    private static let departments = [salesPages, workPages, composingPages, attachmentPages, requisitesPages]

    /// What to say to whoever started a program without users: a code with which the first administrator is made.
    public func setupCodes() async throws -> [(workspace: String, code: String)] {
        var codes: [(String, String)] = []
        for workspace in store.all {
            if let code = try await workspace.database.write({ try FirstAdministrator.makeCode(in: $0) }) {
                codes.append((workspace.name, code))
            }
        }
        return codes
    }

    /// The workspaces in which no job is begun, and since when.
    public func heldWorkspaces() async throws -> [(workspace: String, since: Instant)] {
        var held: [(String, Instant)] = []
        for workspace in store.all {
            if let since = try await workspace.database.read({ try JobQueue.heldSince(in: $0) }) { held.append((workspace.name, since)) }
        }
        return held
    }

    /// Serves until it is told to stop, then finishes what is under way and closes the databases.
    /// - Parameter started: called once the port is open, and the socket for commands.
    public func serve(started: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws {
        let (doors, ready) = AsyncStream<Never>.makeStream()
        let server = Application(
            responder: SiteResponder(site), server: .site(patience: configuration.patience),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil, backlog: 1_024,
                availableConnectionsDelegate: site.connections),
            onServerRunning: { channel in
                for await _ in doors {}
                started(channel.localAddress?.port ?? 0)
            }, logger: logger
        )
        var services: [any Service] = store.all.map { JobService(workspace: $0, logger: logger) } + [TimeService(store: store)]
        if let port = configuration.metricsPort { services.append(Metrics(program: self).server(on: port, logger: logger)) }
        if let socket = AdministratorSocket(configuration) {
            services.append(CommandService(socket: socket, program: self, logger: logger, ready: ready))
        } else {
            ready.finish()
        }
        var group = ServiceGroupConfiguration(
            // They end in the opposite order: the server would wait for the pages that listen.
            services: (services + [server] + store.all.map { LiveService(hub: $0.live) }).map(Named.init),
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(20)
        group.maximumCancellationDuration = .seconds(5)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}

/// A service that says its name only. The group describes its services when it is made, and a description of all that ours
/// reach, the schema and the routes among it, takes longer than everything else at the start.
private struct Named: Service, CustomStringConvertible {
    let service: any Service
    var description: String { "\(type(of: service))" }

    init(_ service: any Service) { self.service = service }

    func run() async throws { try await service.run() }
}

/// The jobs of one workspace as a service.
struct JobService: Service {
    let workspace: Workspace
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await workspace.runner(report: { logger.warning("\($0)") }).run() }
    }
}

/// What keeps servers over one database at one time.
struct TimeService: Service {
    let store: WorkspaceStore

    func run() async throws { await cancelWhenGracefulShutdown { await store.keepTime() } }
}

/// What tells those who look at records what has changed.
struct LiveService: Service {
    let hub: LiveHub

    func run() async throws { await cancelWhenGracefulShutdown { await hub.run() } }
}

extension Workspace {
    /// Does the jobs of the workspace.
    func runner(report: @escaping @Sendable (String) -> Void) -> JobRunner {
        JobRunner(database, queue: jobs, kinds: JobKinds.all(self), schedules: JobKinds.schedules, clock: clock, report: report)
    }
}
