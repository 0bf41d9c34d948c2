import Definitions
import Duplicates
import Kit
import People
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Work

@Suite struct MergeTests {
    private func merge(_ world: World, _ order: MergeOrder, as person: World.Person? = nil, of object: ObjectDefinition = Company.object) async throws -> Int64 {
        try await world.write(as: person ?? world.clara) { records in
            try records.merge(object, order)
            return records.batch ?? 0
        }
    }

    private func order(_ survivor: Int64, _ others: Int64..., choices: [String: MergeOrder.Choice] = [:]) -> MergeOrder {
        MergeOrder(.init(survivor), with: others.map { .init($0) }, choices: choices)
    }

    @Test(arguments: StorageEngine.allCases)
    func `what hung on the others hangs on the one that stays, and one undo takes all of it back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (acme, borealis, cirrus) = (world.companies[0], world.companies[1], world.companies[2])
            try await world.write(as: world.clara) { records in
                try records.update(acme, Draft(Company.object, ["phones": .list(["+79160000001"]), "parent": .reference(borealis)]))
                try records.update(borealis, Draft(Company.object, [
                    "phones": .list(["+79160000002", "+79160000001"]), "city": .text("Oslo"), "comment": .text("Good"), "parent": .reference(cirrus),
                ]))
                let person = try records.create(Draft(Person.object, ["name": .text("Anna")])).id
                for company in [acme, borealis] {
                    try records.create(Draft(Employment.object, ["title": .text("Head"), "person": .reference(person), "company": .reference(company)]))
                }
                try records.create(Draft(Employment.object, ["title": .text("Adviser"), "person": .reference(person), "company": .reference(borealis)]))
                try records.create(Draft(Activity.object, ["subject": .text("Call"), "about": .link(RecordLink(object: "company", id: borealis))]))
            }
            let before = try await state(world)
            let batch = try await merge(world, order(acme, borealis, cirrus))
            try await world.read(as: nil) { records in
                let company = try records.record("company", acme)
                #expect(company[Company.phones] == ["+79160000001", "+79160000002"])
                #expect(company[Company.city] == "Oslo" && company[Company.comment] == "Good")
                #expect(company[Company.parent] == nil)
                #expect(try records.count(Query("deal", filter: .equals("company", acme))).value == 10)
                // One place of work was said twice.
                #expect(try records.count(Query("employment", filter: .equals("company", acme))).value == 2)
                #expect(try records.count(Query("activity", filter: try Filter("about = company(\(acme))"))).value == 1)
                #expect(try records.count(Query("company")).value == 1)
                #expect(try records.survivor(of: borealis, Company.object) == acme)
                #expect(try records.search("borealis").isEmpty)
            }
            let undo = try await world.write(as: world.clara) { try $0.undo(batch).id }
            #expect(try await state(world) == before)
            #expect(try await world.read(as: nil) { try $0.survivor(of: borealis, Company.object) } == nil)
            // Taking that back merges again, and the old addresses lead on again.
            _ = try await world.write(as: world.clara) { try $0.undo(undo) }
            #expect(try await world.read(as: nil) { try $0.survivor(of: borealis, Company.object) } == acme)
            #expect(try await world.read(as: nil) { try $0.count(Query("deal", filter: .equals("company", acme))).value } == 10)
        }
    }

    /// The values of all living records that a merge of companies touches.
    private func state(_ world: World) async throws -> [String] {
        try await world.read(as: nil) { records in
            try ["company", "deal", "person", "employment", "activity"].flatMap { name -> [String] in
                let ids = try records.list(Query(name, sort: [Sort(FieldPath("id"))], limit: 100), make: \.id).rows
                return try ids.map { id in
                    let record = try records.record(name, id)
                    return "\(name) \(id) " + zip(record.object.fields, record.values).filter { $0.0.name != "updated_at" }.map { "\($0.1)" }.joined(separator: " ")
                }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `of each field the chosen record's value stands`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (acme, borealis) = (world.companies[0], world.companies[1])
            try await world.write(as: world.clara) { records in
                try records.update(acme, Draft(Company.object, ["city": .text("Oslo"), "emails": .list(["a@acme.example"]), "inn": .text("7707083893")]))
                try records.update(borealis, Draft(Company.object, ["city": .text("Riga"), "emails": .list(["b@acme.example"]), "sector": .text("Ice")]))
            }
            _ = try await merge(world, order(acme, borealis, choices: ["title": .record(borealis), "city": .record(borealis), "emails": .record(acme)]))
            let company = try await world.read(as: nil) { try $0.record("company", acme) }
            #expect(company.title == "Borealis" && company[Company.city] == "Riga" && company[Company.emails] == ["a@acme.example"])
            #expect(company[Company.sector] == "Ice" && company[Company.inn] == "7707083893")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the histories of all are read from the one that stays, also after a second merge`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (acme, borealis, cirrus) = (world.companies[0], world.companies[1], world.companies[2])
            _ = try await world.write(as: world.clara) { try $0.update(borealis, Draft(Company.object, ["city": .text("Riga")])) }
            let first = try await merge(world, order(cirrus, borealis))
            let second = try await merge(world, order(acme, cirrus))
            try await world.read(as: world.olga) { records in
                let history = try records.history(Company.object, acme)
                #expect(Set(history.compactMap(\.merged?.title)) == ["Borealis", "Cirrus"])
                #expect(history.first?.batch.id == second && history.first?.batch.action == "company.merge")
                #expect(history.map(\.batch.id) == history.map(\.batch.id).sorted(by: >))
                let riga = history.first { $0.merged?.id == borealis && $0.kind == .updated }
                #expect(riga?.changes.map(\.new) == [.text("Riga")])
                #expect(try records.survivor(of: borealis, Company.object) == acme)
                #expect(try records.merged(into: acme, Company.object).map(\.id) == [cirrus, borealis])
            }
            // The first merge can't be taken back alone.
            await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.undo(first) } }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a merge over which something newer was written is not taken back, and says why`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let batch = try await merge(world, order(world.companies[0], world.companies[1]))
            _ = try await world.write(as: world.clara) { try $0.update(world.deals[1], Draft(Deal.object, ["title": .text("Newer")])) }
            let failure = await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.undo(batch) } }
            guard case .conflict(let reason) = failure else { return #expect(Bool(false)) }
            #expect(reason.en.contains("deal \(world.deals[1])"))
            #expect(try await world.read(as: nil) { try $0.count(Query("company")).value } == 2)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an impossible order is refused whole, with its reason`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (acme, borealis) = (world.companies[0], world.companies[1])
            let before = try await world.digest()
            let many = MergeOrder(.init(acme), with: (100..<120).map { .init($0) })
            let orders: [(MergeOrder, String)] = [
                (order(acme), "at least one"), (order(acme, acme), "with itself"), (order(acme, borealis, borealis), "twice"),
                (order(acme, 999), "no record 999"), (many, "At most 20"), (order(acme, borealis, choices: ["size": .record(acme)]), "no such field"),
                (order(acme, borealis, choices: ["city": .record(9)]), "not among"), (order(acme, borealis, choices: ["city": .all]), "one value"),
                (order(acme, borealis, choices: ["id": .record(acme)]), "can't be changed"),
            ]
            for (order, reason) in orders {
                let failure = await #expect(throws: Failure.self) { try await merge(world, order) }
                guard case .invalid(let issues) = failure else { return #expect(Bool(false), "\(reason): \(String(describing: failure))") }
                #expect(issues.contains { $0.message.en.contains(reason) }, "\(reason)")
            }
            let stale = MergeOrder(.init(acme, version: 1), with: [.init(borealis, version: 7)])
            guard case .conflict? = await #expect(throws: Failure.self, performing: { try await merge(world, stale) }) else { return #expect(Bool(false)) }
            let old = MergeOrder(.init(acme, version: 5), with: [.init(borealis)])
            guard case .stale? = await #expect(throws: Failure.self, performing: { try await merge(world, old) })
            else { return #expect(Bool(false)) }
            // Dmitri may change companies that are Clara's and not delete them.
            for person in [world.dmitri, world.olga] {
                guard case .forbidden? = await #expect(throws: Failure.self, performing: { try await merge(world, order(acme, borealis), as: person) })
                else { return #expect(Bool(false)) }
            }
            await #expect(throws: Failure.self) { try await merge(world, order(1, 2), as: world.amelia, of: Tag.object) }
            #expect(World.changed(before, try await world.digest()) == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who could not read what was merged reads nothing of it, and is led nowhere out of reach`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (acme, foreign) = (world.companies[0], world.companies[1])
            _ = try await world.write(as: nil) { records in
                try records.update(foreign, Draft(Company.object, ["owner": .reference(world.dmitri.id), "city": .text("Riga")]))
            }
            _ = try await merge(world, order(acme, foreign), as: world.amelia)
            let own = Grant(create: true, read: .rows("owner = me"), update: .rows("owner = me"), delete: .none, export: false)
            let role = Role("test", .verbatim("Test"), standard: .everything, grants: ["company": own])
            func principal(_ person: World.Person) -> Principal {
                Principal(user: person.id, name: person.name, role: role, team: [], language: .en, via: Via(.page))
            }
            try await world.read(with: principal(world.clara)) { records in
                let merged = try records.merged(into: acme, Company.object)
                #expect(merged.isEmpty)
                let history = try records.history(Company.object, acme)
                #expect(history.allSatisfy { $0.merged == nil })
                #expect(try records.survivor(of: foreign, Company.object) == acme)
            }
            try await world.read(with: principal(world.dmitri)) { records in
                let survivor = try records.survivor(of: foreign, Company.object)
                #expect(survivor == nil)
                let hidden = try? records.history(Company.object, acme)
                #expect(hidden?.count == nil)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `deals are merged like anything else, their people united`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let people = try await world.write(as: world.clara) { records in
                let ids = try ["Anna", "Olga", "Irina"].map { try records.create(Draft(Person.object, ["name": .text($0)])).id }
                try records.update(world.deals[0], Draft(Deal.object, ["people": .references([ids[0], ids[1]])]))
                try records.update(world.deals[1], Draft(Deal.object, ["people": .references([ids[1], ids[2]])]))
                return ids
            }
            _ = try await merge(world, order(world.deals[0], world.deals[1]), of: Deal.object)
            // Two of the people turn out to be one.
            _ = try await merge(world, order(people[0], people[2]), of: Person.object)
            try await world.read(as: world.clara) { records in
                let deal = try records.record("deal", world.deals[0])
                #expect(deal[Deal.people]?.ids == [people[0], people[1]])
                #expect(deal[Deal.amount]?.minor == 100_000)
                let found = try records.list(Query("deal", filter: try Filter("people = \(people[0])")), make: \.id).rows
                let lost = try records.list(Query("deal", filter: try Filter("people = \(people[2])")), make: \.id).rows
                #expect(found == [world.deals[0]] && lost.isEmpty)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what a sender calls a record leads to the one that it went into`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let made = try await world.write(as: world.clara) { try $0.create(Draft(Company.object, ["title": .text("Acme Ltd")]), clientKey: "crm-7").id }
            _ = try await merge(world, order(world.companies[0], made))
            let known = try await world.write(as: world.clara) { try $0.create(Draft(Company.object, ["title": .text("Acme Ltd")]), clientKey: "crm-7").id }
            #expect(known == world.companies[0])
        }
    }
}
