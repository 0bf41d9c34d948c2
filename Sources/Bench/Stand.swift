import App
import Definitions
import Foundation
import Identity
import Kit
import People
import RecordEngine
import Sales
import Storage
import Web

/// A filled workspace and the people who ask it.
struct Stand: Sendable {
    struct Person: Sendable {
        let name: String
        let id: Int64
        let token: String
        /// The row rule of the role, as bare SQL would have it.
        let isOwner: Bool
    }

    let program: Program
    let workspace: Workspace
    let people: [Person]
    let stage: Int64
    let size: Int
    let searches = ["ivan", "deal%2042", "%D0%BF%D0%B5%D1%82", "99", "%D1%81%D0%BC%D0%B8%D1%80%D0%BD"]

    init(_ program: Program, size: Int) async throws {
        self.program = program
        self.size = size
        workspace = program.store.all[0]
        let isNew = try await workspace.database.read { try $0.first("SELECT 1 FROM deal LIMIT 1") { _ in true } == nil }
        people = try await Stand.people(workspace, isNew: isNew)
        if isNew { try await Filler(workspace: workspace, size: size, owners: people.map(\.id)).fill() }
        stage = try await workspace.database.read { try $0.first("SELECT min(id) FROM stage") { $0.int(0) } ?? 1 }
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
            let token = try await Administration.createToken(for: email, name: "bench", in: workspace)
            let id = try await workspace.database.read { try $0.first("SELECT id FROM \("user" as Identifier) WHERE email = \(email)") { $0.int(0) } ?? 0 }
            people.append(Person(name: name, id: id, token: token, isOwner: role == "salesperson"))
        }
        return people
    }

    /// A deal of the whole base, another for each number.
    func deal(_ number: Int) -> Int64 { Int64((number &* 7919) % size) + 1 }

    /// A deal that the person owns: every fiftieth is the salesperson's.
    func ownDeal(_ person: Person, _ number: Int) -> Int64 { person.isOwner ? (deal(number) - 1) / 50 * 50 + 1 : deal(number) }

    func get(_ target: String, _ person: Person) async throws {
        let response = await program.site.respond(to: request(.get, target, person, body: nil))
        guard response.status == 200 else { throw StartProblem("\(target): \(response.status) \(String(decoding: response.bytes, as: UTF8.self))") }
    }

    func create(_ number: Int) async throws {
        try await send(.post, "/api/deals", "{\"title\":\"New deal \(number)\",\"stage\":\(stage)}", headers: [:])
    }

    func change(_ deal: Int64, title: String?, _ number: Int) async throws {
        let version = try await workspace.database.read { try $0.first("SELECT version FROM deal WHERE id = \(deal)") { $0.int(0) } ?? 1 }
        let body = title.map { "{\"title\":\"\($0) \(number) \(deal)\"}" } ?? "{\"amount\":{\"minor\":\(number + 1),\"currency\":\"USD\"}}"
        // Another client may have been there first; that is no failure of the measurement.
        try await send(.patch, "/api/deals/\(deal)", body, headers: ["if-match": "\"\(version)\""], allowing: 412)
    }

    private func send(
        _ method: WebRequest.Method, _ target: String, _ body: String, headers: [String: String], allowing status: Int = 201
    ) async throws {
        var request = request(method, target, people[0], body: body)
        request = WebRequest(
            method, request.path, query: request.query, headers: request.headers.merging(headers) { $1 }, address: "127.0.0.1"
        ) { _ in Array(body.utf8) }
        let response = await program.site.respond(to: request)
        guard response.status < 300 || response.status == status else {
            throw StartProblem("\(target): \(response.status) \(String(decoding: response.bytes, as: UTF8.self))")
        }
    }

    private func request(_ method: WebRequest.Method, _ target: String, _ person: Person, body: String?) -> WebRequest {
        let parts = target.split(separator: "?", maxSplits: 1)
        let query = (try? Form(urlEncoded: (parts.count > 1 ? parts[1] : "").utf8)) ?? .empty
        var headers = ["host": "localhost", "authorization": "Bearer \(person.token)"]
        if body != nil { headers["content-type"] = "application/json" }
        return WebRequest(method, String(parts[0]), query: query.fields.map { ($0.name, $0.text) }, headers: headers, address: "127.0.0.1")
    }
}
