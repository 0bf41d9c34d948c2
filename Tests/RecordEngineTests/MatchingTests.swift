import Definitions
import Duplicates
import Kit
import People
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct MatchingTests {
    private func company(_ records: Records, _ title: String, _ values: [String: FieldValue] = [:]) throws -> Int64 {
        try records.create(Draft(Company.object, values.merging(["title": .text(title)]) { first, _ in first })).id
    }

    private func person(_ records: Records, _ name: String, _ values: [String: FieldValue] = [:]) throws -> Int64 {
        try records.create(Draft(Person.object, values.merging(["name": .text(name)]) { first, _ in first })).id
    }

    private func found(_ world: World, _ object: ObjectDefinition, _ values: [String: FieldValue]) async throws -> [Duplicate] {
        try await world.read(as: world.clara) { try $0.duplicates(of: Draft(object, values)) }
    }

    private func sets(_ world: World, _ object: ObjectDefinition, as person: World.Person? = nil) async throws -> [DuplicateSet] {
        try await world.read(as: person) { try $0.duplicateSets(object).sets }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a company is recognized by its tax number, its name in any spelling, and its domain`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = try await world.write(as: world.clara) { records in
                try company(
                    records, "ООО «Ромашка»",
                    [
                        "inn": .text("7707083893"), "city": .text("г. Казань"), "website": .text("https://www.romashka.example/about"),
                        "emails": .list(["Info@Romashka.example", "boss@mail.ru"]),
                    ])
            }
            #expect(try await found(world, Company.object, ["inn": .text("7707083893")]).map(\.record.id) == [id])
            let named = try await found(world, Company.object, ["title": .text("\"РОМАШКА\", ООО"), "city": .text("Казань")])
            #expect(named.map(\.certainty) == [.likely])
            #expect(named.first?.matches.map(\.kind) == [.name])
            #expect(try await found(world, Company.object, ["title": .text("Ромашка"), "city": .text("Москва")]).isEmpty)
            // Who has typed no city yet may mean it all the same.
            #expect(try await found(world, Company.object, ["title": .text("Ромашка")]).map(\.certainty) == [.possible])
            #expect(
                try await found(world, Company.object, ["emails": .list(["sales@romashka.example"])]).first?.matches.map(\.kind) == [
                    .domain
                ])
            let mailed = try await found(world, Company.object, ["title": .text("Ромашка"), "emails": .list(["info@romashka.example"])])
            #expect(mailed.first?.matches.map(\.kind) == [.email, .domain, .name])
            #expect(mailed.first?.certainty == .certain)
            // Two numbers are two organisations, whatever they share.
            let another: [String: FieldValue] = [
                "title": .text("Ромашка"), "inn": .text("7736050003"), "emails": .list(["info@romashka.example"]),
            ]
            #expect(try await found(world, Company.object, another).isEmpty)
            // Everybody may have an address there.
            #expect(try await found(world, Company.object, ["emails": .list(["else@mail.ru"])]).isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `two branches of one organisation are not one`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let inn = FieldValue.text("7707083893")
            let (first, whole) = try await world.write(as: world.clara) { records in
                let first = try company(records, "Branch north", ["inn": inn, "kpp": .text("770701001")])
                _ = try company(records, "Branch south", ["inn": inn, "kpp": .text("500101001")])
                return (first, try company(records, "Borealis group", ["inn": inn]))
            }
            let doubles = try await found(world, Company.object, ["inn": inn, "kpp": .text("770701001")])
            #expect(Set(doubles.map(\.record.id)) == [first, whole])
            #expect(try await sets(world, Company.object).map(\.records.count) == [3])
            try await world.write(as: world.clara) { records in try records.delete(Company.object, whole) }
            #expect(try await sets(world, Company.object).isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a person is recognized by number and address, the surer the more their names agree`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = try await world.write(as: world.clara) { records in
                try person(
                    records, "Иванов Пётр",
                    ["phones": .list(["+79161234567", "+74951234567;350", "123"]), "emails": .list(["Petr@Mail.ru"])])
            }
            let same = try await found(world, Person.object, ["name": .text("Пётр ИВАНОВ"), "phones": .list(["+79161234567"])])
            #expect(same.first?.certainty == .certain)
            let other = try await found(world, Person.object, ["name": .text("Сидорова Анна"), "phones": .list(["+79161234567"])])
            #expect(other.map(\.record.id) == [id] && other.first?.certainty == .possible)
            let mail = try await found(world, Person.object, ["name": .text("Сидорова Анна"), "emails": .list(["petr@mail.ru"])])
            #expect(mail.first?.certainty == .likely)
            // A switchboard and a number within an office mean nobody, and a first name alone neither.
            #expect(
                try await found(
                    world, Person.object, ["name": .text("Анна"), "phones": .list(["+74951234567", "+74951234567;351", "123"])]
                ).isEmpty)
            _ = try await world.write(as: world.clara) { try person($0, "Анна") }
            #expect(try await found(world, Person.object, ["name": .text("Анна")]).isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `keys follow every change, deletion, restoring and undo`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let phone = FieldValue.list(["+79161234567"])
            let id = try await world.write(as: world.clara) { try person($0, "Anna Petrova", ["phones": phone]) }
            func known() async throws -> Bool { try await !found(world, Person.object, ["phones": phone]).isEmpty }
            #expect(try await known())
            let change = try await world.write(as: world.clara) { records in
                try records.update(id, Draft(Person.object, ["phones": .list(["+79160000000"])]))
                return records.batch ?? 0
            }
            #expect(try await !known())
            _ = try await world.write(as: world.clara) { try $0.undo(change) }
            #expect(try await known())
            try await world.write(as: world.clara) { try $0.delete(Person.object, id) }
            #expect(try await !known())
            _ = try await world.write(as: world.clara) { try $0.restore(Person.object, id) }
            #expect(try await known())
            let before = try await keys(world)
            try await world.write(as: nil) { try $0.rebuildMatchKeys() }
            #expect(try await keys(world) == before)
            #expect(before.contains { $0.hasPrefix("person 3 +79161234567 \(id) ") })
        }
    }

    private func keys(_ world: World) async throws -> [String] {
        try await world.workspace.database.read { connection in
            try connection.all("SELECT object, kind, key, record, bearer FROM match_key ORDER BY object, kind, key, record") {
                "\($0.text(0)) \($0.int(1)) \($0.text(2)) \($0.int(3)) \($0.int(4))"
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `sets come surest first, each once, and page by page`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: world.clara) { records in
                for number in 0..<12 {
                    for _ in 0..<2 {
                        _ = try person(
                            records, "Person Number\(number)",
                            [
                                "phones": .list(
                                    ["+7916000000\(number % 10)", "+7916100000\(number)"].suffix(number < 6 ? 1 : 2).map(\.self)),
                                "city": .text("Oslo"),
                            ])
                    }
                }
                _ = try person(records, "Somebody Else", ["phones": .list(["+79161000003"])])
                // Shared by too many to say anything.
                for number in 0..<31 { _ = try person(records, "Caller Of\(number)", ["emails": .list(["call@center.example"])]) }
            }
            let all = try await world.read(as: nil) { try $0.duplicateSets(Person.object, limit: 200) }
            #expect(all.next == nil)
            #expect(all.sets.count == 13)
            #expect(all.sets.map(\.certainty) == all.sets.map(\.certainty).sorted(by: >))
            #expect(all.sets.filter { $0.records.count == 3 }.map(\.certainty) == [.possible])
            var (paged, place): ([[Int64]], DuplicatePlace?) = ([], .start)
            while let from = place {
                let page = try await world.read(as: nil) { try $0.duplicateSets(Person.object, after: from, limit: 5) }
                #expect(page.sets.count <= 5)
                paged += page.sets.map { $0.records.map(\.id) }
                place = try page.next.map { try DuplicatePlace($0.text) }
            }
            #expect(paged == all.sets.map { $0.records.map(\.id) })
            #expect(throws: Failure.self) { try DuplicatePlace("bm9uZQ") }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what one may not read is in no set, doubles nothing and gives no reason`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let email = FieldValue.list(["one@person.example"])
            try await world.write(as: nil) { records in
                _ = try person(
                    records, "Anna One", ["emails": email, "phones": .list(["+79161234567"]), "owner": .reference(world.clara.id)])
                _ = try person(records, "Anna One", ["emails": email, "owner": .reference(world.dmitri.id)])
                _ = try person(records, "Anna Two", ["phones": .list(["+79161234567"]), "owner": .reference(world.clara.id)])
            }
            let own = Grant(create: true, read: .rows("owner = me"), update: .rows("owner = me"), delete: .none, export: false)
            let role = Role("test", .verbatim("Test"), standard: .everything, grants: ["person": own], fields: ["person.phones": .none])
            let clara = Principal(user: world.clara.id, name: "Clara", role: role, team: [], language: .en, via: Via(.page))
            let recognised = try await world.read(with: clara) { records in
                var recognition = Recognition(Recognition.Rule(from: .possible), Person.object, records)
                let drafts: [[String: FieldValue]] = [["emails": email], ["phones": .list(["+79161234567"])]]
                let read = try recognition.load(drafts)
                return (read.map(\.id), read.map { $0["phones"] }, drafts.map(recognition.records(like:)))
            }
            #expect(recognised.0 == [1] && recognised.1 == [.empty] && recognised.2 == [[1], []])
            let (sets, doubles, all) = try await world.read(with: clara) { records in
                (
                    try records.duplicateSets(Person.object).sets.count,
                    try records.duplicates(of: Draft(Person.object, ["emails": email])).map(\.record.title),
                    try records.duplicates(of: Draft(Person.object, ["phones": .list(["+79161234567"])])).count
                )
            }
            #expect(sets == 0 && doubles == ["Anna One"] && all == 0)
            #expect(try await self.sets(world, Person.object).count == 2)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what was found not to be one stays apart until that is taken back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let ids = try await world.write(as: world.clara) { records in
                try (0..<3).map { _ in try person(records, "Anna Petrova", ["phones": .list(["+79161234567"])]) }
            }
            #expect(try await sets(world, Person.object).map { $0.records.map(\.id) } == [ids])
            try await world.write(as: world.clara) { try $0.dismiss(Person.object, [ids[2], ids[0]]) }
            #expect(try await sets(world, Person.object).map(\.records.count) == [3])
            try await world.write(as: world.clara) { try $0.dismiss(Person.object, [ids[1], ids[0]]) }
            #expect(try await sets(world, Person.object).map { $0.records.map(\.id) } == [[ids[1], ids[2]]])
            let own = try await world.read(as: world.clara) { records in
                try records.duplicates(of: try records.record("person", ids[0])).map(\.record.id)
            }
            #expect(own.isEmpty)
            let kept = try await world.read(as: world.olga) { try $0.dismissals(Person.object).pairs }
            #expect(kept.map(\.other) == [ids[1], ids[2]] && kept.first?.author == world.clara.id)
            try await world.write(as: world.clara) { try $0.recall(Person.object, [ids[1], ids[0]]) }
            #expect(try await sets(world, Person.object).map(\.records.count) == [3])
            await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.dismiss(Person.object, [ids[0]]) } }
            await #expect(throws: Failure.self) { try await world.write(as: world.olga) { try $0.dismiss(Person.object, ids) } }
        }
    }
}
