import App
import Definitions
import Exchange
import Identity
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

struct ImportModeTests {
    private static let table = "Товар;Артикул;Серия\nНасос;1;Новая\nКран;9;Новая\n"

    private func start(_ desk: ImportDesk) async throws {
        try await desk.bring("Товар;Артикул;Серия\nНасос;1;Старая\n")
    }

    @Test func `an import that changes records reads and locks them together`() async throws {
        let locks = Ledger<String>()
        let trace: @Sendable (String) -> Void = { if $0.contains("FOR NO KEY UPDATE"), $0.contains("product") { locks.note($0) } }
        let clock = Clock { World.beginning }
        try await StorageEngine.postgres.withDatabase(clock: clock, trace: trace) { database in
            let desk = try await ImportDesk(of: WorkspaceStore.workspace("desk", database, .russian, files: "", Passwords(), clock))
            func table(_ price: Int) -> String { "Товар;Артикул;Цена\n" + (1...300).map { "Насос № \($0);\($0);\(price)\n" }.joined() }
            try await desk.bring(table(10))
            #expect(locks.entries.isEmpty)
            let changed = try await desk.bring(table(20))
            #expect(changed.counts.updated == 300)
            #expect(locks.entries.count == 2)
            let again = try await desk.bring(table(20))
            #expect(again.counts.unchanged == 300 && locks.entries.count == 2)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `new records only: a row that meets a record is rejected and changes nothing`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await start(desk)
            let run = try await desk.bring(ImportModeTests.table) { $0.mode = .create }
            #expect((run.counts.created, run.counts.rejected, run.counts.merged) == (1, 1, 0))
            let rejected = try await desk.rejected(run)
            #expect(rejected.first?.notes.first?.reason.ru == "Такая запись уже есть.")
            #expect(try await desk.list("product", ["title", "series"]) == ["Насос | Старая", "Кран | Новая"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `known records only: a row that meets none is rejected, and required fields may be missing`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await start(desk)
            let run = try await desk.bring("Артикул;Серия\n1;Новая\n9;Новая\n") { mapping in
                let schema = desk.workspace.engine.schema
                mapping = .assembled(
                    ["product.code", "product.series"], header: ["Артикул", "Серия"], main: "product", schema: schema, speaker: .ru)
                mapping.recognise(by: "code")
                mapping.mode = .update
            }
            #expect((run.counts.created, run.counts.updated, run.counts.rejected) == (0, 1, 1))
            #expect(try await desk.list("product", ["title", "series"]) == ["Насос | Новая"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `records are recognised by the field that was chosen`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await start(desk)
            let run = try await desk.bring("Товар;Артикул\nНасос большой;1\n") { $0.recognise(by: "code") }
            #expect(run.counts.updated == 1)
            #expect(try await desk.list("product", ["title"]) == ["Насос большой"])
        }
    }

    @Test func `a mapping with a mode is kept as it is`() throws {
        var mapping = ImportMapping(parts: [.init("product", object: "product", keys: [.init(["code"])], mode: .update)], main: "product")
        #expect(try ImportMapping(text: mapping.text) == mapping)
        mapping.mode = .upsert
        #expect(!mapping.text.contains("mode"))
    }
}
