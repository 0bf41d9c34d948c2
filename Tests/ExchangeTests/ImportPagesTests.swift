import Definitions
import Exchange
import Files
import Files
import Foundation
import Identity
import Jobs
import Kit
import RecordEngine
import Tables
import TestSupport
import Testing
import Web

struct ImportPagesTests {
    private func upload(_ world: World, _ table: String, as person: World.Person) async -> WebResponse {
        let bound = "xyz"
        let parts = [
            "Content-Disposition: form-data; name=\"_csrf\"\r\n\r\n\(person.session.signedIn.formToken)",
            "Content-Disposition: form-data; name=\"file\"; filename=\"clients.csv\"\r\nContent-Type: text/csv\r\n\r\n\(table)",
        ]
        let body = parts.map { "--\(bound)\r\n\($0)\r\n" }.joined() + "--\(bound)--\r\n"
        let headers = [
            "cookie": "\(Site.sessionCookie)=\(person.session.cookie)", "content-type": "multipart/form-data; boundary=\(bound)",
            "host": "localhost",
        ]
        return await world.site.respond(to: WebRequest(.post, "/import", headers: headers, body: { _ in Array(body.utf8) }))
    }

    private func work(_ world: World) async throws {
        try await JobRunner(
            world.workspace.database, queue: world.workspace.jobs,
            kinds: [world.workspace.importing, world.workspace.rehearsing, world.workspace.turning],
            clock: world.workspace.clock
        ).drain()
    }

