import Definitions
import Identity
public import Kit
public import RecordEngine
import Sales
public import Storage

/// Two years in the life of a trading company, the same every time, written through the door that everybody uses.
public struct DemoData: Sendable {
    /// How much of everything.
    public struct Size: Sendable {
        public var companies: Int
        public var people: Int
        public var deals: Int

        public init(companies: Int = 600, people: Int = 1500, deals: Int = 2000) {
            self.companies = companies
            self.people = people
            self.deals = deals
        }
    }

    static let days = 730

    /// Writes it all in one unit, into a workspace that holds no more than its seed. Everybody signs in with one password.
    /// - Parameter passwordHash: the stored form of that password.
    /// - Throws: `Failure.conflict` when the workspace has users already.
    public static func load(
        into database: any Database, engine: Engine, passwordHash: String, language: Language = .ru, size: Size = Size()
    ) async throws {
        try await database.write { tx in
            guard try FirstAdministrator.isNeeded(in: tx) else {
                throw Failure.conflict(Label("The demonstration data need an empty workspace.", ru: "Для демонстрационных данных нужна пустая база."))
            }
            let story = try DemoStory(engine, tx, language)
            try story.hire(passwordHash: passwordHash)
            try story.stock()
            story.meetClients(size)
            story.sell(size)
            try story.tell()
        }
    }

    /// Who can sign in: e-mail, name and role.
    public static var cast: [(email: String, name: String, role: String)] { DemoStory.staff.map { ($0.email, $0.name, $0.role) } }
}
