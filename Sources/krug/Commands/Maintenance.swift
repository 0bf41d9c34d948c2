import App
import ArgumentParser

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a checked copy of a SQLite workspace to a file.", discussion: "For PostgreSQL use pg_dump."
    )

    @OptionGroup var place: PlaceOptions
    @Argument(help: "The file to write; it must not exist.") var file: String

    func run() async throws {
        try await place.withWorkspace { try await Maintenance.backUp($0, to: file) }
        print("Written and checked: \(file)")
    }
}

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the configuration and the versions of everything Krug stands on; warn of what is known to be unsafe."
    )

    @OptionGroup var place: PlaceOptions

    func run() async throws {
        let configuration = try place.configuration()
        try await place.withWorkspace { workspace in
            for line in try await Maintenance.check(workspace, configuration) { print(line) }
        }
    }
}

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the tables in line with this version. Serving does it too.")

    @OptionGroup var place: PlaceOptions

    func run() async throws {
        try await place.withWorkspace { _ in print("The tables are up to date.") }
    }
}
