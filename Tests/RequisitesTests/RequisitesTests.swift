import Definitions
import Exchange
import Files
import Foundation
import Kit
import People
import RecordEngine
import Tables
import TestSupport
import Testing
import Web

@testable import Requisites

@Suite struct RequisitesTests {
    private static let text = """
        ООО «Ромашка»
        ИНН 7707083893 КПП 773601001 ОГРН 1027700132195
        р/с 40702810138250123017 в ПАО Сбербанк БИК 044525225
        Генеральный директор Иванов И. И.
        """

    private func paste(_ text: String, _ world: World, as person: World.Person? = nil) async throws -> Int64 {
        try await world.write(as: person ?? world.clara) { records in
            var input = Draft(try records.inputs(of: "paste_requisites", on: Company.object))
            input["text"] = .text(text)
            try records.perform("paste_requisites", on: Company.object, world.companies[0], input)
            return records.batch ?? 0
        }
    }

    private func all(_ object: String, _ world: World, as person: World.Person? = nil) async throws -> [Record] {
        try await world.read(as: person ?? world.clara) { records in
            try records.list(Query(object, sort: [Sort(FieldPath("id"))], limit: 100), make: \.id).rows.map {
                try records.record(object, $0)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a form is filled by a pasted text, and nothing is saved`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.page("/companies/new", as: world.clara)
            let before = try await world.digest()
            let text = RequisitesTests.text + "\nэл. почта: info@romashka.example"
            func fill(_ path: String, as person: World.Person, _ more: [(String, String)] = []) async -> (status: Int, text: String) {
                let answer = await world.send(path, as: person, [("_fill", "1"), ("_paste", text)] + more)
                return (answer.status, answer.text)
            }
            let form = await fill("/companies/new", as: world.clara, [("title", "Typed"), ("inn", "")])
            #expect(form.status == 200)
            for value in ["value=\"Typed\"", "value=\"7707083893\"", "value=\"773601001\"", "value=\"info@romashka.example\""] {
                #expect(form.text.contains(value), "\(value)")
            }
            let changed = await fill("/companies/\(world.companies[0])/edit", as: world.clara, [("_version", "1"), ("kpp", "770701001")])
            #expect(changed.status == 200 && changed.text.contains("value=\"770701001\"") && changed.text.contains("value=\"7707083893\""))
            #expect(await fill("/companies/new", as: world.olga).status == 403)
            #expect(await fill("/companies/\(world.companies[0])/edit", as: world.olga).status == 403)
            #expect(await fill("/companies/999999/edit", as: world.clara).status == 404)
            let nothing = await world.send("/companies/new", as: world.clara, [("_fill", "1"), ("_paste", "***"), ("city", "Oslo")])
            #expect(nothing.status == 422 && nothing.text.contains("Nothing was recognised") && nothing.text.contains("value=\"Oslo\""))
            // An object whose form nothing fills comes back as it was.
            #expect(await fill("/deals/new", as: world.clara, [("title", "A deal")]).text.contains("value=\"A deal\""))
            #expect(World.changed(before, try await world.digest()) == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a pasted text makes a set with its account, as one action`(engine: StorageEngine) async throws {
        try await withWorld(on: engine, language: .ru) { world in
            let batch = try await paste(RequisitesTests.text, world)
            let set = try #require(try await all("requisite_set", world).first)
            #expect(set.title == "ООО «Ромашка»" && set[RequisiteSet.inn] == "7707083893" && set[RequisiteSet.kpp] == "773601001")
            #expect(set[RequisiteSet.director] == "Иванов И. И.")
            #expect(set[RequisiteSet.isMain] == true)
            let account = try #require(try await all("bank_account", world).first)
            #expect(account[BankAccount.account] == "40702810138250123017")
            #expect(account[BankAccount.bik] == "044525225")
            #expect(account[BankAccount.requisites]?.id == set.id)
            #expect(account[BankAccount.isMain] == true)
            #expect(account[BankAccount.currency] == "RUB")
            #expect(try await world.read(as: nil) { try $0.record("company", world.companies[0])[Company.inn] } == "7707083893")
            // The same text again changes nothing.
            _ = try await paste(RequisitesTests.text, world)
            #expect(try await all("requisite_set", world).count == 1)
            #expect(try await all("bank_account", world).count == 1)
            _ = try await world.write(as: world.clara) { try $0.undo(batch) }
            #expect(try await all("requisite_set", world).isEmpty)
            #expect(try await all("bank_account", world).isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what has no field in the form of a company is told there and kept with it, as one action`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let form = await world.send("/companies/new", as: world.clara, [("_fill", "1"), ("_paste", RequisitesTests.text)])
            #expect(form.text.contains("Account: 40702810138250123017") && form.text.contains("name=\"_enclosed\""))
            #expect(!form.text.contains("INN: 7707083893</li>"))
            let sent = [("title", "Romashka"), ("inn", "7707083893"), ("_encloses", "0")]
            let wrong = RequisitesTests.text.replacing("123017", with: "123018")
            let refused = await world.send("/companies/new", as: world.clara, sent + [("_encloses", "1"), ("_enclosed", wrong)])
            #expect(refused.status == 422 && refused.text.contains("Account: This is no account") && refused.text.contains("123018"))
            #expect(try await all("company", world, as: world.amelia).allSatisfy { $0.title != "Romashka" })

            let made = await world.send("/companies/new", as: world.clara, sent + [("_encloses", "1"), ("_enclosed", RequisitesTests.text)])
            #expect(made.status == 303)
            let set = try #require(try await all("requisite_set", world).first)
            #expect(set[RequisiteSet.director] == "Иванов И. И." && set[RequisiteSet.company] != nil)
            let account = try #require(try await all("bank_account", world).first)
            #expect(account[BankAccount.requisites]?.id == set.id && account[BankAccount.account] == "40702810138250123017")
            let place = try #require(made.header("location"))
            let batch = try #require(place.split(separator: "=").last.flatMap { Int64($0) })
            _ = try await world.write(as: world.clara) { try $0.undo(batch) }
            #expect(try await all("requisite_set", world).isEmpty)
            #expect(try await all("bank_account", world).isEmpty)
            #expect(try await all("company", world, as: world.amelia).allSatisfy { $0.title != "Romashka" })

            let without = await world.send("/companies/new", as: world.clara, sent + [("_enclosed", RequisitesTests.text)])
            #expect(without.status == 303)
            #expect(try await all("requisite_set", world).isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a mistake in the digits is named, and nothing is kept`(engine: StorageEngine) async throws {
        try await withWorld(on: engine, language: .ru) { world in
            let wrong = RequisitesTests.text.replacing("123017", with: "123018")
            let failure = await #expect(throws: Failure.self) { try await paste(wrong, world) }
            guard case .invalid(let issues)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            let isSaid = issues.contains { $0.message.ru.hasPrefix("Расчётный счёт: ") }
            #expect(Set(issues.map(\.field)) == ["text"])
            #expect(isSaid)
            let sets = try await all("requisite_set", world)
            #expect(sets.isEmpty)
            await #expect(throws: Failure.self) { try await paste("Добрый день!", world) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the bank follows from its BIK, and another BIK brings another bank`(engine: StorageEngine) async throws {
        try await withWorld(on: engine, language: .ru) { world in
            let banks = try BankDirectory.read(FileSource.temporary(RequisitesTests.directory(["044525225", "044525974"])), .ru)
            #expect(banks.map(\.bik) == ["044525225", "044525974"])
            #expect(banks[0].name == "ПАО СБЕРБАНК" && banks[0].city == "Москва" && banks[0].swift == "SABRRUMM")
            let counts = try await world.write(as: world.amelia) { try BankImport.apply(banks, $0) }
            #expect(counts.new == 2)
            _ = try await paste("ООО «Ромашка» р/с 40702810138250123017 БИК 044525225", world)
            let account = try #require(try await all("bank_account", world).first)
            #expect(account[BankAccount.bank] == "ПАО СБЕРБАНК")
            #expect(account[BankAccount.correspondent] == "30101810400000000225")
            #expect(account[BankAccount.swift] == "SABRRUMM")
            #expect(account.title == "ПАО СБЕРБАНК …3017")
            _ = try await world.write(as: world.clara) { records in
                try records.update(
                    account.id, Draft(BankAccount.object, ["bik": .text("044525974"), "account": .text("40702810500000000001")]))
            }
            let moved = try #require(try await all("bank_account", world).first)
            #expect(moved[BankAccount.bank] == "АО «ТБАНК»")
            #expect(moved[BankAccount.correspondent] == "30101810145250000974")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a newer directory adds, changes and closes banks, and is undone as one`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let first = try BankDirectory.read(FileSource.temporary(RequisitesTests.directory(["044525225", "044525974"])), .en)
            _ = try await world.write(as: world.amelia) { try BankImport.apply(first, $0) }
            var second = Array(first.prefix(1))
            second[0].name = "Sber"
            let (counts, batch) = try await world.write(as: world.amelia) { [second] records in
                (try BankImport.apply(second, records), records.batch ?? 0)
            }
            #expect(counts.changed == 1 && counts.closed == 1 && counts.new == 0)
            #expect(try await all("bank", world).map(\.title) == ["Sber", "АО «ТБАНК»"])
            let again = try await world.write(as: world.amelia) { [second] records in try BankImport.apply(second, records) }
            #expect(again.same == 1)
            _ = try await world.write(as: world.amelia) { try $0.undo(batch) }
            #expect(try await all("bank", world).map { $0[Bank.isActive] } == [true, true])
            await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try BankImport.apply(first, $0) } }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `requisites have the rights of their company, our own are for administrators to change`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let own = Draft(RequisiteSet.object, ["title": .text("Us Ltd.")])
            let refusal = await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.create(own) } }
            if case .forbidden? = refusal {} else { Issue.record("\(String(describing: refusal))") }
            let id = try await world.write(as: world.amelia) { try $0.create(own).id }
            #expect(try await all("requisite_set", world, as: world.olga).map(\.title) == ["Us Ltd."])
            let account = Draft(BankAccount.object, ["requisites": .reference(id), "iban": .text("DE89370400440532013000")])
            await #expect(throws: Failure.self) { try await world.write(as: world.clara) { try $0.create(account) } }
            _ = try await world.write(as: world.amelia) { try $0.create(account) }
            await #expect(throws: Failure.self) {
                try await world.write(as: world.olga) { records in
                    try records.create(Draft(RequisiteSet.object, ["title": .text("x"), "company": .reference(world.companies[0])]))
                }
            }
            // One main set, the one that was last made so.
            try await world.write(as: world.amelia) { records in
                let second = try records.create(Draft(RequisiteSet.object, ["title": .text("Us too")])).id
                try records.update(second, Draft(RequisiteSet.object, ["is_main": .boolean(true)]))
            }
            #expect(try await all("requisite_set", world).map { $0[RequisiteSet.isMain] } == [false, true])
            try await world.write(as: world.amelia) { try $0.delete(RequisiteSet.object, id) }
            #expect(try await all("bank_account", world).isEmpty)
        }
    }

