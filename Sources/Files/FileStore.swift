public import Foundation
public import Storage

/// Where a workspace keeps bytes that are no part of a row: tables on their way into an import, later what people attach to records.
/// A file has the SHA-256 of its bytes as its name, so the same bytes are kept once. It stays for as long as a row names it.
public protocol FileStore: Sendable {
    /// The tables that this way of keeping needs.
    var tables: [SystemTable] { get }

    /// Takes bytes in, piece by piece. They are durable when this returns, but nobody's yet.
    /// - Throws: `Failure.storageFull` when there is no room for them.
    func receive(_ source: some ByteSource) async throws -> ReceivedFile

    /// Makes a file of received bytes, in the unit of the row that names it, so that neither is ever without the other.
    /// - Returns: the name.
    @discardableResult
    func keep(_ received: ReceivedFile, in tx: any Transaction) throws -> String

    /// Forgets what was received. What was kept meanwhile stays; to be called in any case.
    func discard(_ received: ReceivedFile) async throws

    /// Opens a file for reading. It can be read to its end, also when it is released meanwhile.
    /// - Throws: `Failure.notFound` when there is no such file.
    func open(_ name: String) async throws -> FileHandle

    /// Takes a file away unless a row names it. For whoever has just taken its name out of a row.
    func release(_ name: String) async throws

    /// Takes away every file that no row names, and what was received a day ago and never kept.
    func sweep() async throws
}

/// Bytes that a store has taken in.
public struct ReceivedFile: Sendable {
    /// The name that the file will have.
    public let name: String
    public let size: Int
    /// Where the store has them for now.
    let place: String
}

/// How old a received file must be before it counts as forgotten.
let patience: Int64 = 86_400

/// How many bytes are moved at a time.
let pieceSize = 1 << 18

extension FileStore {
    /// Takes bytes in for as long as `body` runs, which keeps them or does not.
    public func lend<T>(_ source: some ByteSource, _ body: (ReceivedFile) async throws -> T) async throws -> T {
        let received = try await receive(source)
        let result: Result<T, any Error>
        do { result = .success(try await body(received)) } catch { result = .failure(error) }
        // What can't be thrown away now is swept.
        try? await discard(received)
        return try result.get()
    }
}
