import Identity
public import Kit
import RecordEngine
import Storage
public import Web

/// The demonstration company: made once in an empty workspace, then only served.
public enum Demonstration {
    /// The password of everybody in it. Good for a program that listens on this machine only.
    public static let password = "krug-demo-2026"

    /// Fills the workspace unless somebody works in it already.
    /// - Returns: whether it was filled now.
    public static func prepare(_ workspace: Workspace, _ language: Language) async throws -> Bool {
        guard try await workspace.database.read({ try FirstAdministrator.isNeeded(in: $0) }) else { return false }
        let hash = try await workspace.passwords.hash(password)
        try await DemoData.load(into: workspace.database, engine: workspace.engine, passwordHash: hash, language: language)
        return true
    }

    /// One person for each role: the role, the name and the e-mail to sign in with.
    public static var faces: [(role: String, name: String, email: String)] {
        var seen: Set<String> = []
        return DemoData.cast.filter { seen.insert($0.role).inserted }.map { ($0.role, $0.name, $0.email) }
    }
}
