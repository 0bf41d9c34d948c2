import Definitions
import Kit
import RecordEngine
import Sales

/// A deal of the story; its id is known once it has been written.
final class DemoDeal {
    let client: DemoClient
    var id: Int64 = 0

    init(client: DemoClient) { self.client = client }
}

extension DemoStory {
    /// Deals, each on its way from stage to stage, some to the end.
    func sell(_ size: DemoData.Size) {
        let open = stages("open")
        for _ in 0..<size.deals {
            let client = random.one(of: clients)
            let life = Int((end.milliseconds - client.since.milliseconds) / 86_400_000)
            // Business grows: more deals lately than long ago.
            let age = random.chance(22) ? random.number(0...min(75, max(0, life - 1))) : random.number(0...max(0, life - 1))
            let begun = moment(max(1, life - age - 3), after: client.since)
            guard begun < end else { continue }
            let deal = DemoDeal(client: client)
            begin(deal, begun)
            walk(deal, begun, open)
        }
    }

    private func begin(_ deal: DemoDeal, _ begun: Instant) {
        let client = deal.client
        let product = random.one(of: products.filter { $0.isForeign == client.isForeign })
        let count = Int64(random.number(1...6))
        let personIndex = random.number(0...8)
        var values: [String: FieldValue] = [
            "title": .text(count == 1 ? product.title : "\(product.title), \(count) \(client.isForeign ? "pcs" : "шт.")"),
            "product": .reference(product.id), "owner": .reference(client.seller.id),
            "amount": .money(Money(minor: product.price.minor * count, currency: product.price.currency)),
            "expected_close": day(moment(random.number(25...90), after: begun)), "source": .text(random.one(of: DemoNames.sources)),
        ]
        if random.chance(15), !tags.isEmpty { values["tags"] = .references([random.one(of: tags)]) }
        plan(begun) { [self, values] in
            var values = values
            values["company"] = .reference(client.company)
            if !client.people.isEmpty { values["people"] = .references([client.people[personIndex % client.people.count]]) }
            deal.id = try records(at: begun, as: client.seller).create(Draft(Deal.object, values)).id
        }
        planWork(on: deal, from: begun)
    }

    /// Moves the deal on until it is closed or the present is reached.
    private func walk(_ deal: DemoDeal, _ begun: Instant, _ open: [Int64]) {
        var now = begun
        for stage in open.dropFirst() {
            now = moment(random.number(4...26), after: now)
            if random.chance(13) { return close(deal, now, isWon: false) }
            planVerb("move", deal, now, ["stage": .reference(stage)])
            if now > end { return }
        }
        now = moment(random.number(4...30), after: now)
        close(deal, now, isWon: random.chance(58))
    }

    private func close(_ deal: DemoDeal, _ moment: Instant, isWon: Bool) {
        let reason = random.one(of: DemoNames.lostReasons)
        planVerb(isWon ? "win" : "lose", deal, moment, isWon ? [:] : ["lost_reason": .text(reason)])
    }

    private func planVerb(_ name: String, _ deal: DemoDeal, _ moment: Instant, _ values: [String: FieldValue]) {
        plan(moment) { [self] in
            let records = records(at: moment, as: deal.client.seller)
            try records.perform(name, on: Deal.object, deal.id, Draft(try records.inputs(of: name, on: Deal.object), values))
        }
    }

    private func stages(_ kind: String) -> [Int64] {
        let query = try? Query("stage", filter: Filter("kind = \(kind)"), sort: [Sort(FieldPath("position"))], limit: 20)
        return query.flatMap { try? records(at: beginning).list($0, make: \.id).rows } ?? []
    }
}
