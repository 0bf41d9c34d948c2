import App
import ArgumentParser
import Foundation
import Logging

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a demonstration company, which is made the first time.",
        discussion: "Listens on this machine only: everybody in it has the same password."
    )

    @Option(help: "The folder with the data.") var data = "demo.krug"
    @Option(help: "The port to listen on.") var port = 8080
    @Option(help: "The language of the company: ru or en.") var language = Spoken.ru

    func run() async throws {
        let configuration = Configuration(place: .folder(data), port: port, standards: language == .ru ? .russian : .init())
        let program = try await Program.start(configuration, logger: .quiet)
        let workspace = program.store.all[0]
        if try await Demonstration.prepare(workspace, configuration.standards.language) { print("The demonstration company is ready in \(data).") }
        try await program.serve { port in
            print("\nKrug is at http://127.0.0.1:\(port)/\n\nSign in with the password \(Demonstration.password) as:")
            for face in Demonstration.faces { print("  \(face.email.padding(26))\(face.role.padding(16))\(face.name)") }
            print("\nStop with Ctrl+C.")
            fflush(nil)
        }
    }
}

extension Logger {
    /// Speaks of warnings and worse.
    static let quiet: Logger = {
        var logger = Logger(label: "krug")
        logger.logLevel = .warning
        return logger
    }()
}

extension String {
    func padding(_ width: Int) -> String { count >= width ? self + " " : self + String(repeating: " ", count: width - count) }
}
