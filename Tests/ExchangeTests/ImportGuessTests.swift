import Definitions
import Exchange
import Kit
import People
import RecordEngine
import Sales
import Testing
import Work

struct ImportGuessTests {
    private let schema = Schema(objects: peopleDepartment.objects + salesDepartment.objects + workDepartment.objects, verbs: [])

    @Test func `a Russian list of clients holds companies and the people who work there`() {
        let guess = ImportGuess(
            [
                "Компания", "ИНН", "Контактное лицо", "Телефон", "E-mail", "Город", "Оборот", "Дата первого контакта", "Ответственный",
                "Цвет",
            ],
            schema: schema
        )
        #expect(guess.main == "company")
        #expect(
            guess.targets == [
                "company.title", "company.inn", "person.name", "person.phones", "person.emails", "company.city", "company.revenue",
                "company.first_contact",
                "company.owner", nil,
            ])
    }

    @Test func `an English table of opportunities holds deals`() {
        let header = ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"]
        let guess = ImportGuess(header, schema: schema)
        #expect(guess.main == "deal")
        #expect(
            guess.targets == [
                "deal.#key", "deal.owner", "deal.product", "deal.company", "deal.stage", "deal.started_on", "deal.closed_on", "deal.amount",
            ])
        let mapping = ImportMapping.assembled(guess.targets, header: header, main: guess.main, schema: schema, speaker: .en)
        #expect(mapping.parts.count == 1)
        #expect(mapping.parts.first?.clientKey == ["opportunity_id"])
        #expect(mapping.parts.first?.source("title")?.columns == ["account", "product"])
        #expect(mapping.targets(header) == guess.targets)
    }

    @Test func `without people the phones are the company's`() {
        let guess = ImportGuess(["Название", "Телефон", "Почта"], schema: schema, object: "company")
        #expect(guess.targets == ["company.title", "company.phones", "company.emails"])
    }

    @Test(arguments: [
        (["Имя", "ИНН", "КПП", "Телефон"], ["company.title", "company.inn", "company.kpp", "company.phones"]),
        (["ФИО", "ОГРНИП", "Почта"], ["company.title", "company.ogrn", "company.emails"]),
        (["Name", "Website", "Industry", "Phone"], ["company.title", "company.website", "company.sector", "company.phones"]),
        (["Поставщик", "Город"], ["company.title", "company.city"]),
        (["ИНН", "Контактное лицо"], ["company.inn", "person.name"]),
        (["ФИО", "Организация", "ИНН", "Телефон"], ["person.name", "company.title", "company.inn", "person.phones"]),
    ])
    func `a table with tax numbers, or with what only companies have, is of companies`(_ header: [String], _ targets: [String]) {
        let guess = ImportGuess(header, schema: schema)
        #expect(guess.main == "company" && guess.targets == targets)
    }

    @Test(arguments: [
        (["ФИО", "Телефон", "Почта", "Город"], ["person.name", "person.phones", "person.emails", "person.city"]),
        (["Full name", "Website", "Phone"], ["person.name", nil, "person.phones"]),
        (["Name", "Company", "Website"], ["person.name", "company.title", "company.website"]),
    ])
    func `a table of people stays one`(_ header: [String], _ targets: [String?]) {
        let guess = ImportGuess(header, schema: schema)
        #expect(guess.main == "person" && guess.targets == targets)
    }

    @Test func `a unit behind the name does not hide it`() {
        let guess = ImportGuess(["Название сделки", "Сумма, руб.", "Стадия (CRM)"], schema: schema)
        #expect(guess.targets == ["deal.title", "deal.amount", "deal.stage"])
    }

    @Test func `any object can be filled by the labels of its fields`() {
        let guess = ImportGuess(["Тема", "Срок", "что-то ещё"], schema: schema, object: "activity")
        #expect(guess.main == "activity")
        #expect(guess.targets == ["activity.subject", "activity.due_at", nil])
    }

    @Test func `a mapping survives being written down`() throws {
        let header = ["Компания", "ИНН", "Контактное лицо", "Телефон"]
        var mapping = ImportMapping.assembled(
            ImportGuess(header, schema: schema).targets, header: header, main: "company", schema: schema, speaker: .ru
        )
        mapping.dateOrder = .monthFirst
        mapping.currency = .usd
        mapping.translate("сидоров", of: "company.title", as: "Сидоров и К°")
        #expect(mapping.parts.map(\.name) == ["company", "person", "employment"])
        #expect(try ImportMapping(text: mapping.text) == mapping)
    }

    @Test(arguments: ["{}", "{\"objects\": []}", "{\"objects\": [{\"object\": \"deal\", \"fields\": {\"title\": {}}}]}", "nonsense"])
    func `a mapping that makes no sense is refused`(_ text: String) {
        #expect(throws: Failure.self) { try ImportMapping(text: text) }
    }
}
