import App
import ArgumentParser
import Foundation
import Kit
import Web

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the pages and the API until told to stop.")

    @OptionGroup var place: PlaceOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on.")
    var port = 8080

    @Flag(help: "Browsers come by HTTPS, through a proxy in front.")
    var https = false

    @Option(
        name: .customLong("trusted-proxy"),
        help: "The IP address of a proxy whose X-Forwarded-For and X-Forwarded-Proto count; may be repeated."
    )
    var trustedProxies: [String] = []

    @Option(name: .customLong("max-file-size"), help: "The largest file that a record takes, in MB.")
    var maxFileSize = 50

    @Option(help: "Seconds after which a connection is ended that asks nothing or hardly moves.")
    var patience = 30

    @Option(help: "How many connections at a time; further ones wait until one ends.")
    var maxConnections = 14_000

    @Option(help: "A port of this machine (127.0.0.1) on which Prometheus finds /metrics; without it there are none.")
    var metricsPort: Int?

    func run() async throws {
        guard (1...2_000).contains(maxFileSize) else { throw ValidationError("--max-file-size is a number of MB from 1 to 2000.") }
        guard (1...3_600).contains(patience) else { throw ValidationError("--patience is a number of seconds from 1 to 3600.") }
        guard (1...1_000_000).contains(maxConnections) else { throw ValidationError("--max-connections is a number from 1 to 1000000.") }
        guard let proxies = TrustedProxies(trustedProxies) else { throw ValidationError("--trusted-proxy is an IP address.") }
        var configuration = place.configuration
        configuration.host = host
        configuration.port = port
        configuration.metricsPort = metricsPort
        configuration.isSecure = https
        configuration.proxies = proxies
        configuration.fileLimit = maxFileSize << 20
        configuration.patience = patience
        configuration.connections = maxConnections
        let program = try await Program.start(configuration, logger: .quiet)
        for (workspace, code) in try await program.setupCodes() {
            print("Nobody works in “\(workspace)” yet. Open /setup and enter this code: \(code)")
        }
        for (workspace, since) in try await program.heldWorkspaces() {
            print("Jobs of “\(workspace)” are held since \(since.iso): imports, bulk changes and reminders wait for krug release.")
        }
        let address = host
        try await program.serve { port in
            print("Krug is at http://\(address):\(port)/")
            fflush(nil)
        }
    }
}
