import App
import ArgumentParser
import Foundation
import Kit
import Web

extension PlaceOptions {
    /// Opens the workspace that the options name (the first of `--workspace`, else the default one), lends it and closes it.
    /// What goes wrong is said on the standard error, and the command ends with 1.
    func withWorkspace(_ body: (Workspace) async throws -> Void) async throws {
        do {
            let store = try await WorkspaceStore.open(try configuration()) { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
            let chosen = store.all.count > 1 ? store.all[1] : store.all[0]
            do {
                try await body(chosen)
            } catch {
                await store.close()
                throw error
            }
            await store.close()
        } catch let failure as Failure {
            throw Complaint(failure.lines(.en).joined(separator: "\n"))
        }
    }
}

/// What a command says when it can't do what it was told.
struct Complaint: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
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
