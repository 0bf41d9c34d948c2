import App
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Web

/// The same over sockets, with wrk as the client, against a bare route of the same server library that answers with as many bytes, and
/// against one that runs the bare statements of the request first: as quick as the program could be.
struct EndToEnd {
    let stand: Stand
    let table: Table

    func run() async throws {
        guard table.shows("end to end") else { return }
        guard let wrk = ["/usr/bin/wrk", "/usr/local/bin/wrk"].first(where: FileManager.default.isExecutableFile) else {
            print("end to end: wrk is not installed (bin/setup installs it)")
            return
        }
        let bareRouter = Router()
        bareRouter.get("/:size") { _, context in
            let size = context.parameters.get("size", as: Int.self) ?? 0
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(repeating: 32, count: size)))
        }
        try await serving(bareRouter.buildResponder(), by: .http1()) { barePort in
            try await serving(SiteResponder(stand.program.site), by: .site()) { port in
                for person in stand.people {
                    let filter = "filter=stage%3D\(stand.stage)&sort=expected_close"
                    let fields = "title,company,stage,amount,expected_close,owner"
                    for (name, target) in [("JSON", "/api/deals?\(filter)&fields=\(fields)"), ("page", "/deals?\(filter)")] {
                        let asked = stand.request(target, person)
                        let headers = asked.headers.filter { $0.key != "host" }.flatMap { ["-H", "\($0.key): \($0.value)"] }
                        let size = await stand.program.site.respond(to: asked).bytes.count
                        let floor = try await stand.floor(of: asked)
                        let queried = Router()
                        queried.get("/") { _, _ in
                            try await floor(0)
                            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(repeating: 32, count: size)))
                        }
                        var (bare, bareSQL, whole) = (Served(), Served(), Served())
                        try await serving(queried.buildResponder(), by: .site()) { queriedPort in
                            for _ in 0..<3 {
                                bare += try await load(wrk, ["http://127.0.0.1:\(barePort)/\(size)"])
                                bareSQL += try await load(wrk, headers + ["http://127.0.0.1:\(queriedPort)/"])
                                whole += try await load(wrk, headers + ["http://127.0.0.1:\(port)\(target)"])
                            }
                        }
                        let row = "end to end: list of 50, \(name)"
                        table.kept?.add("\(row), \(person.name)", 8, whole.figures, floor: (bare.rate, bare.cpu))
                        print(
                            "\(row) (\(size / 1000) KB), \(person.name), 8 clients".padding(70)
                                + String(format: "%.0f", whole.rate).padding(10) + String(format: "%.0f", whole.cpu).padding(10)
                                + String(
                                    format: "%.0f %% of a bare route's %.0f (CPU %.0f µs), ", whole.rate / bare.rate * 100, bare.rate,
                                    bare.cpu)
                                + String(format: "%.0f %% of one with the ", whole.rate / bareSQL.rate * 100)
                                + String(format: "bare statements, %.0f (%.0f µs)", bareSQL.rate, bareSQL.cpu)
                        )
                    }
                }
            }
        }
    }

    /// What a server did: requests in a second, and seconds of its processor time for them.
    private struct Served {
        var requests = 0.0
        var seconds = 0.0
        var processorSeconds = 0.0

        var rate: Double { requests / seconds }
        /// Microseconds of processor time for a request.
        var cpu: Double { processorSeconds / requests * 1e6 }

        /// One request stands for all; eight were under way.
        var figures: Figures { Figures(times: [8_000 / rate], seconds: 1 / rate, processorSeconds: cpu / 1e6) }

        static func += (left: inout Served, right: Served) {
            left.requests += right.requests
            left.seconds += right.seconds
            left.processorSeconds += right.processorSeconds
        }
    }

    private func load(_ wrk: String, _ arguments: [String]) async throws -> Served {
        let used = Table.processorSeconds
        let seconds = Double(max(Int(table.seconds / 2), 1))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: wrk)
        process.arguments = ["-t1", "-c8", "-d\(Int(seconds))s"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        let text = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in
                continuation.resume(returning: String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard !text.contains("Non-2xx"), let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
            let rate = Double(line.split(separator: " ").last ?? "")
        else { throw StartProblem("wrk: \(text)") }
        return Served(requests: rate * seconds, seconds: seconds, processorSeconds: Table.processorSeconds - used)
    }

    private func serving<Responder: HTTPResponder>(
        _ responder: Responder, by builder: HTTPServerBuilder, _ body: (Int) async throws -> Void
    ) async throws
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> & RequestContext {
        let (ports, tell) = AsyncStream<Int>.makeStream()
        let server = Application(
            responder: responder, server: builder, configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { tell.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await port in ports {
                try await body(port)
                break
            }
            group.cancelAll()
        }
    }
}
