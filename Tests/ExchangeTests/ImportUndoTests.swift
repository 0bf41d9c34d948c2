import Bulk
import Definitions
import Exchange
import Identity
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

struct ImportUndoTests {
    private static let table = """
        Компания;ИНН;Город;Контакт;Телефон
        Ромашка;7707083893;Казань;Анна Котова;89161112233
        Вектор;;Омск;;
        Ромашка;7707083893;;Пётр Лис;

        """

    private func companies(_ desk: ImportDesk) async throws -> [String] { try await desk.list("company", ["title", "inn", "city"]) }

    @Test(arguments: StorageEngine.allCases)
    func `a whole import is taken back, and brought back`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring("Компания;Город\nВектор;\nСтарая;Тула\n")
            let before = try await companies(desk)
            let run = try await desk.bring(ImportUndoTests.table)
            #expect(run.counts.created == 1 && run.counts.merged == 2)
            let after = try await companies(desk)
            let people = try await desk.list("person", ["name", "phones"])
            #expect(after != before && people.count == 2)

            let undone = try await desk.turn(run, .undo)
            #expect(undone.isTakenBack && undone.undo?.kept == 0 && undone.undo?.done == undone.undo?.total)
            #expect(try await companies(desk) == before)
            #expect(try await desk.list("person", ["name"]).isEmpty)
            #expect(try await desk.list("employment", ["id"]).isEmpty)

            let redone = try await desk.turn(run, .redo)
            #expect(redone.undo?.kept == 0 && redone.mayUndo)
            #expect(try await companies(desk) == after)
            #expect(try await desk.list("person", ["name", "phones"]) == people)
            #expect(try await desk.list("employment", ["id"]).count == 2)

