import App
import ArgumentParser

@main
struct Krug: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "krug", abstract: "A customer relationship manager: clients, deals, activities.",
        discussion: "Without options it works on the folder ./krug-data with SQLite.",
        subcommands: [Serve.self, Demo.self, Users.self, Tokens.self, Backup.self, Check.self, Migrate.self]
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

    @Option(help: "For a new workspace: en (dollars, UTC) or ru (roubles, Moscow).")
    var language: String = "en"

    func configuration() throws -> Configuration {
        guard language == "en" || language == "ru" else { throw ValidationError("--language is en or ru.") }
        return Configuration(
            place: database.map { .postgres(url: $0, folder: data) } ?? .folder(data), workspaces: workspaces,
            standards: language == "ru" ? .russian : .init()
        )
    }
}
