import Bulk
import Exchange
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

struct ImportCorrectionTests {
    private func correct(_ desk: ImportDesk, _ id: Int64, _ rows: [(Int, [String])]) async throws -> (taken: Int, left: Int) {
        let run = try await desk.find(id)
        return try await desk.workspace.database.write { tx in
            let author = try #require(try Principals.load(user: desk.author, via: Via(.page), in: tx))
            return try ImportCorrection(rows.map { (place: $0.0, cells: $0.1) }).perform(on: run, desk.workspace.records(tx, author))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rejected rows are corrected and become part of the same import`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let run = try await desk.bring("Компания;Город\nРомашка;Казань\n;Омск\n;Пермь\n;Уфа\n")
            #expect((run.counts.created, run.counts.rejected) == (1, 3))
            let first = try await correct(desk, run.id, [(3, ["Вектор", "Омск"]), (4, ["", "Пермь-2"])])
            #expect((first.taken, first.left) == (1, 1))
            let now = try await desk.find(run.id)
            #expect((now.counts.created, now.counts.rejected, now.counts.rows) == (2, 2, 4))
            let left = try await desk.rejected(now)
            #expect(left.map(\.row) == [4, 5] && left[0].cells == ["", "Пермь-2"] && left[0].notes.count == 1)
            #expect(left[0].problem(with: "Компания")?.ru == "Заполните это поле.")
            // Row 3 is no longer there to be done twice.
            let again = try await correct(desk, run.id, [(3, ["Вектор", "Омск"]), (5, ["", ""])])
            #expect((again.taken, again.left) == (1, 0))
            #expect(try await desk.list("company", ["title"]) == ["Ромашка", "Вектор"])
            #expect(try await desk.find(run.id).counts.empty == 1)

            try await desk.turn(run, .undo)
            #expect(try await desk.list("company", ["title"]).isEmpty)
            await #expect(throws: Failure.self) { _ = try await correct(desk, run.id, [(4, ["Лотос", ""])]) }
        }
    }
}