    /// A directory as the Bank of Russia spells it, in its encoding.
    private static func directory(_ codes: [String]) -> [UInt8] {
        let entries = [
            "044525225": ("ПАО СБЕРБАНК", "30101810400000000225", "SABRRUMM"),
            "044525974": ("АО «ТБАНК»", "30101810145250000974", "TICSRUMM"),
        ]
        var text = "<?xml version=\"1.0\" encoding=\"WINDOWS-1251\"?><ED807 xmlns=\"urn:cbr-ru:ed:v2.0\" EDNo=\"1\" EDDate=\"2026-11-20\">"
        for code in codes {
            guard let (name, account, swift) = entries[code] else { continue }
            text += """
                <BICDirectoryEntry BIC="\(code)"><ParticipantInfo NameP="\(name.replacing("\"", with: "&quot;"))" Rgn="45" Tnp="г" Nnp="Москва" PtType="20"/>\
                <SWBICS SWBIC="\(swift)" DefaultSWBIC="1"/><Accounts Account="\(account)" RegulationAccountType="CRSA" AccountStatus="ACAC"/></BICDirectoryEntry>
                """
        }
        return (text + "</ED807>").unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
            case 0xAB, 0xBB: UInt8(scalar.value)
            default: UInt8(truncatingIfNeeded: scalar.value)
            }
        }
    }
}
