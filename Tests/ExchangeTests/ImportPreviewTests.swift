import App
import Bulk
import Definitions
import Exchange
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

struct ImportPreviewTests {
    private static let before = """
        Компания;ИНН;Город
        Ромашка;7707083893;
        Двойник;;Омск
        Двойник;;Уфа
        Та же;;Тула

        """

    /// Rows that meet what is here, what earlier rows make, and what can't be.
    private static let table = """
        Компания;ИНН;Город;Контакт;Телефон;Ответственный
        Ромашка;7707083893;Казань;Анна Котова;89161112233;Ольга Крылова
        Двойник;;;;;
        Та же;;Тула;;;
        Новая;;Тверь;Пётр Лис;;Никто Неизвестный
        Новая;;Тверь;Пётр Лис;+7 495 111-22-33;
        ;;Тверь;;;
        Ромашка;7707083893;Казань;;;
        ;;;;;

        """

    private func tried(_ desk: ImportDesk, _ text: String, _ change: (inout ImportMapping) -> Void = { _ in }) async throws -> Import {
        let table = try await desk.table(text)
        var mapping = desk.guess(table)
        change(&mapping)
        let id = try await desk.note(table)
        let (run, wish) = (try await desk.find(id), mapping)
        try await desk.workspace.database.write { tx in
            try Imports.rehearse(run, wish, desk.workspace.rehearsing, desk.workspace.jobs, in: tx)
        }
        try await desk.work()
        return try await desk.find(id)
    }

    private func lines(_ run: Import, _ outcome: ImportLine.Outcome, _ desk: ImportDesk) async throws -> [ImportLine] {
        try await desk.workspace.database.read { try Imports.lines(of: run.id, outcome, in: $0) }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a dry run says what the import then does, and writes nothing`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring(ImportPreviewTests.before)
            let companies = try await desk.list("company", ["title", "inn", "city"])
            let run = try await tried(desk, ImportPreviewTests.table)
            let preview = try #require(run.preview)
            #expect(preview.isDone && run.state == .new)
            #expect(try await desk.list("company", ["title", "inn", "city"]) == companies)
            #expect(try await desk.list("person", ["name"]).isEmpty)

            let changed = try await lines(run, .updated, desk)
            #expect(changed.first?.row == 2 && changed.first?.title == "Ромашка" && changed.first?.record?.object == "company")
            #expect(changed.first?.changes.contains { $0.field.ru == "Город" && $0.old.isEmpty && $0.new == "Казань" } == true)
            let conflicts = try await lines(run, .conflict, desk)
            #expect(conflicts.map(\.row) == [3] && conflicts[0].candidates.count == 2)
            let new = try await lines(run, .created, desk)
            #expect(new.first?.changes.contains { $0.field.ru == "Город" && $0.new == "Тверь" } == true)
            #expect(new.map(\.row) == [5] && new[0].record == nil && new[0].notes.contains { $0.value == "Никто Неизвестный" })

            try await desk.workspace.database.write { tx in
                let now = try #require(try Imports.find(run.id, in: tx))
                try Imports.start(now, try #require(preview.mapping), desk.workspace.importing, desk.workspace.jobs, in: tx)
            }
            try await desk.work()
            let done = try await desk.find(run.id)
            #expect(done.counts == preview.counts && done.counts.conflicts == 1 && done.preview == nil)
            #expect(try await lines(run, .updated, desk).isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a dry run names each cell that is left out, and the import then names its own`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let rows = "Вектор;7707083894;нет\nЛотос;7707083893;много\nТополь;;15\n;7707083894;\n"
            let run = try await tried(desk, "Компания;ИНН;Сотрудников\n\(rows)")
            #expect(run.preview?.counts.warnings == 3)
            func cells(after place: String? = nil, column: String? = nil, limit: Int = 50) async throws -> [ImportReportLine] {
                try await desk.workspace.database.read {
                    try Imports.warnings(of: run.id, after: place, column: column, limit: limit, in: $0)
                }
            }
            let all = try await cells()
            #expect(all.map(\.row) == [2, 2, 3] && all.map(\.column) == ["ИНН", "Сотрудников", "Сотрудников"])
            #expect(all.first?.value == "7707083894" && all.first?.reason.ru == "В ИНН ошибка: проверьте цифры.")
            #expect(all.first?.reason.en == "There is a mistake in the INN: check its digits.")
            let first = try await cells(limit: 1)
            #expect(try await cells(after: first.first?.place).map(\.row) == [2, 3])
            #expect(try await cells(column: "Сотрудников").map(\.value) == ["нет", "много"])
            let line = try await desk.workspace.database.read { try Imports.line(of: run.id, row: 3, in: $0) }
            #expect(line?.outcome == .created && line?.title == "Лотос" && line?.notes.count == 1)
            #expect(try await desk.workspace.database.read { try Imports.line(of: run.id, row: 99, in: $0) } == nil)
            #expect(try await desk.workspace.database.read { try Imports.line(of: run.id, row: .min, in: $0) } == nil)

            try await desk.workspace.database.write { tx in
                let now = try #require(try Imports.find(run.id, in: tx))
                let mapping = try #require(run.preview?.mapping)
                try Imports.start(now, mapping, desk.workspace.importing, desk.workspace.jobs, in: tx)
            }
            #expect(try await cells().isEmpty)
            try await desk.work()
            #expect(try await cells().count == 3)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what was taken back counts as new in a dry run too`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let table = "Номер сделки;Сделка;Компания\nA-1;Поставка;Вектор\n"
            let first = try await desk.bring(table) { $0.createsMissing = true }
            try await desk.turn(first, .undo)
            let run = try await tried(desk, table) { $0.createsMissing = true }
            #expect(run.preview?.counts.created == 1 && run.preview?.counts.rejected == 0)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a longer table is tried in several units that see each other`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let rows = (0..<2_400).map { "Насос № \($0 % 1_200)" }.joined(separator: "\n")
            let run = try await tried(desk, "Товар\n\(rows)\n")
            #expect(run.preview?.counts.created == 1_200 && run.preview?.counts.unchanged == 1_200)
            #expect(try await desk.read { try $0.count(Query("product")).value } == 0)
        }
    }
}
