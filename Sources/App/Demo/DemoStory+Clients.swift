import Definitions
import Kit
import People
import RecordEngine

/// A company of the story; its ids are known once it has been written.
final class DemoClient {
    let since: Instant
    let seller: DemoStory.Member
    let isForeign: Bool
    var company: Int64 = 0
    var people: [Int64] = []

    init(since: Instant, seller: DemoStory.Member, isForeign: Bool) {
        self.since = since
        self.seller = seller
        self.isForeign = isForeign
    }
}

extension DemoStory {
    /// Companies, each with the people who work there.
    func meetClients(_ size: DemoData.Size) {
        var left = size.people
        for index in 0..<size.companies {
            let isForeign = random.chance(14)
            let sellers = isForeign ? sellers.filter { $0.team == 2 } : sellers
            // Half the clients were there from the start.
            let days = random.chance(50) ? random.number(0...30) : random.number(30...DemoData.days - 40)
            let client = DemoClient(since: moment(days, after: beginning), seller: random.one(of: sellers), isForeign: isForeign)
            clients.append(client)
            let share = left / (size.companies - index)
            let count = index == size.companies - 1 ? left : min(left, max(1, share + random.number(-1...1)))
            left -= count
            let company = doubles.company(company(client, index))
            let people = (0..<count).map { _ in
                let (post, values) = person(client)
                return (post: post, values: doubles.person(values))
            }
            plan(client.since) { [self] in try write(client, company, people) }
        }
    }

    private func write(_ client: DemoClient, _ company: [String: FieldValue], _ people: [(post: String, values: [String: FieldValue])]) throws {
        let records = records(at: client.since, as: client.seller)
        client.company = try records.create(Draft(Company.object, company)).id
        for person in people {
            let id = try records.create(Draft(Person.object, person.values)).id
            client.people.append(id)
            try records.create(Draft(Employment.object, [
                "title": .text(person.post), "person": .reference(id), "company": .reference(client.company), "is_primary": .boolean(true),
            ]))
        }
    }

    private func company(_ client: DemoClient, _ index: Int) -> [String: FieldValue] {
        var values: [String: FieldValue] = [
            "sector": .text(random.one(of: DemoNames.sectors)), "owner": .reference(client.seller.id),
            "employees": .integer(Int64(random.number(5...1200))),
            "first_contact": day(client.since),
        ]
        if random.chance(20), !tags.isEmpty { values["tags"] = .references([random.one(of: tags)]) }
        if client.isForeign {
            let name = "\(random.one(of: DemoNames.foreignParts)) \(random.one(of: DemoNames.foreignTrades))"
            values["title"] = .text("\(name) \(random.one(of: DemoNames.foreignForms))")
            values["city"] = .text(random.one(of: DemoNames.foreignCities))
            values["emails"] = .list(["office@\(DemoNames.latin(name)).example"])
            return values
        }
        let name = random.one(of: DemoNames.firstParts) + random.one(of: DemoNames.secondParts)
        values["title"] = .text("\(random.one(of: DemoNames.forms)) «\(name)»")
        values["inn"] = .text(random.inn())
        values["kpp"] = .text("77\(random.digits(2))01001")
        values["ogrn"] = .text(random.ogrn())
        values["city"] = .text(random.one(of: DemoNames.cities))
        values["revenue"] = .money(Money(minor: Int64(random.number(3...900)) * 100_000_000, currency: .rub))
        values["phones"] = .list(["+7\(random.one(of: ["495", "812", "383", "343", "843"]))\(random.digits(7))"])
        values["emails"] = .list(["info@\(DemoNames.latin(name)).example"])
        return values
    }

    private func person(_ client: DemoClient) -> (post: String, values: [String: FieldValue]) {
        let name: String
        var values: [String: FieldValue] = ["owner": .reference(client.seller.id)]
        if client.isForeign {
            name = "\(random.one(of: DemoNames.foreignFirst)) \(random.one(of: DemoNames.foreignLast))"
            values["phones"] = .list(["+49301\(random.digits(7))"])
        } else {
            let isWoman = random.chance(45)
            name = "\(random.one(of: DemoNames.surnames))\(isWoman ? "а" : "") \(random.one(of: isWoman ? DemoNames.women : DemoNames.men))"
            values["phones"] = .list(["+79\(random.digits(9))"])
        }
        let post = random.one(of: client.isForeign ? DemoNames.foreignPosts : DemoNames.posts)
        values["name"] = .text(name)
        values["post"] = .text(post)
        if random.chance(70) { values["emails"] = .list(["\(DemoNames.latin(name))\(random.number(1...99))@mail.example"]) }
        return (post, values)
    }
}
