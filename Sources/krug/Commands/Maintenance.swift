import App
import ArgumentParser
import Foundation

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a checked copy of a SQLite workspace to a file.",
        discussion: "The copy is of one moment; a server goes on meanwhile. It takes room beside the data for as long. For PostgreSQL use pg_dump."
    )

    @OptionGroup var place: PlaceOptions
    @Argument(help: "The file to write; it must not exist.") var file: String

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: file) else { throw Complaint("\(file) exists; choose a new name.") }
        try await place.perform(.backUp, output: file)
        print("Written and checked: \(file)")
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in the place of a SQLite workspace. No server may run meanwhile.",
        discussion: """
            The copy is checked first. What was there is kept beside it and named at the end. Everybody is signed out, and no job is begun until \
            krug release, so that nothing is sent twice. On PostgreSQL use pg_restore and then krug hold.
            """
    )

    @OptionGroup var place: PlaceOptions
    @Option(help: "The folder with the copies of the files.") var files: String?
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        for line in try await Restoring(place.configuration).restore(file, files: files) { print(line) }
    }
}

struct Hold: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Begin no job any more, here or on any server, until krug release. Those under way end.")

    @OptionGroup var place: PlaceOptions

    func run() async throws { try await place.perform(.hold) }
}

struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Let jobs go on after krug restore or krug hold.")

    @OptionGroup var place: PlaceOptions

    func run() async throws { try await place.perform(.release) }
}

struct Pack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the whole workspace as one package: records, history, settings, files.",
        discussion: "A ZIP archive of JSON lines, of one moment, from either database for either. Passwords and tokens are not in it."
    )

    @OptionGroup var place: PlaceOptions
    @Argument(help: "The file to write; it must not exist.") var file: String

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: file) else { throw Complaint("\(file) exists; choose a new name.") }
        try await place.perform(.pack, output: file)
        print("Written: \(file)")
    }
}

struct Unpack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill a new workspace with a package that krug pack has written.",
        discussion: "All of it comes, with the numbers it had, or nothing. Then give the administrators passwords: krug user password EMAIL."
    )

    @OptionGroup var place: PlaceOptions
    @Argument(help: "The package.") var file: String

    func run() async throws { try await place.perform(.unpack, input: file) }
}

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the configuration and the versions of everything Krug stands on; warn of what is known to be unsafe.",
        discussion: """
            With --recount it also looks whether versions, journal, links, search, match keys and figures follow from the records, and ends with 1 \
            where they don't. A million records take about a minute; everybody goes on working.
            """
    )

    @OptionGroup var place: PlaceOptions
    @Flag(help: "Count everything anew that is kept beside the records.") var recount = false

    func run() async throws { try await place.perform(.check(recount: recount)) }
}

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the tables in line with this version. Serving does it too.", discussion: "On SQLite no server may run meanwhile."
    )

    @OptionGroup var place: PlaceOptions

    func run() async throws {
        await (try WorkspaceStore.open(place.configuration)).close()
        print("The tables are up to date.")
    }
}

struct OpenAPI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the API's description (OpenAPI 3.1), as GET /api/openapi.json gives it."
    )

    @OptionGroup var place: PlaceOptions

    func run() async throws { try await place.perform(.openAPI) }
}
