import Definitions
import Kit
import People
import RecordEngine
import Sales
import Testing
import TestSupport
import Work

@Suite struct HistoryTests {
    @Test(arguments: StorageEngine.allCases)
    func `a change is in the history and can be taken back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[0]
            try await world.write(as: world.clara) { records in
                var draft = Draft(Deal.object)
                draft[Deal.title] = "Renamed"
                try records.update(id, draft, ifVersion: 1)
            }
            let history = try await world.read(as: world.clara) { try $0.history(Deal.object, id) }
            #expect(history.map(\.kind) == [.updated, .created])
            #expect(history[0].changes.map(\.field.name) == ["title"])
            #expect(history[0].changes[0].old == .text("Deal 0"))
            let batch = history[0].batch.id
            _ = try await world.write(as: world.clara) { try $0.undo(batch) }
            let deal = try await world.read(as: world.clara) { try $0.record("deal", id) }
            #expect(deal[Deal.title] == "Deal 0")
            #expect(deal.version == 3)
            await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.undo(batch) } }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an undo over something newer is refused and changes nothing`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[0]
            for title in ["First", "Second"] {
                try await world.write(as: world.clara) { records in
                    var draft = Draft(Deal.object)
                    draft[Deal.title] = title
                    try records.update(id, draft)
                }
            }
            let first = try await world.read(as: world.clara) { try $0.history(Deal.object, id)[1].batch.id }
            let failure = await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.undo(first) } }
            guard case .conflict(let reason) = failure else { return #expect(Bool(false)) }
            #expect(reason.en.contains("deal \(id) was changed later") && reason.ru.contains("сделка \(id)"), "\(reason)")
            let deal = try await world.read(as: world.clara) { try $0.record("deal", id) }
            #expect(deal[Deal.title] == "Second")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a deleted company comes back with all that hung on it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let company = world.companies[0]
            let person = try await world.write(as: world.clara) { records in
                let person = try records.create(Draft(Person.object, ["name": .text("Anna")]))
                try records.create(
                    Draft(
                        Employment.object,
                        [
                            "title": .text("Director"), "person": .reference(person.id), "company": .reference(company),
                        ]))
                try records.create(
                    Draft(
                        Activity.object,
                        [
                            "subject": .text("Call them"), "about": .link(RecordLink(object: "company", id: company)),
                        ]))
                return person.id
            }
            let batch = try await world.write(as: world.clara) { records in
                try records.delete(Company.object, company)
                return records.batch ?? 0
            }
            let after = try await world.read(as: nil) { records in
                (
                    try records.count(Query("employment")).value, try records.count(Query("activity")).value,
                    try records.record("deal", world.deals[0])[Deal.company], try records.search("acme").count
                )
            }
            #expect(after.0 == 0 && after.1 == 0 && after.2 == nil && after.3 == 0)
            _ = try await world.write(as: world.clara) { try $0.undo(batch) }
            let restored = try await world.read(as: nil) { records in
                (
                    try records.count(Query("employment", filter: .equals("person", person))).value,
                    try records.count(Query("activity")).value,
                    try records.record("deal", world.deals[0])[Deal.company]?.id, try records.search("acme").map(\.id)
                )
            }
            #expect(restored.0 == 1 && restored.1 == 1 && restored.2 == company && restored.3 == [company])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `deals are won, lost with a reason, and opened again`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[0]
            let before = try await world.read(as: world.clara) { try $0.record("deal", id)[Deal.stage] }
            let missing = await #expect(throws: Failure.self) {
                try await world.write(as: world.clara) { try $0.perform("lose", on: Deal.object, id, Draft(Deal.object)) }
            }
            #expect(missing == .invalid("lost_reason", Label("Fill this in.", ru: "Заполните это поле.")))
            let lost = try await world.write(as: world.clara) { records in
                try records.perform("lose", on: Deal.object, id, Draft(Deal.object, ["lost_reason": .text("Price")]))
            }
            #expect(lost[Deal.status] == "lost" && lost[Deal.lostReason] == "Price" && lost[Deal.closed] != nil)
            let open = try await world.write(as: world.clara) { try $0.perform("reopen", on: Deal.object, id, Draft(Deal.object)) }
            #expect(open[Deal.status] == "open" && open[Deal.lostReason] == nil && open[Deal.closed] == nil && open[Deal.stage] == before)
            let won = try await world.write(as: world.clara) { try $0.perform("win", on: Deal.object, id, Draft(Deal.object)) }
            #expect(won[Deal.status] == "won")
            let actions = try await world.read(as: world.clara) { try $0.history(Deal.object, id).map(\.batch.action) }
            #expect(actions == ["deal.win", "deal.reopen", "deal.lose", nil])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `another's deal can be neither changed nor known`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[0]
            for person in [world.dmitri, world.olga] {
                let failure = await #expect(throws: Failure.self) {
                    try await world.write(as: person) { records in
                        var draft = Draft(Deal.object)
                        draft[Deal.title] = "Mine"
                        try records.update(id, draft)
                    }
                }
                if person.id == world.dmitri.id { #expect(failure == .notFound) }
            }
            let deal = try await world.read(as: nil) { try $0.record("deal", id) }
            #expect(deal.version == 1)
        }
    }
}
