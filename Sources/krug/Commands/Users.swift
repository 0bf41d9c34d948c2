import App
import ArgumentParser

struct Users: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "user", abstract: "Users of the program.", subcommands: [Add.self, Password.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a user.")

        @OptionGroup var place: PlaceOptions
        @Argument(help: "The e-mail to sign in with.") var email: String
        @Option(help: "The name that others see.") var name: String
        @Option(help: "administrator, head, salesperson or observer.") var role: String
        @Flag(help: "Read the password from the first line of the standard input.") var passwordStdin = false

        func run() async throws {
            guard passwordStdin, let password = readLine(strippingNewline: true) else {
                throw ValidationError("Send the password as the first line of the standard input and add --password-stdin.")
            }
            try await place.perform(.addUser(email: email, name: name, role: role, password: password))
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a user another password, or the first one.")

        @OptionGroup var place: PlaceOptions
        @Argument(help: "The e-mail to sign in with.") var email: String

        func run() async throws {
            guard let password = readLine(strippingNewline: true) else {
                throw ValidationError("Send the password as the first line of the standard input.")
            }
            try await place.perform(.setPassword(email: email, password: password))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users: number, e-mail, name, role, whether active.")

        @OptionGroup var place: PlaceOptions

        func run() async throws { try await place.perform(.listUsers) }
    }
}
