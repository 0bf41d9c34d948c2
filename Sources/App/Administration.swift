import Definitions
import Foundation
import Identity
public import Kit
public import RecordEngine
import Storage
public import Web

/// What an administrator does from the command line, on a workspace that no server has open.
public enum Administration {
    /// Makes a user, who can sign in with the password.
    /// - Throws: `Failure.invalid` for a role, e-mail or password that can't be.
    public static func addUser(email: String, name: String, role: String, password: String, in workspace: Workspace) async throws -> Int64 {
        let chosen = await workspace.passwords.hash(new: password, about: [email, name])
        return try await workspace.database.write { tx in
            let records = try workspace.records(tx, .command())
            let language = try WorkspaceSettings.language(in: tx)
            let (hash, id) = try chosen.and { try createUser(email: email, name: name, role: role, language: language, records) }
            try Credentials.set(hash, for: id, in: tx)
            return id
        }
    }

    /// Gives a user another password, or the first one.
    static func setPassword(_ password: String, of email: String, in workspace: Workspace) async throws {
        let hash = try await workspace.passwords.hash(new: password, about: [email]).get()
        try await workspace.database.write { tx in
            try Credentials.set(hash, for: try user(email, workspace.records(tx, .command())), in: tx)
        }
    }

    /// Makes the record of a user with a role by its key.
    public static func createUser(
        email: String, name: String, role: String, language: Language? = nil, _ records: Records
    ) throws -> Int64 {
        let roles = try records.list(Query("role", filter: try Filter("key = \(role.filterQuoted)"), limit: 1), make: \.id).rows
        var draft = Draft(UserRecord.object)
        draft[UserRecord.name] = name.trimmed
        draft[UserRecord.email] = email
        draft[UserRecord.role] = roles.first.map { Reference($0) }
        if roles.isEmpty {
            let known = ShippedRoles.all.map(\.key).joined(separator: ", ")
            draft.issue(
                "role", Label("There is no role “\(role)”. Choose one of: \(known).", ru: "Роли «\(role)» нет. Выберите: \(known)."))
        }
        if let language { draft[UserRecord.language] = language.rawValue }
        return try records.create(draft).id
    }

    /// The users as lines of text: number, e-mail, name, role, whether active.
    public static func users(of workspace: Workspace) async throws -> [String] {
        try await workspace.database.read { connection in
            let records = Records(workspace.engine, connection, .command(), now: workspace.clock.now())
            let columns = ["email", "name", "role", "is_active"].map { FieldPath($0) }
            let query = Query("user", sort: [Sort(FieldPath("id"))], columns: columns, withTitles: true, limit: 10_000)
            return try records.list(query) { row in
                let active = row.value(3) == .boolean(true) ? "active" : "disabled"
                return "\(row.id)\t\(String(row.value(0)) ?? "")\t\(String(row.value(1)) ?? "")\t\(row.title(2) ?? "")\t\(active)"
            }.rows
        }
    }

    /// Makes a token for a user and gives its secret, which is not kept.
    public static func createToken(for email: String, name: String, in workspace: Workspace) async throws -> String {
        try await workspace.database.write { tx in
            let records = try workspace.records(tx, .command())
            return try Tokens.create(named: name, for: try user(email, records), in: tx).secret
        }
    }

    /// The number of the user with an e-mail.
    static func user(_ email: String, _ records: Records) throws -> Int64 {
        let users = try records.list(Query("user", filter: try Filter("email = \(email.filterQuoted)"), limit: 1), make: \.id).rows
        guard let user = users.first else {
            throw Failure.invalid("user", Label("Nobody has the e-mail “\(email)”.", ru: "Ни у кого нет почты «\(email)»."))
        }
        return user
    }

    /// Takes a token back, whoever's it is.
    public static func revokeToken(_ secret: String, in workspace: Workspace) async throws {
        try await workspace.database.write { tx in
            guard let found = try Tokens.find(secret, at: tx.now, in: tx) else { throw Failure.notFound }
            try Tokens.revoke(found.token.id, of: found.token.user, in: tx)
        }
    }
}

extension Principal {
    /// Whoever may read and write the data's folder.
    static func command(_ language: Language = .en) -> Principal { Principal.system(language).acting(via: Via(.command)) }
}
