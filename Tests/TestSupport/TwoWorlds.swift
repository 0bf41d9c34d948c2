import App
import Foundation
import Kit
import Storage
import Web

/// Lends two workspaces of one program, each with its own cast, and removes them afterwards. Both worlds share the site.
/// The first is `default`, which every unknown host leads to; the second one's host begins with `second`.
public func withTwoWorlds(on engine: StorageEngine, _ body: (_ first: World, _ second: World) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("krug_two_\(UInt64.random(in: 0 ... .max))").path
    let place: Configuration.Place
    switch engine {
    case .sqlite: place = .folder(folder)
    case .postgres:
        guard let url = ProcessInfo.processInfo.environment["KRUG_TEST_POSTGRES"] else { throw PostgresMissing() }
        place = .postgres(url: url)
    }
    await Pair.shared.take()
    defer { Task { await Pair.shared.giveBack() } }
    let store = try await WorkspaceStore.open(Configuration(place: place, workspaces: ["second"]), clock: Clock { World.beginning })
    do {
        let first = try await World.populated(store.all[0], .en, among: store)
        let second = try await World.populated(store.all[1], .en, among: store)
        try await body(first, second)
    } catch {
        try await remove(store, folder)
        throw error
    }
    try await remove(store, folder)
}

/// The two of PostgreSQL have the names of real ones, so there is one pair at a time.
private actor Pair {
    static let shared = Pair()
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if isTaken { await withCheckedContinuation { waiting.append($0) } }
        isTaken = true
    }

    func giveBack() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}

private func remove(_ store: WorkspaceStore, _ folder: String) async throws {
    for (workspace, schema) in zip(store.all, ["krug", "krug_second"] as [Identifier]) where workspace.database.dialect.lockSchema != nil {
        try? await workspace.database.write { tx in _ = try tx.execute("DROP SCHEMA \(schema) CASCADE") }
    }
    await store.close()
    try? FileManager.default.removeItem(atPath: folder)
}
