import Definitions
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct ArchiveTests {
    private func work(_ world: World) async throws {
        let workspace = world.workspace
        try await JobRunner(workspace.database, queue: workspace.jobs, kinds: workspace.bulk, clock: workspace.clock).drain()
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is archived leaves lists, counts, figures, search and choices, and is there for whoever asks`(engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            let deal = world.deals[3]
            func titles(_ query: String = "", as person: World.Person? = nil) async -> Set<String> {
                Set(await world.api(.get, "/api/deals\(query)", as: person ?? world.amelia).rows.compactMap { $0["title"]?.string })
            }
            let done = await world.api(.post, "/api/deals/\(deal)/archive", as: world.clara)
            #expect(done.status == 200 && done.data["archived_at"]?.string != nil)
            #expect(await world.api(.post, "/api/deals/\(deal)/archive", as: world.clara).status == 409)

            #expect(await titles().count == 9)
            #expect(await !titles().contains("Deal 3"))
            #expect(await titles("?q=deal%203") == [])
            #expect(await titles("?filter=archived_at%20is%20not%20empty") == ["Deal 3"])
            #expect(await titles("?filter=archived_at%20is%20not%20empty", as: world.dmitri) == [], "rights hold in the archive")
            #expect(await titles("?filter=archived_at%20is%20empty%20or%20archived_at%20is%20not%20empty").count == 10)
            #expect(await titles("?filter=id%20in%20(\(deal))") == ["Deal 3"], "who names a record gets it")
            let counted = await world.api(.get, "/api/deals?count=true&limit=1", as: world.amelia).json["count"]?["value"]?.int
            #expect(counted == 9)
            let sum = await world.api(.get, "/api/deals/aggregate?measures=sum(amount)", as: world.amelia)
            #expect(sum.text.contains("5100000") && !sum.text.contains("5500000"), "\(sum.text)")
            let found = await world.api(.get, "/api/search?q=deal%203", as: world.amelia).rows
            let widely = await world.api(.get, "/api/search?q=deal%203&archived=true", as: world.amelia).rows
            #expect(found.isEmpty && widely.map(\.id) == [deal])
            #expect(await world.page("/search?q=deal+3", as: world.amelia).text.contains("archived=1"))
            #expect(await world.page("/search?fragment=picker&object=deal&q=deal+3", as: world.amelia).text.contains("Deal 3") == false)
            let companies = "/api/companies?filter=has%20deal.company%20where%20(title%20%3D%20%22Deal%203%22)"
            #expect(await world.api(.get, companies, as: world.amelia).rows.isEmpty)

            #expect(await world.page("/deals", as: world.amelia).text.contains("Deal 3") == false)
            #expect(await world.page("/deals/board", as: world.amelia).text.contains("Deal 3") == false)
            #expect(await world.page("/deals?filter=archived_at+is+not+empty", as: world.amelia).text.contains("Deal 3"))
            let export = await world.page("/deals/export.csv?filter=archived_at+is+not+empty&columns=title", as: world.amelia)
            var bytes: [UInt8] = []
            if case .stream(let next) = export.body { while let piece = try await next() { bytes += piece } }
            let table = String(decoding: bytes, as: UTF8.self)
            #expect(table.contains("Deal 3") && !table.contains("Deal 4"), "\(table)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an archived record is read at its address, is still referred to, and comes back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let company = world.companies[0]
            #expect(await world.send("/companies/\(company)/archive", as: world.clara, []).status == 303)
            let page = await world.page("/companies/\(company)", as: world.clara).text
            #expect(page.contains("In the archive since") && page.contains("(Clara)") && page.contains("/companies/\(company)/unarchive"))
            #expect(await world.page("/deals/\(world.deals[0])", as: world.clara).text.contains("Acme"))
            #expect(await world.page("/deals", as: world.clara).text.contains("Acme"))
            // A second one by that name is no duplicate of one that is out of use.
            func doubles() async -> Int {
                await world.api(.post, "/api/companies/duplicates/check", as: world.amelia, #"{"title": "Acme"}"#).rows.count
            }
            #expect(await doubles() == 0)
            let history = await world.api(.get, "/api/companies/\(company)/history", as: world.amelia).rows
            #expect(history.first?["batch"]?["action"] == "company.archive")
            #expect(await world.send("/companies/\(company)/unarchive", as: world.clara, []).status == 303)
            #expect(await world.page("/companies/\(company)", as: world.clara).text.contains("In the archive since") == false)
            #expect(await world.page("/companies", as: world.clara).text.contains("Acme"))
            #expect(await doubles() == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `archiving is undone like any change, is done in bulk, and needs the right to change`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.api(.post, "/api/deals/\(world.deals[0])/archive", as: world.olga).status == 403)
            #expect(await world.api(.post, "/api/users/\(world.clara.id)/archive", as: world.amelia).status == 404, "users have no archive")
            let sent = await world.api(.post, "/api/deals/\(world.deals[0])/archive", as: world.clara)
            #expect(sent.status == 200)
            let batch = await world.api(.get, "/api/deals/\(world.deals[0])/history", as: world.amelia).rows.first?["batch"]?.id ?? 0
            let undone = await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara)
            #expect(undone.status == 200)
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).data["archived_at"] == .null)

            let order = #"{"filter": "owner = \#(world.clara.id)", "verb": "archive"}"#
            #expect(await world.api(.post, "/api/deals/bulk", as: world.clara, order).status < 300)
            try await work(world)
            let left = await world.api(.get, "/api/deals", as: world.amelia).rows
            #expect(left.count == 5)
            let back = #"{"filter": "archived_at is not empty", "verb": "unarchive"}"#
            #expect(await world.api(.post, "/api/deals/bulk", as: world.clara, back).status < 300)
            try await work(world)
            #expect(await world.api(.get, "/api/deals", as: world.amelia).rows.count == 10)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `figures over other records leave archived ones out, and follow`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.rollup("company", "Deals", "deal.company", "count").status == 201)
            try await world.compute()
            func count() async -> Int64? {
                await world.api(.get, "/api/companies/\(world.companies[0])", as: world.amelia).data["deals"]?.int
            }
            func quality() async throws -> Int { try await world.read(as: world.amelia) { try $0.counts("deal", []).all } }
            let all = try await quality()
            #expect(await count() == 4)
            #expect(await world.api(.post, "/api/deals/\(world.deals[0])/archive", as: world.clara).status == 200)
            #expect(await count() == 3)
            #expect(try await quality() == all - 1)
            #expect(await world.api(.post, "/api/deals/\(world.deals[0])/unarchive", as: world.clara).status == 200)
            #expect(await count() == 4)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what must miss nothing sees the archive, and a role to which it is closed does not use it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let field = #"{"object": "company", "label": "Code", "type": "text", "unique": true}"#
            let made = await world.api(.post, "/api/custom_fields", as: world.amelia, field)
            #expect(made.status == 201, "\(made.text)")
            let name = made.data["name"]?.string ?? ""
            let first = await world.api(.post, "/api/companies", as: world.clara, #"{"title": "First", "\#(name)": "A-1"}"#).data.id
            #expect(await world.api(.post, "/api/companies/\(first)/archive", as: world.clara).status == 200)
            let second = await world.api(.post, "/api/companies", as: world.clara, #"{"title": "Second", "\#(name)": "A-1"}"#)
            #expect(second.status == 422 && second.text.contains("A record in the archive already has this"), "\(second.text)")
            let preview = await world.page("/users/\(world.clara.id)/leave", as: world.amelia).text
            #expect(preview.contains(">4<"), "three companies of hers, and the one in the archive")

            // A view keeps the condition; its list is read by the index of the archive in any order.
            let plan = try await world.read(as: world.amelia) { records in
                try records.plan(
                    Query(
                        "company", filter: try Filter("archived_at is not empty"), sort: [Sort(FieldPath("title"))],
                        columns: [FieldPath("title")]))
            }
            if engine == .sqlite { #expect(plan.contains { $0.contains("company_archived_at_idx") }, "\(plan)") }

            let rights = #"{"objects":{"company":{"read":"owner = me","update":"owner = me"}},"fields":{"company.archived_at":"read"}}"#
            let role = await world.list("/api/roles", ["filter": "key = \"salesperson\""], as: world.amelia).rows.first?.id ?? 0
            let closed = await world.api(
                .patch, "/api/roles/\(role)", as: world.amelia, #"{"rights": \#(rights)}"#, headers: ["if-match": "*"])
            #expect(closed.status == 200, "\(closed.text)")
            #expect(await world.api(.post, "/api/companies/\(first)/unarchive", as: world.clara).status == 403)

            // Who may not know of it is not led there.
            let tab = "/companies?filter=archived_at"
            #expect(await world.page("/companies", as: world.clara).text.contains(tab))
            let hidden = rights.replacing(#""company.archived_at":"read""#, with: #""company.archived_at":"none""#)
            let hiding = await world.api(
                .patch, "/api/roles/\(role)", as: world.amelia, #"{"rights": \#(hidden)}"#, headers: ["if-match": "*"])
            #expect(hiding.status == 200, "\(hiding.text)")
            let page = await world.page("/companies", as: world.clara)
            #expect(page.status == 200 && !page.text.contains("archived_at"))
        }
    }

    @Test func `heads by one field, and lists of a base most of which is archived, find in an index what is in use`() async throws {
        try await withWorld(on: .sqlite) { world in
            let plans = try await world.workspace.database.read { connection in
                try [
                    "SELECT t.owner, count(*) FROM person t WHERE t.archived_at IS NULL GROUP BY t.owner",
                    "SELECT count(*) FROM person t WHERE t.archived_at IS NULL",
                ].map {
                    try connection.dialect.plan($0, connection)
                }
            }
            for plan in plans { #expect(plan.contains { $0.contains("COVERING INDEX person_") && $0.contains("_live_idx") }, "\(plan)") }
        }
    }
}
