import Definitions
import Exchange
import Kit
import RecordEngine
import TestSupport
import Testing

struct ImportDealsTests {
    private static let table = """
        opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
        A1,Ольга Крылова,GTXPro,Acme,Won,12/31/2016,3/1/2017,"1,054"
        A2,Nobody,GTX Pro,,Lost,1/2/2017,2/3/2017,0
        A3,,GTX Pro,Acme,Prospecting,,,

        """

    private func stock(_ desk: ImportDesk) async throws {
        try await desk.bring("product,series\nGTX Pro,GTX\n")
        try await desk.bring("account,sector\nAcme,retail\n")
    }

    private func bring(_ desk: ImportDesk) async throws -> Import {
        try await desk.bring(ImportDealsTests.table) { mapping in
            for (text, meaning) in [("Won", "Выиграна"), ("Lost", "Проиграна"), ("Prospecting", "Новая")] {
                mapping.translate(text, of: "deal.stage", as: meaning)
            }
            mapping.translate("GTXPro", of: "deal.product", as: "GTX Pro")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `deals come with their stages, days in American order and amounts`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await stock(desk)
            let run = try await bring(desk)
            #expect(run.counts.created == 3)
            #expect(
                try await desk.list("deal", ["title", "company", "stage", "started_on", "closed_on", "amount", "owner"]) == [
                    "Acme · GTXPro | Acme | Выиграна | 31.12.2016 | 01.03.2017 | 1054,00 RUB | Ольга Крылова",
                    "GTX Pro |  | Проиграна | 02.01.2017 | 03.02.2017 | 0,00 RUB | ", "Acme · GTX Pro | Acme | Новая |  |  |  | ",
                ])
            #expect(try await desk.warnings(run).map(\.value) == ["Nobody"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a deal that is lost in the file without a reason says so`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await stock(desk)
            _ = try await bring(desk)
            #expect(try await desk.list("deal", ["lost_reason"], "status = lost") == ["не указана"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the sender's key brings a deal up to date`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await stock(desk)
            _ = try await bring(desk)
            let run = try await desk.bring("opportunity_id,close_value\nA1,2000\nA1,2000\nA9,5\n") { mapping in
                mapping.parts[0].fields.removeAll { $0.field == "title" }
                mapping.parts[0].fields.append(.init("title", .constant("Новая сделка")))
                mapping.parts[0].existing = .update
            }
            #expect(run.counts.updated == 1)
            #expect(run.counts.unchanged == 1)
            #expect(run.counts.created == 1)
            #expect(try await desk.list("deal", ["amount"], "amount > 100") == ["2000,00 RUB"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a misspelt product and a stage in another language are offered as what is meant`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await stock(desk)
            let file = try await desk.table(ImportDealsTests.table)
            let mapping = desk.guess(file)
            let check = try await desk.read { try ImportCheck(mapping, file.file, $0) }
            let offers = check.columns.map { column in
                "\(column.target): " + column.unknown.map { "\($0.text)→\($0.suggestion ?? "?")" }.joined(separator: ", ")
            }
            #expect(
                offers == [
                    "deal.owner: Nobody→?", "deal.product: GTXPro→GTX Pro", "deal.stage: Won→Выиграна, Lost→Проиграна, Prospecting→?",
                ])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `missing companies are made when asked, misspelt ones are not`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await stock(desk)
            let run = try await desk.bring("Название сделки;Компания\nПервая;Бета\nВторая;Бета\nТретья;AC-ME\n") {
                $0.createsMissing = true
            }
            #expect(run.counts.created == 3)
            #expect(try await desk.list("deal", ["title", "company"]) == ["Первая | Бета", "Вторая | Бета", "Третья | "])
            #expect(try await desk.warnings(run).map(\.value) == ["AC-ME"])
        }
    }
}
