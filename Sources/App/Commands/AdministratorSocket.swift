import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Web

/// The door of the data's owner to a server that has the data: a socket in its folder, which only the owner may open. On it the server
/// performs commands as if they had opened the workspace themselves.
struct AdministratorSocket {
    let path: String

    /// Nil on PostgreSQL, where commands open the database beside the server.
    init?(_ configuration: Configuration) {
        guard case .folder(let folder) = configuration.place else { return nil }
        path = "\(folder)/krug.socket"
    }
}

/// Listens on the socket while the program serves.
struct CommandService: Service {
    let socket: AdministratorSocket
    let program: Program
    let logger: Logger
    /// Ends once the socket is open, or can't be.
    let ready: AsyncStream<Never>.Continuation

    func run() async throws {
        // The workspaces are ours by now, so whatever stands in its place is left from a server that died.
        unlink(socket.path)
        let server = Application(
            responder: CommandResponder(program: program, logger: logger),
            configuration: .init(address: .unixDomainSocket(path: socket.path), serverName: nil),
            onServerRunning: { _ in
                chmod(socket.path, 0o600)
                ready.finish()
            }, logger: logger
        )
        do {
            try await server.run()
        } catch {
            // Pages and API are served all the same.
            logger.warning("There is no socket at \(socket.path), so commands need the server stopped: \(error)")
            ready.finish()
            try await gracefulShutdown()
        }
    }
}

/// Performs the commands that come by the socket.
struct CommandResponder: HTTPResponder {
    let program: Program
    let logger: Logger

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        guard request.method == .post, request.uri.path == Letter.path else { return Response(status: .notFound) }
        return Response(status: .ok, body: ResponseBody { writer in
            var console = SocketConsole(request.body, writer)
            let last = await answer(&console)
            try await console.end(last)
        })
    }

    private func answer(_ console: inout SocketConsole) async -> Frame {
        do {
            let letter = try JSONDecoder().decode(Letter.self, from: Data(try await console.head()))
            guard let workspace = program.store.all.first(where: { $0.name == letter.workspace ?? "default" }) else {
                let names = program.store.all.map(\.name).joined(separator: ", ")
                throw Complaint("The server has no workspace “\(letter.workspace ?? "")”. It has: \(names).")
            }
            return .done(try await letter.command.perform(in: workspace, program.configuration, &console))
        } catch is DecodingError {
            return .refused("The server that has this folder is another version of krug. Stop it, or call the krug that it was started with.")
        } catch is CancellationError {
            return .refused("The server is being stopped. An import goes on when a server is there again.")
        } catch {
            return .refused(Complaint(error).description)
        }
    }
}

/// The terminal at the other end of the socket.
struct SocketConsole: Console {
    private var body: RequestBody.AsyncIterator
    private var writer: any ResponseBodyWriter
    /// What came with the command already.
    private var early: [UInt8] = []

    init(_ body: RequestBody, _ writer: any ResponseBodyWriter) {
        self.body = body.makeAsyncIterator()
        self.writer = writer
    }

    /// The command itself: the first line of what is sent.
    mutating func head() async throws -> [UInt8] {
        while true {
            if let end = early.firstIndex(of: 10) {
                defer { early.removeFirst(end + 1) }
                return Array(early[..<end])
            }
            guard early.count < 16 << 20, let buffer = try await body.next() else { return early }
            early += buffer.readableBytesView
        }
    }

    mutating func read() async throws -> [UInt8]? {
        defer { early = [] }
        if !early.isEmpty { return early }
        return try await body.next().map { Array($0.readableBytesView) }
    }

    mutating func say(_ line: String) async throws { try await send(.line(line)) }
    mutating func write(_ bytes: [UInt8]) async throws { try await send(.bytes(bytes)) }
    mutating func warn(_ line: String) async throws { try await send(.warning(line)) }
    mutating func note(_ text: String) async throws { try await send(.note(text)) }

    /// Whatever was not read is read now, so that the other end comes to listen.
    mutating func end(_ last: Frame) async throws {
        while try await read() != nil {}
        try await send(last)
        try await writer.finish(nil)
    }

    private mutating func send(_ frame: Frame) async throws { try await writer.write(ByteBuffer(bytes: frame.encoded)) }
}
