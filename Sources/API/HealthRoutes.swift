import Kit
import Storage
import Web

/// For whoever watches the program: does it run, and can it work.
enum HealthRoutes {
    /// Runs; asks no database.
    static let live = Route(.get, "/livez", .everyone, for: .programs) { _ in
        .json { json in
            json.name("status")
            json.string("alive")
        }
    }

    /// Can read its database.
    static let ready = Route(.get, "/readyz", .everyone, for: .programs) { visit in
        do {
            _ = try await visit.workspace.database.read { connection in try connection.first("SELECT 1") { $0.int(0) } }
        } catch {
            throw Failure.unavailable(Label("The database does not answer.", ru: "База данных не отвечает."))
        }
        return .json { json in
            json.name("status")
            json.string("ready")
        }
    }
}
