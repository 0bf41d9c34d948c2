import Definitions
import Exchange
import Kit
import People
import RecordEngine
import Sales
import Tables
import TestSupport
import Testing
import Web

struct ExportTests {
    private func export(
        _ desk: ImportDesk, _ object: String, _ columns: [String], _ format: ExportFormat = .csv, as role: Role? = nil
    ) async throws -> [UInt8] {
        try await desk.read { records in
            let reader = role.map { role in
                Records(
                    records.engine, records.connection,
                    Principal(user: nil, name: "", role: role, team: [], language: .ru, via: Via(.page)), now: records.now)
            }
            var bytes: [UInt8] = []
            let query = Query(object, sort: [Sort(FieldPath("id"))], columns: columns.map { FieldPath($0) })
            let writer = ExportWriter(format, title: "Список", delimiter: .semicolon)
            try Export(query, as: format).all(reader ?? records, into: writer) { bytes += $0 }
            return bytes
        }
    }

    @Test func `only records that are recognized by how one reaches them go out as cards`() {
        let noun = Noun(en: ("order", "orders"), ru: .masculine("заказ", "заказы", "заказов", genitive: "заказа"))
        let order = ObjectDefinition("order", path: "orders", noun, icon: "list", title: "title", list: []) {
            Field.text("title", Label("Title", ru: "Название"), required: true)
            Field.phones("phones", Label("Phones", ru: "Телефоны"))
        }
        #expect([Person.object, Company.object, order, Deal.object].map(ExportFormat.vcf.fits) == [true, true, false, false])
        #expect(ExportFormat.allCases.filter { $0.fits(order) } == [.csv, .xlsx, .jsonl])
    }

    @Test(arguments: StorageEngine.allCases, [ExportFormat.csv, .xlsx, .jsonl])
    func `what goes out comes in again without loss`(_ engine: StorageEngine, _ format: ExportFormat) async throws {
        let columns = [
            "title", "inn", "city", "revenue", "phones", "emails", "parent", "owner", "tags", "first_contact", "comment", "employees",
        ]
        try await ImportDesk.open(on: engine) { desk in
            try await desk.write { records in
                let tags = try records.list(Query("tag", limit: 2), make: \.id).rows
                let object = try records.object("company")
                let parent = try records.create(Draft(object, ["title": .text("АО «Холдинг; и др.»")])).id
                try records.create(
                    Draft(
                        object,
                        [
                            "title": .text("ООО \"Ромашка\""), "inn": .text("7707083893"), "city": .text("Орёл"),
                            "parent": .reference(parent),
                            "revenue": .money(Money(minor: 123_456_789, currency: .rub)),
                            "phones": .list(["+74951234567;350", "+79160001122"]),
                            "emails": .list(["a@b.ru", "c@d.ru"]), "owner": .reference(desk.author), "tags": .references(tags),
                            "first_contact": .day(Day(number: 18_000)), "comment": .text("=1+1\nвторая строка; с точкой"),
                            "employees": .integer(12),
                        ]))
            }
            let out = try await export(desk, "company", columns, format)
            let before = try await desk.list("company", columns.filter { $0 != "tags" })
            let tagged = try await desk.read { try $0.record("company", 2)["tags"] }
            try await desk.write { records in
                let object = try records.object("company")
                for id in [Int64(2), 1] { try records.delete(object, id) }
            }
            let run = try await desk.bring(out) { $0 = desk.assembled(columns, "company", format) }
            #expect(run.counts.created == 2)
            #expect(run.counts.warnings == 0)
            #expect(try await desk.list("company", columns.filter { $0 != "tags" }) == before)
            #expect(try await desk.read { try $0.record("company", 4)["tags"] } == tagged)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a long list comes page by page, each record once`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.write { records in
                let object = try records.object("product")
                for number in 1...1_201 { try records.create(Draft(object, ["title": .text("Товар \(number)")])) }
            }
            let lines = String(decoding: try await export(desk, "product", ["title"]), as: UTF8.self).split(separator: "\r\n")
            #expect(lines.count == 1_202)
            #expect(Set(lines).count == 1_202)
        }
    }

    @Test func `nothing a spreadsheet would reckon with leaves the house`() async throws {
        try await ImportDesk.open(on: .sqlite) { desk in
            _ = try await desk.write { try $0.create(Draft(try $0.object("product"), ["title": .text("=HYPERLINK(\"http://x\")")])) }
            let text = String(decoding: try await export(desk, "product", ["title"]), as: UTF8.self)
            #expect(text.contains("\"'=HYPERLINK"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `people go out as cards with their company, and come in again`(_ engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            try await desk.write { records in
                let company = try records.create(Draft(try records.object("company"), ["title": .text("ООО «Роза, и мимоза»")])).id
                let person = try records.create(Draft(try records.object("person"), [
                    "name": .text("Петрова Анна Ильинична"), "phones": .list(["+74951234567;350", "+79160001122"]), "emails": .list(["a@b.ru"]),
                    "city": .text("Орёл"), "birthday": .day(Day(number: 3_000)), "comment": .text("раз; два\nтри, четыре \\ пять"),
                ])).id
                try records.create(Draft(try records.object("employment"), [
                    "person": .reference(person), "company": .reference(company), "title": .text("Директор"),
                ]))
            }
            let cards = try await export(desk, "person", [], .vcf)
            #expect(String(decoding: cards, as: UTF8.self).contains("N:Петрова;Анна;Ильинична;;\r\n"))
            let columns = ["name", "phones", "emails", "city", "birthday", "comment"]
            let before = try await desk.list("person", columns)
            try await desk.write { records in
                try records.delete(try records.object("person"), 1)
                try records.delete(try records.object("company"), 1)
            }
            let run = try await desk.bring(cards)
            #expect(run.counts.created == 1)
            #expect(run.counts.warnings == 0)
            #expect(try await desk.list("person", columns) == before)
            #expect(try await desk.list("employment", ["company", "title"]) == ["ООО «Роза, и мимоза» | Директор"])
        }
    }

    @Test func `who may not export takes nothing out`() async throws {
        try await ImportDesk.open(on: .sqlite) { desk in
            let role = Role("reader", Label("Reader", ru: "Читатель"), standard: .reading)
            await #expect(throws: Failure.self) { try await export(desk, "company", ["title"], as: role) }
        }
    }
}

extension ImportDesk {
    /// A mapping by the labels that an export writes above its columns.
    func assembled(_ fields: [String], _ object: String, _ format: ExportFormat) -> ImportMapping {
        let schema = workspace.engine.schema
        let header = format == .jsonl ? fields : fields.map { schema.object(object)?.field($0)?.label.ru ?? $0 }
        return .assembled(
            ImportGuess(header, schema: schema, object: object).targets, header: header, main: object, schema: schema, speaker: .ru)
    }
}