            #expect(try await desk.turn(run, .undo).undo?.kept == 0)
            #expect(try await companies(desk) == before)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what somebody changed or uses since stays, and is named`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring("Компания;Город\nВектор;\nПламя;\n")
            let run = try await desk.bring("Компания;Город\nВектор;Омск\nПламя;Уфа\nРомашка;Казань\nЛотос;Пермь\nИрис;Тверь\n")
            let ids = try await desk.read { records in
                let query = Query("company", columns: [FieldPath("title")])
                return Dictionary(uniqueKeysWithValues: try records.list(query) { (String($0.value(0)) ?? "", $0.id) }.rows)
            }
            let (vector, flame) = (try #require(ids["Вектор"]), try #require(ids["Пламя"]))
            let (daisy, lotus) = (try #require(ids["Ромашка"]), try #require(ids["Лотос"]))
            try await desk.write { records in
                let company = try records.object("company")
                try records.update(vector, Draft(company, ["city": .text("Томск")]))
                try records.update(lotus, Draft(company, ["comment": .text("Позвонить")]))
            }
            try await desk.write { try $0.delete(try $0.object("company"), flame) }
            let deal = try await desk.write { records in
                try records.create(Draft(try records.object("deal"), ["title": .text("Поставка"), "company": .reference(daisy)])).id
            }

            let undone = try await desk.turn(run, .undo)
            #expect(undone.undo?.kept == 4)
            #expect(try await companies(desk) == ["Вектор |  | Томск", "Ромашка |  | Казань", "Лотос |  | Пермь"])
            #expect(try await desk.list("deal", ["company"]) == ["Ромашка"])
            let kept = try await desk.workspace.database.read { try Imports.kept(of: run.id, in: $0) }
            let reasons = Dictionary(uniqueKeysWithValues: kept.map { ($0.id, $0.reason.ru) })
            #expect(reasons[vector] == "Запись с тех пор менялась." && reasons[lotus] == reasons[vector])
            #expect(reasons[flame] == "Запись с тех пор удалена.")
            #expect(reasons[daisy] == "Запись используется: на неё ссылается сделка «Поставка».")

            // What stood in the way is gone; the rest follows, and nothing is done twice.
            try await desk.write { try $0.delete(try $0.object("deal"), deal) }
            #expect(try await desk.turn(run, .undo).undo?.kept == 3)
            #expect(try await companies(desk) == ["Вектор |  | Томск", "Лотос |  | Пермь"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a value that another record has meanwhile is no reason to stop`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring("Пользователь;E-mail\nВера;vera@krug.test\nЛев;lev@krug.test\n")
            let run = try await desk.bring("Пользователь;E-mail\nВера;v@krug.test\nЛев;l@krug.test\nНовый;new@krug.test\n") {
                $0.recognise(by: "name")
            }
            #expect(run.counts.updated == 2 && run.counts.created == 1)
            try await desk.bring("Пользователь;E-mail\nТёзка;vera@krug.test\n")
            #expect(try await desk.turn(run, .undo).undo?.kept == 1)
            let users = try await desk.list("user", ["name", "email"])
            #expect(
                Set(users) == ["Ольга Крылова | olga@krug.test", "Вера | v@krug.test", "Лев | lev@krug.test", "Тёзка | vera@krug.test"])
            let kept = try await desk.workspace.database.read { try Imports.kept(of: run.id, in: $0) }
            #expect(kept.first?.reason.ru.isEmpty == false)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a killed undo goes on where it was`(_ engine: StorageEngine) async throws {
        let time = SetClock()
        try await ImportDesk.open(on: engine, clock: time.clock) { desk in
            let rows = (1...700).map { "Насос № \($0);\($0)" }.joined(separator: "\n")
            let run = try await desk.bring("Товар;Артикул\n\(rows)\n")
            try await desk.order(run, .undo)
            let units = Ledger<Int64>()
            let dying = BulkJobs.turning(engine: { try desk.workspace.engines.engine(for: $0) }) { _, via, _ in
                units.note(via.id ?? 0)
                guard units.entries.count < 4 else { throw PowerFailure() }
                return Principal.system(.ru).acting(via: via)
            }
            try await JobRunner(desk.workspace.database, queue: desk.workspace.jobs, kinds: [dying], clock: time.clock).drain()
            time.advance(seconds: 60)
            try await desk.work()
            let undone = try await desk.find(run.id)
            #expect(undone.isTakenBack && undone.undo?.done == 700 && undone.undo?.kept == 0)
            #expect(try await desk.read { try $0.count(Query("product")).value } == 0)
            #expect(try await desk.turn(run, .redo).undo?.kept == 0)
            #expect(try await desk.read { try $0.count(Query("product")).value } == 700)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what was taken back can be imported again, by its old numbers too`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let table = "Номер сделки;Сделка;Компания\nA-1;Поставка;Вектор\n"
            let first = try await desk.bring(table) { $0.createsMissing = true }
            #expect(first.counts.created == 1)
            try await desk.turn(first, .undo)
            #expect(try await desk.list("deal", ["title"]).isEmpty)
            #expect(try await desk.list("company", ["title"]).isEmpty)
            let second = try await desk.bring(table) { $0.createsMissing = true }
            #expect(second.counts.created == 1 && second.counts.rejected == 0)
            #expect(try await desk.bring(table).counts.unchanged == 1)
        }
    }

    @Test func `only what is over can be taken back, and only once`() async throws {
        try await ImportDesk.open(on: .sqlite) { desk in
            let table = try await desk.table("Товар\nНасос\n")
            let id = try await desk.start(table, desk.guess(table))
            await #expect(throws: Failure.self) { try await desk.order(try await desk.find(id), .undo) }
            try await desk.work()
            let run = try await desk.find(id)
            await #expect(throws: Failure.self) { try await desk.order(run, .redo) }
            try await desk.order(run, .undo)
            await #expect(throws: Failure.self) { try await desk.order(run, .undo) }
            try await desk.work()
            await #expect(throws: Failure.self) { try await desk.order(run, .undo) }
        }
    }
}

private struct PowerFailure: Error {}
