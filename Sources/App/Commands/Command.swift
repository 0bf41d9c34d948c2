import API
import Definitions
import Files
import Foundation
import Jobs
import Kit
import Moving
import RecordEngine
import Storage
import Web

/// What somebody at the machine wants of a workspace. It is performed where the workspace is open: in the program that was called,
/// or in the server that has the data, to which it is sent as it is.
public enum Command: Codable, Sendable {
    case addUser(email: String, name: String, role: String, password: String)
    case listUsers
    case createToken(user: String, name: String)
    /// The token itself.
    case revokeToken(String)
    case backUp
    /// No job is begun until they are released.
    case hold
    case release
    /// Also counting everything anew.
    case check(recount: Bool)
    case openAPI
    case export(ExportOrder)
    case bring(ImportOrder)
    /// The whole workspace as one package.
    case pack
    /// Fills a new workspace with the package that is sent along.
    case unpack
    case setPassword(email: String, password: String)
    case turn(ImportTurnOrder)

    /// - Returns: the exit code: 0, 1 for a recount that found something wrong, 2 for an import that rejected rows or was not taken back wholly.
    func perform(in workspace: Workspace, _ configuration: Configuration, _ console: inout some Console) async throws -> Int32 {
        switch self {
        case .addUser(let email, let name, let role, let password):
            let id = try await Administration.addUser(email: email, name: name, role: role, password: password, in: workspace)
            try await console.say("User \(id) made: \(email), \(role).")
        case .listUsers:
            for line in try await Administration.users(of: workspace) { try await console.say(line) }
        case .createToken(let user, let name):
            try await console.say(try await Administration.createToken(for: user, name: name, in: workspace))
        case .revokeToken(let secret):
            try await Administration.revokeToken(secret, in: workspace)
            try await console.say("Revoked.")
        case .backUp:
            try await Maintenance.backUp(workspace, in: configuration.files(of: workspace.name), to: &console)
        case .hold:
            try await workspace.database.write { try JobQueue.hold(in: $0) }
            try await console.say("Held: no job is begun, and nothing leaves the workspace, until krug release.")
        case .release:
            let isReleased = try await workspace.database.write { try workspace.jobs.release(in: $0) }
            try await console.say(isReleased ? "Released: jobs go on." : "Jobs were not held.")
        case .check(let recount):
            for line in try await Maintenance.check(workspace, configuration) { try await console.say(line) }
            if recount { return try await Maintenance.recount(workspace, to: &console) == 0 ? 0 : 1 }
        case .openAPI:
            let schema = workspace.engine.schema
            try await console.write(APIDocument(routes: Program.routes(schema), schema: schema).bytes + [10])
        case .export(let order):
            try await order.perform(in: workspace, &console)
        case .bring(let order):
            return try await order.perform(in: workspace, &console)
        case .pack:
            let writer = try await workspace.packing()
            while let bytes = try await writer.next() { try await console.write(bytes) }
        case .unpack:
            let package = try FileSource.temporary()
            while let bytes = try await console.read() { try package.append(bytes) }
            let report = try await workspace.unpack(package, as: nil)
            for (object, count) in report.records { try await console.say("\(object.name): \(count)") }
            try await console.say("files: \(report.files)")
        case .setPassword(let email, let password):
            try await Administration.setPassword(password, of: email, in: workspace)
            try await console.say("Done.")
        case .turn(let order):
            return try await order.perform(in: workspace, &console)
        }
        return 0
    }

    /// Whether it starts jobs, which somebody has to do while no server is there.
    var needsJobs: Bool {
        switch self {
        case .bring, .turn: true
        default: false
        }
    }
}

/// Where a command reads and writes: a terminal, or the socket to somebody's terminal.
protocol Console {
    /// The next piece of the file that was given with the command; nil at its end.
    mutating func read() async throws -> [UInt8]?
    /// A line of the answer.
    mutating func say(_ line: String) async throws
    /// A piece of the file that is asked for.
    mutating func write(_ bytes: [UInt8]) async throws
    /// A line that is no part of the answer, but should be read.
    mutating func warn(_ line: String) async throws
    /// How far the work is; the next note takes its place.
    mutating func note(_ text: String) async throws
}

/// What a command says when it can't do what it was told.
public struct Complaint: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: description = failure.lines(.en).joined(separator: "\n")
        case is CancellationError: description = "Interrupted."
        default: description = "\(error)"
        }
    }
}

extension Failure {
    /// What is wrong, a line each.
    func lines(_ language: Language) -> [String] {
        switch self {
        case .invalid(let issues): issues.map { "\($0.field): \($0.message[language])" }
        case .forbidden(let label), .malformed(let label), .conflict(let label), .tooLarge(let label), .unsupportedType(let label),
            .unavailable(let label):
            [label[language]]
        case .notFound: ["There is no such thing."]
        case .storageFull: ["The disk is full. Nothing was changed."]
        case .stale, .preconditionRequired, .signInRequired, .methodNotAllowed, .tooMany: ["\(self)"]
        }
    }
}