    @Test(arguments: StorageEngine.allCases)
    func `a file is sent, its columns are chosen, it is imported, and the report says what became of it`(_ engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            let sent = await upload(world, "account,office_location,odd\nZeta,Paris,1\nAcme,Rome,2\n", as: world.clara)
            #expect(sent.status == 303)
            let place = try #require(sent.header("location"))
            let columns = await world.page(place, as: world.clara)
            #expect(columns.text.contains("<option value=\"company.city\" selected>"))
            #expect(columns.text.contains("Zeta"))
            let form: [(name: String, text: String)] = [
                ("about", "company"), ("column-0", "company.title"), ("column-1", "company.sector"), ("column-2", ""),
                ("dates", "day_first"),
                ("numbers", "en"), ("existing", "update"), ("action", "start"),
            ]
            let started = await world.send(place, as: world.clara, form)
            #expect(started.status == 303)
            #expect(await world.page(place, as: world.clara).text.contains("<live-progress"))
            try await work(world)
            let report = await world.page(place, as: world.clara)
            #expect(!report.text.contains("<live-progress"))
            #expect(report.text.contains("Created"))
            let sectors = try await world.read(as: world.clara) { records in
                let query = Query(
                    "company", filter: try Filter("sector is not empty"), sort: [Sort(FieldPath("title"))], columns: [FieldPath("sector")]
                )
                return try records.list(query) { String($0.value(0)) ?? "" }.rows
            }
            #expect(sectors == ["Rome", "Paris"])
            #expect(await world.page(place, as: world.dmitri).status == 404)
        }
    }

    @Test func `what is no table is refused on the page itself`() async throws {
        try await withWorld(on: .sqlite) { world in
            let answer = await upload(world, "%PDF-1.7 nonsense", as: world.clara)
            #expect(answer.status == 415)
            #expect(answer.text.contains("PDF"))
            let bytes = MemorySource(Array("%PDF-1.7 nonsense".utf8))
            let name = try await world.workspace.files.lend(bytes) { $0.name }
            await #expect(throws: Failure.notFound) { _ = try await world.workspace.files.open(name) }
        }
    }

    @Test func `who only reads does not import`() async throws {
        try await withWorld(on: .sqlite) { world in
            #expect(await world.page("/import", as: world.olga).status == 403)
            #expect(await upload(world, "a,b\n1,2\n", as: world.olga).status == 403)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a program imports and asks what became of it`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let headers = ["authorization": "Bearer \(world.amelia.token)", "content-type": "text/csv", "host": "krug.test"]
            let table = Array("product,sales_price\nPump,$10\nValve,dear\n".utf8)
            let answer = await world.site.respond(
                to: WebRequest(
                    .post, "/api/imports", query: [("object", "product")], headers: headers, body: { _ in table }))
            #expect(answer.status == 202)
            try await work(world)
            let state = await world.api(.get, "/api/imports/1", as: world.amelia)
            let data = state.json["data"]
            #expect(data?["state"]?.string == "done")
            #expect(data?["counts"]?["created"]?.int == 2)
            #expect(data?["reasons"]?.array?.first?["column"]?.string == "sales_price")
            #expect(await world.api(.get, "/api/imports/1", as: world.clara).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `reasons are read in the language of whoever reads them, wherever they are read`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let headers = ["authorization": "Bearer \(world.amelia.token)", "content-type": "text/csv", "host": "krug.test"]
            let table = Array("product,sales_price\nPump,dear\n,$20\n".utf8)
            _ = await world.site.respond(
                to: WebRequest(
                    .post, "/api/imports", query: [("object", "product"), ("dry_run", "true")], headers: headers, body: { _ in table }))
            try await work(world)
            func speak(_ language: Language) async throws {
                try await world.write(as: world.amelia) { records in
                    guard let me = records.principal.user else { throw Failure.notFound }
                    try records.update(me, Draft(UserRecord.object, ["language": .text(language.rawValue)]))
                }
            }
            func said(_ address: String) async -> String { await world.page(address, as: world.amelia).text }
            #expect(await said("/import/1/preview?cells=1").contains("sales_price"))
            let before = await world.api(.get, "/api/imports/1/cells", as: world.amelia).json
            let reason = try #require(before["data"]?.array?.first?["reason"]?.string)
            #expect(before["data"]?.array?.count == 1 && before["data"]?.array?.first?["row"]?.int == 2)
            #expect(await said("/import/1/preview?cells=1").contains(reason))
            try await speak(.ru)
            let after = await world.api(.get, "/api/imports/1/cells?column=sales_price", as: world.amelia).json
            let translated = try #require(after["data"]?.array?.first?["reason"]?.string)
            #expect(translated != reason)
            #expect(await said("/import/1/preview?row=2").contains(translated))
            #expect(await world.api(.post, "/api/imports/1/start", as: world.amelia).status == 202)
            try await work(world)
            #expect(await said("/import/1").contains("Заполните это поле."))
            #expect(await said("/import/1/rejected.csv").contains("Заполните это поле."))
            #expect(await said("/import/1/warnings.csv").contains(translated))
            try await speak(.en)
            #expect(await said("/import/1/rejected.csv").contains("Fill this in."))
            #expect(await said("/import/1/warnings.csv").contains(reason))
            #expect(await said("/import/1/rejected").contains("Fill this in."))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a program tries an import, begins it, corrects what was rejected, and takes it back`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let headers = ["authorization": "Bearer \(world.amelia.token)", "content-type": "text/csv", "host": "krug.test"]
            let table = Array("product,sales_price\nPump,$10\n,$20\n".utf8)
            let answer = await world.site.respond(
                to: WebRequest(
                    .post, "/api/imports", query: [("object", "product"), ("dry_run", "true")], headers: headers, body: { _ in table }))
            #expect(answer.status == 202)
            try await work(world)
            let tried = await world.api(.get, "/api/imports/1", as: world.amelia).json["data"]
            #expect(tried?["state"]?.string == "new" && tried?["preview"]?["counts"]?["created"]?.int == 1)
            let lines = await world.api(.get, "/api/imports/1/lines?outcome=created", as: world.amelia).json["data"]?.array
            #expect(lines?.first?["changes"]?.array?.contains { $0["new"]?.string == "Pump" } == true)
            #expect(await world.api(.get, "/api/imports/1/lines?outcome=odd", as: world.amelia).status == 400)
            #expect(await world.api(.post, "/api/imports/1/start", as: world.amelia).status == 202)
            try await work(world)
            let rejected = await world.api(.get, "/api/imports/1/rejected", as: world.amelia).json["data"]?.array
            #expect(rejected?.first?["row"]?.int == 3 && rejected?.first?["cells"]?["sales_price"]?.string == "$20")
            let odd = #"{"rows": [{"row": 3, "cells": {"colour": "red"}}]}"#
            #expect(await world.api(.post, "/api/imports/1/rejected", as: world.amelia, odd).status == 422)
            let order = #"{"rows": [{"row": 3, "cells": {"product": "Valve"}}]}"#
            let corrected = await world.api(.post, "/api/imports/1/rejected", as: world.amelia, order).json["data"]
            #expect(corrected?["counts"]?["created"]?.int == 2 && corrected?["counts"]?["rejected"]?.int == 0)
            #expect(await world.api(.post, "/api/imports/1/undo", as: world.amelia).status == 202)
            try await work(world)
            let undone = await world.api(.get, "/api/imports/1", as: world.amelia).json["data"]
            #expect(undone?["undo"]?["running"]?.bool == false && undone?["undo"]?["kept"]?.int == 0)
            #expect(
                try await world.read(as: world.amelia) { try $0.count(Query("product", filter: try Filter("title = \"Valve\""))).value }
                    == 0)
            #expect(await world.api(.post, "/api/imports/1/undo", as: world.amelia).status == 409)
            #expect(await world.api(.get, "/api/imports/1/kept", as: world.amelia).json["data"]?.array?.isEmpty == true)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an administrator has fields made for columns while choosing them`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let rows = (0..<12).map { "Zeta \($0),\($0 * 10),\(["red", "green"][$0 % 2]),2026-03-\($0 + 10)" }.joined(separator: "\n")
            let sent = await upload(world, "account,Head count,Shade,Met\n\(rows)\n", as: world.amelia)
            let place = try #require(sent.header("location"))
            #expect(await world.page(place, as: world.amelia).text.contains("value=\"company.#new\""))
            var form: [(name: String, text: String)] = [
                ("about", "company"), ("column-0", "company.title"), ("column-1", "company.#new"), ("column-2", "company.#new"),
                ("column-3", "company.#new"), ("dates", "day_first"), ("numbers", "en"), ("existing", "update"), ("action", "start"),
            ]
            let asked = try #require(await world.send(place, as: world.amelia, form).header("location"))
            let page = await world.page(asked, as: world.amelia).text
            #expect(page.contains("name=\"label-1\" value=\"Head count\""))
            for kind in ["integer", "choice", "day"] { #expect(page.contains("<option value=\"\(kind)\" selected>")) }
            // Nothing is made before it is known what.
            #expect(try await world.read(as: world.amelia) { try $0.count(Query("custom_field")).value } == 0)
            form += [
                ("label-1", "Head count"), ("kind-1", "integer"), ("label-2", "Shade"), ("kind-2", "choice"), ("label-3", ""),
                ("kind-3", "day"),
            ]
            let refused = await world.send(place, as: world.amelia, form)
            #expect(refused.status == 422 && refused.text.contains("name=\"label-1\" value=\"Head count\""))
            #expect(try await world.read(as: world.amelia) { try $0.count(Query("custom_field")).value } == 0)
            form = form.filter { $0.name != "label-3" } + [("label-3", "First met")]
            #expect(await world.send(place, as: world.amelia, form).status == 303)
            try await work(world)
            let names = try await world.read(as: world.amelia) { records in
                try records.list(Query("custom_field", columns: [FieldPath("label"), FieldPath("name"), FieldPath("type")])) { row in
                    (String(row.value(0)) ?? "", String(row.value(1)) ?? "")
                }.rows
            }
            #expect(names.map(\.0).sorted() == ["First met", "Head count", "Shade"])
            let count = try #require(names.first { $0.0 == "Head count" }).1
            #expect(
                try await world.read(as: world.amelia) { records in
                    try records.count(Query("company", filter: try Filter("\(count) >= 50 and title contains \"Zeta\""))).value
                } == 7)
            let clara = try #require(await upload(world, "account,odd\nZeta,1\n", as: world.clara).header("location"))
            #expect(!(await world.page(clara, as: world.clara).text.contains("#new")))
            let forged: [(name: String, text: String)] = [
                ("about", "company"), ("column-0", "company.title"), ("column-1", "company.#new"), ("label-1", "Odd"), ("kind-1", "text"),
                ("action", "check"),
            ]
            #expect(await world.send(clara, as: world.clara, forged).status == 403)
        }
    }

    @Test func `a list is exported with its filter by who may`() async throws {
        try await withWorld(on: .sqlite) { world in
            let answer = await world.page("/deals/export.csv?filter=amount%20%3E%209000&columns=title,company,amount", as: world.amelia)
            #expect(answer.status == 200)
            var bytes: [UInt8] = []
            if case .stream(let next) = answer.body { while let piece = try await next() { bytes += piece } }
            #expect(String(decoding: bytes, as: UTF8.self) == "\u{FEFF}Title,Company,Amount\r\nDeal 9,Acme,10000.00 USD\r\n")
            #expect(await world.page("/deals/export.csv", as: world.clara).status == 403)
            #expect(await world.page("/deals/export.vcf", as: world.amelia).status == 404)
        }
    }

    @Test func `a program takes a list out in the format it asks for`() async throws {
        try await withWorld(on: .sqlite) { world in
            func export(_ query: [String: String], as person: World.Person) async throws -> (status: Int, bytes: [UInt8]) {
                let headers = ["authorization": "Bearer \(person.token)", "host": "krug.test"]
                let items = query.map { (name: $0.key, value: $0.value) }
                let answer = await world.site.respond(
                    to: WebRequest(.get, "/api/deals/export", query: items, headers: headers, body: { _ in [] }))
                guard case .stream(let next) = answer.body else { return (answer.status, []) }
                var bytes: [UInt8] = []
                while let piece = try await next() { bytes += piece }
                return (answer.status, bytes)
            }
            let lines = try await export(["filter": "amount > 9000", "fields": "title,company,amount"], as: world.amelia)
            let expected = #"{"title":"Deal 9","company":"Acme","amount":{"minor":1000000,"currency":"USD"}}"#
            #expect(String(decoding: lines.bytes, as: UTF8.self) == expected + "\n")
            let workbook = try await export(["format": "xlsx", "fields": "title,amount", "sort": "amount"], as: world.amelia)
            var book = try TableFile(FileSource.temporary(workbook.bytes), .en)
            #expect(try book.next()?.cells == ["Title", "Amount"])
            #expect(try book.next()?.cells.last?.hasSuffix(" USD") ?? false)
            #expect(try await export(["format": "doc"], as: world.amelia).status == 400)
            #expect(try await export(["format": "vcf"], as: world.amelia).status == 400)
            #expect(try await export([:], as: world.clara).status == 403)
        }
    }
}
