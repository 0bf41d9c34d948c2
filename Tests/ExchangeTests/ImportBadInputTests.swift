import Definitions
import Exchange
import Jobs
import Kit
import RecordEngine
import Storage
import Tables
import Tailoring
import TestSupport
import Testing
import Web

struct ImportBadInputTests {
    @Test(arguments: StorageEngine.allCases)
    func `two imports of the same clients at once double nobody and lose nobody`(_ engine: StorageEngine) async throws {
        let time = SetClock()
        try await ImportDesk.open(on: engine, clock: time.clock) { desk in
            func table(_ order: some Sequence<Int>, _ column: String) -> String {
                "Компания;Город;\(column)\n" + order.map { "Клиент № \($0);Казань;\($0)\n" }.joined()
            }
            let both = [table(1...600, "Сотрудников"), table((1...600).reversed(), "КПП").replacing(";КПП", with: ";Комментарий")]
            var runs: [Int64] = []
            for text in both {
                let file = try await desk.table(text)
                runs.append(try await desk.start(file, desk.guess(file)))
            }
            // Where everything is slow, one waits for the other longer than a lock is waited for, and comes again when its job is due.
            for _ in 0..<50 {
                async let first: Void = desk.work()
                async let second: Void = desk.work()
                _ = try await (first, second)
                let states = try await [desk.find(runs[0]).state, desk.find(runs[1]).state]
                if !states.contains(.running) { break }
                time.advance(seconds: 60)
            }
            for run in runs {
                let counts = try await desk.find(run).counts
                #expect(counts.created + counts.updated == 600 && counts.rejected == 0)
            }
            let all = try await desk.list("company", ["title", "employees", "comment"])
            #expect(Set(all) == Set((1...600).map { "Клиент № \($0) | \($0) | \($0)" }))
            #expect(all.count == 600)
        }
    }
}

extension ImportBadInputTests {
    @Test(arguments: StorageEngine.allCases)
    func `a rule that no row obeys rejects every row with its words, and nothing is written`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.write { records in
                let rule = Draft(
                    ValidationRule.object,
                    [
                        "object": .text("product"), "condition": .text("title is not empty"), "message": .text("Nothing is good enough"),
                        "message_ru": .text("Ничего не годится"),
                    ])
                _ = try records.create(rule)
            }
            let rows = (1...400).map { "Насос \($0);\($0)" }.joined(separator: "\n")
            let run = try await desk.bring("Товар;Артикул\n\(rows)\n")
            #expect((run.counts.created, run.counts.rejected, run.state) == (0, 400, .done))
            let reasons = try await desk.workspace.database.read { try Imports.reasons(of: run.id, rejections: true, in: $0) }
            #expect(reasons.count == 1 && reasons.first?.count == 400 && reasons.first?.reason.ru.contains("Ничего не годится") == true)
            #expect(try await desk.read { try $0.count(Query("product")).value } == 0)
        }
    }

    @Test func `what a file is its bytes say, whatever it is called`() async throws {
        try await ImportDesk.open(on: .sqlite) { desk in
            var writer = WorkbookWriter(title: "Товары")
            try writer.heading(["Товар"])
            try writer.row([.text("Насос")])
            try writer.finish()
            // The desk calls every table “table.csv”.
            #expect(try await desk.bring(writer.take()).counts.created == 1)
            let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
            await #expect(throws: Failure.self) { _ = try await desk.table(picture) }
            await #expect(throws: Failure.self) { _ = try await desk.table("%PDF-1.7\n1 0 obj\n") }
        }
    }
}
