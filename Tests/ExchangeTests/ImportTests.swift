import Definitions
import Exchange
import Kit
import RecordEngine
import Tables
import TestSupport
import Testing

struct ImportTests {
    private static let clients = #"""
        Компания;ИНН;Контактное лицо;Телефон;E-mail;Город;Дата первого контакта;Комментарий
        ООО «Ромашка»;7707083893;Анна Ёлкина;"8 (495) 123-45-67, +7 916 000-11-22
        89160001133 доб. 12";info@romashka.ru;г. Казань;05.10.2019;ждёт КП
        "ООО ""РОМАШКА""";7707083893;Анна Елкина;+7 916 000-11-22;нет;КАЗАНЬ;31.02.2024;"перезвонить; скидка"
        ООО РОМАШКА;7707083890;Пётр Белов;;a@b.ru, c@d.ru;Казань;;
        ;;;;;;;

        """#

    @Test(arguments: StorageEngine.allCases)
    func `phones and e-mails of several columns come together, and of several in a cell`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let table = #"""
                ФИО;Телефон;Мобильный телефон;E-mail
                Анна Котова;8 916 111-22-33, 8 495 222-33-44;+7 903 333-44-55;"a@krug.test; b@krug.test"
                Пётр Лис;;89035556677;

                """#
            let file = try await desk.table(table)
            let mapping = desk.guess(file)
            #expect(mapping.targets(file.file.header) == ["person.name", "person.phones", "person.phones", "person.emails"])
            #expect(try ImportMapping(text: mapping.text) == mapping)
            try await desk.bring(table)
            #expect(try await desk.list("person", ["phones"]).map { $0.split(separator: ",").count } == [3, 1])
            #expect(try await desk.list("person", ["emails"])[0].contains("b@krug.test"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `tax number and KPP in one column fill both fields, by the heading or by the values`(_ engine: StorageEngine) async throws {
        for heading in ["ИНН/КПП", "ИНН", "Реквизиты"] {
            try await ImportDesk.open(on: engine) { desk in
                let table = """
                    Компания;\(heading)
                    ООО Ромашка;7707083893/773601001
                    ООО Лютик;7736050003 / 773601001
                    ИП Котова;500100732259/
                    ООО Ошибка;7707083890/773601001

                    """
                let mapping = desk.guess(try await desk.table(table))
                #expect(mapping.targets(["Компания", heading]) == ["company.title", "company.inn+kpp"])
                #expect(try ImportMapping(text: mapping.text) == mapping)
                let run = try await desk.bring(table)
                #expect(run.counts.created == 4 && run.counts.rejected == 0)
                #expect(
                    try await desk.list("company", ["title", "inn", "kpp"]) == [
                        "ООО Ромашка | 7707083893 | 773601001", "ООО Лютик | 7736050003 | 773601001", "ИП Котова | 500100732259 | ",
                        "ООО Ошибка |  | 773601001",
                    ])
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `one company is met by its INN and by any spelling of its name`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let run = try await desk.bring(ImportTests.clients)
            #expect(run.state == .done)
            #expect(run.counts.created == 1)
            #expect(run.counts.merged == 2)
            #expect(run.counts.empty == 1)
            #expect(run.counts.rejected == 0)
            #expect(run.counts.rows == 4)
            #expect(
                try await desk.list("company", ["title", "inn", "city", "first_contact", "comment"]) == [
                    "ООО «Ромашка» | 7707083893 | г. Казань | 05.10.2019 | ждёт КП\nперезвонить; скидка"
                ])
            #expect(
                try await desk.list("employment", ["person", "company", "title"]) == [
                    "Анна Ёлкина | ООО «Ромашка» | Сотрудник", "Пётр Белов | ООО «Ромашка» | Сотрудник",
                ])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `several phones and e-mails in one cell are all kept, and none twice`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring(ImportTests.clients)
            #expect(
                try await desk.list("person", ["phones", "emails"]) == [
                    "+7 (495) 123-45-67, +7 (916) 000-11-22, +7 (916) 000-11-33 доб. 12 | info@romashka.ru", " | a@b.ru, c@d.ru",
                ])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what can't be understood is reported by row and column, and the rest of the row is kept`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let run = try await desk.bring(ImportTests.clients)
            let warnings = try await desk.warnings(run).map { "\($0.row) \($0.column) \($0.value)" }
            #expect(warnings.sorted() == ["3 E-mail нет", "3 Дата первого контакта 31.02.2024", "4 ИНН 7707083890"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the same table a second time changes nothing`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.bring(ImportTests.clients)
            let again = try await desk.bring(ImportTests.clients)
            #expect(again.counts.unchanged == 3)
            #expect(again.counts.created + again.counts.updated + again.counts.rejected == 0)
            let batches = try await desk.read { records in
                try records.history(try records.object("company"), 1).filter { $0.batch.via.kind == .importing }.map(\.batch.via.id)
            }
            #expect(batches == [1])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rejected rows come back with their reasons and can be sent again`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let run = try await desk.bring("Товар;Цена;Артикул\nНасос;100 руб.;1\n;200 руб.;2\nКлапан;дорого;3\n")
            #expect(run.counts.created == 2)
            #expect(run.counts.rejected == 1)
            let rows = try await desk.rejected(run)
            #expect(rows.map(\.row) == [3])
            let table = RejectedRows.table(rows, header: run.header, delimiter: run.format.delimiter(.ru), .ru)
            let text = String(decoding: table, as: UTF8.self)
            #expect(text.contains("Товар;Цена;Артикул;Строка файла;Почему отклонено"))
            #expect(text.contains(";200 руб.;2;3;"))
            let corrected = try await desk.bring(text.replacing("\r\n;200", with: "\r\nФильтр;200"))
            #expect(corrected.counts.created == 1)
            #expect(try await desk.list("product", ["title", "price"]) == ["Насос | 100,00 RUB", "Клапан | ", "Фильтр | 200,00 RUB"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `two firms of one name are two, if their INN or their town differs`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let run = try await desk.bring(
                "Компания;ИНН;Город\nООО Вектор;7707083893;Москва\nООО Вектор;5036045205;Москва\nООО Вектор;;Тула\nООО «Вектор»;;г. ТУЛА\n")
            #expect(run.counts.created == 3)
            #expect(run.counts.merged == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `people of a list can't sign in but belong to their teams`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let run = try await desk.bring("sales_agent,manager,regional_office\nAnn,Dan,East\nBob,Dan,East\nCid,Eve,East\n")
            #expect(run.counts.created == 3)
            #expect(try await desk.list("team", ["name", "head"]) == ["East · Dan | Dan", "East · Eve | Eve"])
            #expect(
                try await desk.list("user", ["name", "team", "role.key"], "name != \"Ольга Крылова\"") == [
                    "Dan |  | head", "Ann | East · Dan | salesperson", "Bob | East · Dan | salesperson", "Eve |  | head",
                    "Cid | East · Eve | salesperson",
                ])
        }
    }
}
