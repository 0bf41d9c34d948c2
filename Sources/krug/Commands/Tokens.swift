import App
import ArgumentParser

struct Tokens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens by which programs act for a user.", subcommands: [Create.self, Revoke.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token and print it; it is shown only now.")

        @OptionGroup var place: PlaceOptions
        @Option(help: "The e-mail of the user for whom the program acts.") var user: String
        @Option(help: "What the token is for.") var name: String

        func run() async throws { try await place.perform(.createToken(user: user, name: name)) }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a token back; it is read from the standard input.")

        @OptionGroup var place: PlaceOptions

        func run() async throws {
            guard let secret = readLine(strippingNewline: true) else { throw ValidationError("Send the token on the standard input.") }
            try await place.perform(.revokeToken(secret))
        }
    }
}
