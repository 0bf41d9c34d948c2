import Foundation
import Hummingbird
import Jobs
import Kit
import Logging
import ServiceLifecycle
import Storage
package import Web

/// What an operator watches, in the text format of Prometheus. Numbers only: nothing of what people wrote, and no name but of workspaces.
package struct Metrics: Sendable {
    private let site: Site
    private let workspaces: [Workspace]

    init(program: Program) { self.init(program.site, program.store.all) }

    package init(_ site: Site, _ workspaces: [Workspace]) { (self.site, self.workspaces) = (site, workspaces) }

    /// Tells it to programs of this machine.
    func server(on port: Int, logger: Logger) -> some Service {
        let router = Router()
        router.get("/metrics") { _, _ in
            let text = await self.text()
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        return Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil), logger: logger)
    }

    package func text() async -> String {
        var page = MetricsPage()
        requests(&page)
        var figures: [(Workspace, Figures)] = []
        for workspace in workspaces { if let known = try? await Metrics.figures(of: workspace) { figures.append((workspace, known)) } }
        page.family("krug_workspace_up", .gauge, "Whether the database of the workspace answers.") { page in
            for workspace in workspaces {
                page.line([("workspace", workspace.name)], figures.contains { $0.0.name == workspace.name } ? 1 : 0)
            }
        }
        queues(&page)
        page.family("krug_live_pages", .gauge, "Pages that listen for changes.") { page in
            for workspace in workspaces { page.line([("workspace", workspace.name)], workspace.live.pages) }
        }
        page.family("krug_connections", .gauge, "Connections of visitors.") { $0.line([], site.connections.count) }
        page.family("krug_connections_limit", .gauge, "Beyond this, connections wait.") { $0.line([], site.connections.limit) }
        page.family("krug_jobs", .gauge, "Jobs that are not done.") { page in
            for (workspace, known) in figures {
                for job in known.jobs {
                    page.line([("workspace", workspace.name), ("kind", job.kind), ("state", job.state.rawValue)], Int(job.count))
                }
            }
        }
        page.family("krug_job_wait_seconds", .gauge, "How long the oldest job that could run has waited.") { page in
            for (workspace, known) in figures { page.line([("workspace", workspace.name)], Int(known.wait)) }
        }
        page.family("krug_database_bytes", .gauge, "What the workspace takes on the disk, without files.") { page in
            for (workspace, known) in figures { page.line([("workspace", workspace.name)], Int(known.bytes)) }
        }
        ProcessFigures.add(to: &page)
        return page.text
    }

    private func requests(_ page: inout MetricsPage) {
        page.family("krug_requests_total", .counter, "Requests that were answered.") { page in
            for (kind, count) in site.figures.counts.sorted(by: {
                ($0.key.area, $0.key.method, $0.key.status) < ($1.key.area, $1.key.method, $1.key.status)
            }) {
                page.line([("area", kind.area), ("method", kind.method), ("status", "\(kind.status)")], count)
            }
        }
        page.family("krug_request_seconds", .histogram, "Time from a request to the beginning of its answer.") { page in
            for (area, times) in site.figures.times.sorted(by: { $0.key < $1.key }) {
                var count = 0
                for (bound, more) in zip(RequestFigures.bounds.map { "\($0)" } + ["+Inf"], times.counts) {
                    count += more
                    page.line([("area", area), ("le", bound)], count, ending: "_bucket")
                }
                page.line([("area", area)], times.seconds, ending: "_sum")
                page.line([("area", area)], count, ending: "_count")
            }
        }
    }

    private func queues(_ page: inout MetricsPage) {
        let loads = workspaces.map { ($0.name, $0.database.load) }
        func family(_ name: String, _ kind: MetricsPage.Kind, _ help: String, _ value: (QueueLoad) -> Double) {
            page.family(name, kind, help) { page in
                for (workspace, queues) in loads {
                    for load in queues { page.line([("workspace", workspace), ("queue", load.name)], value(load)) }
                }
            }
        }
        family("krug_queue_waiting", .gauge, "Units that wait for the database.") { Double($0.waiting) }
        family("krug_queue_units_total", .counter, "Units that the database has taken.") { Double($0.units) }
        family("krug_queue_turns_total", .counter, "Turns in which it took them; units of one turn of writing are committed together.") {
            Double($0.turns)
        }
        family("krug_queue_wait_seconds_total", .counter, "How long units have waited for the database.") { $0.seconds }
    }

    private struct Figures: Sendable {
        let jobs: [(kind: String, state: JobState, count: Int64)]
        let wait: Int64
        let bytes: Int64
    }

    private static func figures(of workspace: Workspace) async throws -> Figures {
        let now = workspace.clock.now()
        return try await workspace.database.read { connection in
            Figures(
                jobs: try JobView.counts(in: connection), wait: try JobView.longestWait(now: now, in: connection),
                bytes: try connection.first(connection.dialect.size) { $0.int(0) } ?? 0)
        }
    }
}

/// The text format, line by line.
struct MetricsPage {
    enum Kind: String { case counter, gauge, histogram }

    private(set) var text = ""
    private var name = ""

    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ lines: (inout MetricsPage) -> Void) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        self.name = name
        lines(&self)
    }

    /// Label values are names from the program and of workspaces, which need no escaping.
    mutating func line(_ labels: [(name: String, value: String)], _ value: Double, ending: String = "") {
        let list = labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
        let number = Int(exactly: value).map { "\($0)" } ?? "\(value)"
        text += "\(name)\(ending)\(list.isEmpty ? "" : "{\(list)}") \(number)\n"
    }

    mutating func line(_ labels: [(name: String, value: String)], _ value: Int, ending: String = "") {
        line(labels, Double(value), ending: ending)
    }
}

/// What the system knows of this process.
enum ProcessFigures {
    static func add(to page: inout MetricsPage) {
        if let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first.flatMap({
            Int($0)
        }) {
            page.family("process_resident_memory_bytes", .gauge, "Memory in use.") { $0.line([], pages * sysconf(Int32(_SC_PAGESIZE))) }
        }
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        page.family("process_cpu_seconds_total", .counter, "Processor time.") {
            $0.line([], Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
        }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            page.family("process_open_fds", .gauge, "Open files and connections.") { $0.line([], files) }
        }
    }
}
