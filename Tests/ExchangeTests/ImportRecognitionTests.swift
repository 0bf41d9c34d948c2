import App
import Definitions
import Duplicates
import Exchange
import Identity
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

struct ImportRecognitionTests {
    private func bring(_ desk: ImportDesk, _ table: String, by choice: String, _ change: (inout ImportMapping) -> Void = { _ in })
        async throws -> Import
    {
        try await desk.bring(table) {
            $0.recognise(by: choice)
            change(&$0)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a person is met by any phone or e-mail that the record has`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring(
                "ФИО;Телефон;Почта\nПетров Пётр;8 916 123-45-67, 8 495 000-00-01;petr@x.example\nСидорова Анна;8 916 000-00-02;\n")
            let phoned = try await bring(desk, "ФИО;Телефон;Должность\nПетров П. А.;+7 (916) 123 45 67;Директор\n", by: "match.phone")
            #expect((phoned.counts.updated, phoned.counts.created) == (1, 0))
            let mailed = try await bring(
                desk, "ФИО;Почта;Должность\nПетров;PETR@x.example;Завхоз\nНовый;new@x.example;Юрист\n", by: "match.email")
            #expect((mailed.counts.updated, mailed.counts.created) == (1, 1))
            #expect(try await desk.list("person", ["name", "post"]) == ["Петров | Завхоз", "Сидорова Анна | ", "Новый | Юрист"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a company is met by INN and KPP, by name and city in any spelling, and by its domain`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring(
                """
                Компания;ИНН;КПП;Город;Сайт
                ООО «Ромашка»;7707083893;770701001;г. Казань;https://romashka.example
                Север;7736050003;770701001;Москва;
                """)
            let branches = try await bring(
                desk, "Компания;ИНН;КПП\nСевер-2;7736050003;500101001\nСевер-1;7736050003;770701001\n", by: "match.code")
            #expect((branches.counts.created, branches.counts.updated) == (1, 1))
            let named = try await bring(desk, "Компания;Город;Сотрудников\n\"РОМАШКА\", ООО;Казань;12\nРомашка;Омск;5\n", by: "match.name")
            #expect((named.counts.created, named.counts.updated) == (1, 1))
            let sited = try await bring(desk, "Компания;Сайт;Сотрудников\nРомашка плюс;www.romashka.example/about;99\n", by: "match.domain")
            #expect(sited.counts.updated == 1)
            let all = try await desk.list("company", ["title", "employees"])
            #expect(all == ["Ромашка плюс | 99", "Север-1 | ", "Север-2 | ", "Ромашка | 5"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a row that meets several records is rejected with their names, and changes nothing`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring("ФИО;Телефон;Почта\nПетров Пётр;8 916 123-45-67;\nПетрова Анна;;anna@x.example\n")
            let table = "ФИО;Телефон;Почта;Должность\nПетров;8 916 123-45-67;anna@x.example;Директор\n"
            let run = try await bring(desk, table, by: "match") { $0.parts[0].recognition?.from = .possible }
            #expect((run.counts.rejected, run.counts.conflicts, run.counts.created) == (1, 1, 0))
            let note = try #require(try await desk.rejected(run).first?.notes.first)
            #expect(note.value == "Петров Пётр (1), Петрова Анна (2)" && note.reason.ru.contains("Подходит записей: 2"))
            #expect(try await desk.list("person", ["name", "post"]) == ["Петров Пётр | ", "Петрова Анна | "])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `by all keys only what is likely counts, and an INN speaks against the rest`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring("Компания;ИНН;Телефон;Город\nРомашка;7707083893;8 495 123-45-67;Казань\n")
            let table = """
                Компания;ИНН;Телефон;Город
                Лютик;;8 495 123-45-67;
                Ромашка;7736050003;8 495 123-45-67;Казань
                Ромашка;;8 495 123-45-67;
                """
            let run = try await bring(desk, table, by: "match")
            // The third row meets the first company and the second one just made.
            #expect((run.counts.created, run.counts.updated, run.counts.conflicts) == (2, 0, 1))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rows meet records that earlier rows made or changed`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let rows = (0..<400).map { "Клиент \($0);+7916\(1_000_000 + $0 % 200)" }.joined(separator: "\n")
            let run = try await bring(desk, "ФИО;Телефон\n\(rows)\n", by: "match.phone")
            #expect((run.counts.created, run.counts.updated) == (200, 200))
            #expect(try await desk.read { try $0.count(Query("person")).value } == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what many records share tells nothing`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let rows = (1...31).map { "Оператор \($0);8 495 777-77-77" }.joined(separator: "\n")
            try await desk.bring("ФИО;Телефон\n\(rows)\n") { $0.parts[0].keys = [] }
            let common = try await bring(desk, "ФИО;Телефон\nЕщё один;8 495 777-77-77\n", by: "match.phone")
            #expect((common.counts.created, common.counts.rejected) == (1, 0))
        }
    }

    @Test func `the records of a slice are asked for in two questions`() async throws {
        let asked = Ledger<String>()
        let trace: @Sendable (String) -> Void = { if $0.contains("PARTITION BY key") { asked.note($0) } }
        let clock = Clock { World.beginning }
        try await StorageEngine.postgres.withDatabase(clock: clock, trace: trace) { database in
            let desk = try await ImportDesk(of: WorkspaceStore.workspace("desk", database, .russian, files: "", Passwords(), clock))
            func table(_ post: String) -> String {
                "ФИО;Телефон;Должность\n" + (1...300).map { "Клиент \($0);+7916\(1_000_000 + $0);\(post)\n" }.joined()
            }
            _ = try await bring(desk, table("Юрист"), by: "match.phone")
            #expect(asked.entries.count == 2)
            let changed = try await bring(desk, table("Директор"), by: "match.phone")
            #expect(changed.counts.updated == 300 && asked.entries.count == 4)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `keys that no column fills, or that are not known, are refused`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let table = try await desk.table("ФИО;Должность\nПетров;Юрист\n")
            var mapping = desk.guess(table)
            mapping.recognise(by: "match.phone")
            let wish = mapping
            let issues = try await desk.read { try ImportCheck(wish, table.file, $0).issues }
            #expect(issues.map(\.field) == ["person.match_keys"])
            #expect(try ImportMapping(text: mapping.text) == mapping)
            for wrong in [#""match_keys":{"kinds":["fax"],"#, #""match_keys":{"kinds":[],"#, #""match_keys":["phone"],"other":{"#] {
                let text = mapping.text.replacing(#""match_keys":{"kinds":["phone"],"#, with: wrong)
                #expect(throws: Failure.self) { try ImportMapping(text: text) }
            }
        }
    }
}
