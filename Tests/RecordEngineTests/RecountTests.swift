import Definitions
import Kit
import People
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Web
import Work

@Suite struct RecountTests {
    /// A person with a tag and a key, changed once, and a deal with something to do that went to somebody else.
    private func prepare(_ world: World) async throws -> (person: Int64, deal: Int64) {
        let person = try await world.write(as: world.clara) { records in
            let tag = try records.create(Draft(Tag.object, ["title": .text("Counted")])).id
            return try records.create(
                Draft(
                    Person.object,
                    [
                        "name": .text("Vera Lund"), "emails": .list(["vera@lund.example"]), "tags": .references([tag]),
                    ])
            ).id
        }
        try await world.write(as: world.clara) { records in
            try records.update(person, Draft(Person.object, ["post": .text("Buyer")]))
            let about = FieldValue.link(RecordLink(object: "deal", id: world.deals[0]))
            try records.create(Draft(Activity.object, ["subject": .text("Call"), "about": about, "due_at": .instant(records.now)]))
            try records.update(world.deals[0], Draft(Deal.object, ["owner": .reference(world.boris.id)]))
        }
        return (person, world.deals[0])
    }

    @Test(arguments: StorageEngine.allCases)
    func `a recount finds nothing wrong in what was written by records`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = try await prepare(world)
            #expect(try await world.recount() == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a recount names every record beside which something is missing`(engine: StorageEngine) async throws {
        try await withWorld(on: engine, isWhole: false) { world in
            let (person, deal) = try await prepare(world)
            let harms: [(SQL, [String])] = [
                ("DELETE FROM person_past WHERE id = \(person)", ["person \(person): version 2 has no former one"]),
                ("DELETE FROM person__tags WHERE record = \(person)", ["person \(person): tags has no link to "]),
                (
                    "DELETE FROM match_key WHERE object = 'person' AND kind = 2",
                    ["person \(person): it can't be recognized by a key of kind 2"]
                ),
                ("DELETE FROM changed_owner", ["deal \(deal): batch "]),
                ("UPDATE deal SET next_step = 1 WHERE id = \(deal)", ["deal \(deal): next_step is not what follows from other records"]),
                ("DELETE FROM touched WHERE object = 'company' AND record = 1", ["company 1: batch"]),
                ("UPDATE deal SET version = 9 WHERE id = 4", ["deal 4: version 9 has no former one"]),
                (
                    "INSERT INTO match_key (object, kind, key, record, bearer) VALUES ('person', 3, '+7', 999, 1)",
                    ["person: 1 match keys of records that are not there"]
                ),
            ]
            var known: [String] = []
            for (harm, expected) in harms {
                try await world.workspace.database.write { _ = try $0.execute(harm) }
                let wrong = try await world.recount()
                let new = wrong.filter { !known.contains($0) }
                #expect(new.count == expected.count)
                #expect(zip(new, expected).allSatisfy { $0.hasPrefix($1) }, "\(new)")
                known = wrong
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a recount finds out that search does not know a record`(engine: StorageEngine) async throws {
        try await withWorld(on: engine, isWhole: false) { world in
            try await world.workspace.database.write { tx in
                for statement in tx.dialect.updateSearch("company", id: 1, from: "Acme", to: "") { try tx.execute(statement) }
            }
            #expect(try await world.recount() == ["company 1: search does not find it"])
        }
    }
}
