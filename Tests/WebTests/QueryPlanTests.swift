import Definitions
import Foundation
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct QueryPlanTests {
    /// A list that the program itself shows: an object, a filter, an order.
    private struct Shown {
        let object: String
        let filter: String
        let sort: [Sort]
        let columns: [String]

        /// Whether it is read in the order of the numbers from the end, as the table lies.
        var isByNumber: Bool { filter.isEmpty && sort.map(\.path.text) == ["id"] }
        /// Whether so little is found by an index that it may be sorted: one person's open deals.
        var isSmall: Bool { filter.hasPrefix("owner = me and status") }
    }

    /// Every object's list as it opens, in its API order, and what the departments add.
    private func shown(_ world: World) async throws -> [Shown] {
        let stage = try await world.read(as: nil) { try $0.list(Query("stage", limit: 1), make: \.id).rows.first ?? 0 }
        var shown = world.workspace.engine.schema.objects.map { object in
            Shown(
                object: object.name, filter: "", sort: [Sort(FieldPath(object.listSort.field), descending: object.listSort.descending)],
                columns: object.listColumns
            )
        }
        let more = [
            ("deal", "stage = \(stage)", "expected_close"), ("deal", "owner = me and status = open", "expected_close"),
            ("deal", "owner = me and status = open", "-id"), ("activity", "owner = me and done_at is empty", "due_at"),
            ("deal", "company = 1", "-id"), ("employment", "person = 1", "-id"), ("employment", "company = 1", "-id"),
            ("company", "parent = 1", "-id"), ("activity", "about = deal(1)", "-id"), ("user", "team = 1", "-id"), ("user", "role = 1", "-id"),
            ("stage", "pipeline = 1", "-id"), ("deal", "product = 1", "-id"), ("company", "", "-title"), ("deal", "", "amount"), ("deal", "", "title"),
            ("deal", "", "closed_on"), ("deal", "", "expected_close"), ("company", "", "city"), ("company", "", "sector"),
        ]
        shown += more.map { Shown(object: $0.0, filter: $0.1, sort: Sort.parse($0.2), columns: []) }
        return shown
    }

    @Test(arguments: StorageEngine.allCases)
    func `no list that the program shows reads a whole table`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let principal = try await world.principal(world.amelia)
            let shown = try await shown(world)
            let workspace = world.workspace
            let plans = try await workspace.database.write { tx -> [(Shown, [String])] in
                // With few rows PostgreSQL would rather read them all; what can't be done otherwise it still does.
                if tx.dialect.lockSchema != nil { for setting in Self.reluctant { try tx.execute(setting) } }
                let records = Records(workspace.engine, tx, principal)
                return try shown.map { list in
                    let query = Query(
                        list.object, filter: try Filter(list.filter), sort: list.sort, columns: list.columns.map { FieldPath($0) }, withTitles: true)
                    return (list, try records.plan(query))
                }
            }
            for (list, steps) in plans {
                let scans = steps.filter { step in
                    workspace.database.dialect.isFullScan(step) && !(list.isByNumber && step == "SCAN t") || isWholeSort(step) && !list.isSmall
                }
                #expect(scans == [], "\(list.object) [\(list.filter)] \(list.sort.map(\.text))")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the own activities come by their index, although those of others may be read too`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (filter, sort) in [("", "due_at"), ("done_at is empty", "due_at"), ("", "-id"), ("owner = me and done_at is empty", "due_at")] {
                let query = Query("activity", filter: try Filter(filter), sort: Sort.parse(sort), columns: [FieldPath("subject")])
                let steps = try await world.read(as: world.clara) { try $0.plan(query) }
                let isOwn = filter.hasPrefix("owner")
                let mixed = steps.filter { $0.contains("MULTI-INDEX OR") || $0.contains("BitmapOr") || isOwn && $0.contains("colleagues") }
                #expect(mixed == [], "\(filter) \(sort)")
                #expect(isOwn || steps.contains { $0.contains("colleagues") }, "\(steps)")
            }
        }
    }

    private static let reluctant: [SQL] = [
        "SET LOCAL enable_seqscan = off", "SET LOCAL enable_sort = off", "SET LOCAL enable_hashjoin = off", "SET LOCAL enable_mergejoin = off",
        "SET LOCAL enable_bitmapscan = off",
    ]

    /// Whether everything found is sorted before the first row of a page is known.
    private func isWholeSort(_ step: String) -> Bool {
        let text = step.trimmingCharacters(in: .whitespaces)
        return text == "USE TEMP B-TREE FOR ORDER BY" || text.hasPrefix("Sort  (") || text.hasPrefix("->  Sort  (")
    }

    @Test(arguments: StorageEngine.allCases)
    func `a page asks a bounded number of questions, however many rows there are`(engine: StorageEngine) async throws {
        let statements = Ledger<String>()
        try await withWorld(on: engine, trace: { statements.note($0) }) { world in
            let bounds: [(String, Int)] = [
                ("/api/deals?include=company,owner&count=true", 12), ("/api/deals/\(world.deals[0])", 8), ("/api/companies", 8), ("/api/search?q=deal", 16),
                ("/deals", 20), ("/deals/board", 30), ("/deals/\(world.deals[0])", 40), ("/companies/\(world.companies[0])", 40), ("/", 40), ("/companies", 20),
            ]
            let few = await counts(bounds.map(\.0), world, statements)
            try await fill(world)
            let many = await counts(bounds.map(\.0), world, statements)
            for (index, (target, most)) in bounds.enumerated() {
                #expect(many[index] <= most, "\(target)")
                // Titles of records of a few more objects may have to be looked up, and panels that were empty have counts.
                #expect(many[index] <= few[index] + 10, "\(target): \(few[index]), then \(many[index])")
            }
        }
    }

    private func counts(_ targets: [String], _ world: World, _ statements: Ledger<String>) async -> [Int] {
        var counts: [Int] = []
        for target in targets {
            // The first visit is noted with the session.
            for isCounted in [false, true] {
                let before = statements.entries.count
                let answer = target.hasPrefix("/api") ? await world.api(.get, target, as: world.clara) : await world.page(target, as: world.clara)
                #expect(answer.status == 200)
                if isCounted { counts.append(statements.entries.count - before) }
            }
        }
        return counts
    }

    /// A full page of everything, all of it Clara's and about the first deal and company.
    private func fill(_ world: World) async throws {
        try await world.write(as: world.clara) { records in
            let context = try records.context()
            for number in 0..<60 {
                func make(_ object: String, _ json: JSON) throws -> Int64 {
                    try records.create(try Draft(json, of: try records.object(object), context, role: records.principal.role)).id
                }
                let person = try make("person", ["name": .string("Person \(number)")])
                let company = JSON.number("\(world.companies[0])")
                _ = try make("employment", ["title": "Buyer", "person": .number("\(person)"), "company": company])
                _ = try make("deal", ["title": .string("Deal of many \(number)"), "company": company, "people": [.number("\(person)")]])
                _ = try make("company", ["title": .string("Branch \(number)"), "parent": company])
                let about: JSON = ["object": "deal", "id": .number("\(world.deals[0])")]
                _ = try make("activity", ["subject": .string("Call \(number)"), "about": about])
            }
        }
    }
}
