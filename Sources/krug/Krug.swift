import App
import ArgumentParser
import Foundation

@main
enum Start {
    static func main() async {
        // Data, backups and tables hold what is nobody else's business.
        umask(0o077)
        await Krug.main()
    }
}

struct Krug: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "krug", abstract: "A customer relationship manager: clients, deals, activities.",
        discussion: """
            Without options it works on the folder ./krug-data with SQLite. Beside a running server commands are carried out by the server.

            It ends with 0 when everything was done, 1 when it was not (the reason is on the standard error), 2 when an import rejected rows, \
            64 when it was called wrongly, 130 when it was interrupted.
            """,
        subcommands: [
            Serve.self, Demo.self, Users.self, Tokens.self, Import.self, Export.self, Pack.self, Unpack.self, Backup.self, Restore.self,
            Hold.self, Release.self, Check.self, Migrate.self, OpenAPI.self,
        ]
    )
}

/// Where the data is: the options that every command has.
struct PlaceOptions: ParsableArguments {
    @Option(help: "The folder with the data.")
    var data = "krug-data"

    @Option(help: "A PostgreSQL database instead of SQLite: postgres://user:password@host:5432/database")
    var database: String?

    @Option(name: .customLong("workspace"), help: "A workspace besides the default one; named by the first label of the host.")
    var workspaces: [String] = []

    @Option(help: "For a new workspace: en (dollars, UTC) or ru (roubles, Moscow). For an export: its language.")
    var language = Spoken.en

    var configuration: Configuration {
        Configuration(
            place: database.map { .postgres(url: $0) } ?? .folder(data), workspaces: workspaces,
            standards: language == .ru ? .russian : .init()
        )
    }

    /// Performs a command on the workspace that the options name (the first of `--workspace`, else the default one).
    func perform(_ command: Command, input: String? = nil, output: String? = nil) async throws {
        let code = try await command.run(at: configuration, input: input, output: output)
        if code != 0 { throw ExitCode(code) }
    }
}

enum Spoken: String, ExpressibleByArgument, CaseIterable { case en, ru }
