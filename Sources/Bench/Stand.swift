import App
import Definitions
import Foundation
import Identity
import Kit
import People
import RecordEngine
import Sales
import Storage
import Synchronization
import Web

/// A filled workspace and the people who ask it.
struct Stand: Sendable {
    struct Person: Sendable {
        let name: String
        let id: Int64
        let token: String
        let cookie: String
        /// The row rule of the role, as bare SQL would have it.
        let isOwner: Bool
    }

    let program: Program
    let workspace: Workspace
    let people: [Person]
    let stage: Int64
    let size: Int
    let versions: Versions

    init(_ program: Program, size: Int) async throws {
        self.program = program
        self.size = size
        workspace = program.store.all[0]
        let isNew = try await workspace.database.read { try $0.first("SELECT 1 FROM deal LIMIT 1") { _ in true } == nil }
        people = try await Stand.people(workspace, isNew: isNew)
        if isNew {
            try await Filler(workspace: workspace, size: size, owners: people.map(\.id)).fill()
            // A server in use has looked at its tables long ago.
            if workspace.database.dialect.lockSchema != nil { _ = try await workspace.database.write { try $0.execute("ANALYZE") } }
        }
        stage = try await workspace.database.read { try $0.first("SELECT min(id) FROM stage") { $0.int(0) } ?? 1 }
        versions = Versions(try await workspace.database.read { try $0.all("SELECT version FROM deal WHERE id <= \(size) ORDER BY id") { $0.int(0) } })
    }

    private static func people(_ workspace: Workspace, isNew: Bool) async throws -> [Person] {
        var people: [Person] = []
        for (name, role) in [("administrator", "administrator"), ("salesperson", "salesperson")] {
            let email = "\(name)@bench.test"
            if isNew {
                _ = try await workspace.database.write { tx in
                    try Administration.createUser(email: email, name: name, role: role, Records(workspace.engine, tx, .system()))
                }
            }
            let id = try await workspace.database.read { try $0.first("SELECT id FROM \("user" as Identifier) WHERE email = \(email)") { $0.int(0) } ?? 0 }
            try await workspace.database.write { try Tokens.revokeAll(of: id, in: $0) }
            let token = try await Administration.createToken(for: email, name: "bench", in: workspace)
            let session = try await workspace.database.write { try Sessions.start(for: id, from: Visitor(address: "127.0.0.1", agent: "bench"), in: $0) }
            people.append(Person(name: name, id: id, token: token, cookie: session.cookie, isOwner: role == "salesperson"))
        }
        return people
    }

    /// A deal of the whole base, another for each number.
    func deal(_ number: Int) -> Int64 { Int64((number &* 7919) % size) + 1 }

    /// A deal that the person owns: every fiftieth is the salesperson's.
    func ownDeal(_ person: Person, _ number: Int) -> Int64 { person.isOwner ? (deal(number) - 1) / 50 * 50 + 1 : deal(number) }

    /// A request that is ready, so that making it is no part of what is measured.
    typealias Asked = WebRequest

    func answer(_ request: Asked) async throws {
        let response = await program.site.respond(to: request)
        guard (200..<300).contains(response.status) else {
            throw StartProblem("\(request.path): \(response.status) \(String(decoding: response.bytes, as: UTF8.self))")
        }
    }

    func create(_ body: String) async throws { try await answer(request("/api/deals", people[0], .post, body: body)) }

    /// Changes a deal as a program that knows its version, as programs do that show it.
    func change(_ deal: Int64, _ body: String) async throws {
        let version = versions.next(of: deal)
        try await answer(request("/api/deals/\(deal)", people[0], .patch, ["if-match": "\"\(version)\""], body: body))
    }

    /// API requests carry the token, pages the cookie of a session.
    func request(
        _ target: String, _ person: Person, _ method: WebRequest.Method = .get, _ more: [String: String] = [:], body: String? = nil
    ) -> Asked {
        let parts = target.split(separator: "?", maxSplits: 1)
        let query = (try? Form(urlEncoded: (parts.count > 1 ? parts[1] : "").utf8)) ?? .empty
        var headers = ["host": "localhost"].merging(more) { $1 }
        if target.hasPrefix("/api/") {
            headers["authorization"] = "Bearer \(person.token)"
        } else {
            headers["cookie"] = "\(Site.sessionCookie)=\(person.cookie)"
        }
        if body != nil { headers["content-type"] = "application/json" }
        let bytes = Array((body ?? "").utf8)
        return WebRequest(method, String(parts[0]), query: query.fields.map { ($0.name, $0.text) }, headers: headers, address: "127.0.0.1") { _ in bytes }
    }
}

/// The versions of deals as their writer knows them: from the beginning, and then from its own changes.
final class Versions: Sendable {
    private let known: Mutex<[Int64]>

    init(_ versions: [Int64]) { known = Mutex(versions) }

    /// The version to change; the next caller gets the one after it.
    func next(of deal: Int64) -> Int64 {
        known.withLock { versions in
            defer { versions[Int(deal) - 1] += 1 }
            return versions[Int(deal) - 1]
        }
    }
}
