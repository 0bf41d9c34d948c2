import Definitions
import Identity
import Kit
import People
import RecordEngine
import Sales

extension DemoStory {
    /// Name, e-mail, role, team.
    static let staff: [(name: String, email: String, role: String, team: Int?)] = [
        ("Ольга Крылова", "olga@krug.demo", "administrator", nil),
        ("Павел Громов", "pavel@krug.demo", "head", 0), ("Ирина Белова", "irina@krug.demo", "head", 1),
        ("Mark Jensen", "mark@krug.demo", "head", 2),
        ("Антон Лисин", "anton@krug.demo", "salesperson", 0), ("Светлана Рощина", "svetlana@krug.demo", "salesperson", 0),
        ("Глеб Савин", "gleb@krug.demo", "salesperson", 0), ("Марина Орешкина", "marina@krug.demo", "salesperson", 1),
        ("Тимур Ахметов", "timur@krug.demo", "salesperson", 1), ("Anna Keller", "anna@krug.demo", "salesperson", 2),
        ("Никита Зорин", "nikita@krug.demo", "salesperson", 2), ("Вера Аудиторова", "vera@krug.demo", "observer", nil),
    ]

    /// Teams and users, who all have the same password.
    func hire(passwordHash: String) throws {
        let records = records(at: beginning)
        let teams = try ["Москва", "Регионы", "Export"].map { try records.create(Draft(TeamRecord.object, ["name": .text($0)])).id }
        let roles = try records.list(Query("role", columns: [FieldPath("key")], limit: 20)) { (String($0.value(0)) ?? "", $0.id) }.rows
        let roleByKey = Dictionary(roles, uniquingKeysWith: { first, _ in first })
        for person in DemoStory.staff {
            var draft = Draft(UserRecord.object)
            draft[UserRecord.name] = person.name
            draft[UserRecord.email] = person.email
            draft[UserRecord.role] = roleByKey[person.role].map(Reference.init)
            draft[UserRecord.team] = person.team.map { Reference(teams[$0]) }
            draft[UserRecord.language] = person.team == 2 ? "en" : language.rawValue
            let id = try records.create(draft).id
            try Credentials.set(passwordHash, for: id, in: tx)
            guard let team = person.team else { continue }
            if person.role == "head" { try records.update(teams[team], Draft(TeamRecord.object, ["head": .reference(id)])) }
            if person.role == "salesperson" { sellers.append(Member(id: id, name: person.name, team: team)) }
        }
    }

    /// Products and rates of exchange.
    func stock() throws {
        let records = records(at: beginning)
        try records.create(Draft(Tag.object, ["title": .text("VIP"), "hue": .text("red")]))
        tags += try ["Тендер", "Постоплата"].map { try records.create(Draft(Tag.object, ["title": .text($0)])).id }
        // The prices need the first rates.
        planRates(0)
        try tell()
        for month in 1...24 { planRates(month) }
        for product in DemoNames.products {
            guard let currency = Currency(product.currency) else { continue }
            let price = Money(minor: product.price * 100, currency: currency)
            let id = try self.records(at: beginning).create(Draft(Product.object, [
                "title": .text(product.title), "series": .text(product.series), "price": .money(price), "code": .text(random.digits(6)),
            ])).id
            products.append(DemoProduct(id: id, title: product.title, price: price, isForeign: product.currency != "RUB"))
        }
    }

    private func planRates(_ month: Int) {
        let moment = beginning.adding(seconds: Int64(month) * 30 * 86_400)
        let base = engine.settings.baseCurrency.code
        // Roubles for one unit, in millionths, drifting a little.
        let roubles: [String: Int64] = [
            "RUB": 1_000_000, "USD": 88_000_000 + Int64(random.number(-4_000...7_000)) * 1_000,
            "EUR": 95_000_000 + Int64(random.number(-4_000...8_000)) * 1_000,
        ]
        guard let unit = roubles[base] else { return }
        let day = day(moment)
        plan(moment) { [self] in
            let records = records(at: moment)
            for (code, value) in roubles.sorted(by: { $0.key < $1.key }) where code != base {
                let rate = value * 1_000_000 / unit
                try records.create(Draft(CurrencyRate.object, ["currency": .text(code), "day": day, "rate": .integer(rate)]))
            }
        }
    }
}

struct DemoProduct {
    let id: Int64
    let title: String
    let price: Money
    let isForeign: Bool
}
