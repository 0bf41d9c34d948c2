import Kit
import TestSupport
import Testing
import Web

@Suite struct PageDuplicateTests {
    private func person(_ world: World, _ name: String, _ phone: String) async -> Int64 {
        await world.api(.post, "/api/people", as: world.clara, #"{"name": "\#(name)", "phones": ["\#(phone)"]}"#).data.id
    }

    @Test(arguments: StorageEngine.allCases)
    func `a form that would double somebody comes back with whom, and is saved when sent anyway`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = await person(world, "Anna Petrova", "+79161234567")
            let typed = [("name", "Petrova Anna"), ("phones", "+7 916 123-45-67"), ("comment", "typed by hand")]
            let hints = await world.send("/people/duplicates/check", as: world.clara, typed)
            #expect(hints.status == 200 && hints.text.contains("/people/\(id)\"") && hints.text.contains("the same phone +7 (916) 123-45-67"))
            let page = await world.send("/people/new", as: world.clara, typed)
            #expect(page.status == 409 && page.text.contains("Save anyway") && page.text.contains("typed by hand") && page.text.contains("/people/\(id)\""))
            let made = await world.send("/people/new", as: world.clara, typed + [("_duplicates", "allow")])
            #expect(made.status == 303)
            let twin = Int64(made.place?.split(separator: "/").last ?? "") ?? 0
            #expect(await world.page("/people/\(twin)", as: world.clara).text.contains("Possible duplicates"))
            // What was alike before is not asked about again.
            let edit = await world.send("/people/\(twin)/edit", as: world.clara, [("_version", "1"), ("name", "Petrova Anna"), ("city", "Oslo")])
            #expect(edit.status == 303)
            let other = await person(world, "Boris Ivanov", "+79160000000")
            let change = [("_version", "2"), ("name", "Boris Ivanov"), ("phones", "+79160000000")]
            #expect(await world.send("/people/\(twin)/edit", as: world.clara, change).text.contains("/people/\(other)\""))
            #expect(await world.send("/people/\(twin)/edit", as: world.clara, change + [("_duplicates", "allow")]).status == 303)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `sets are compared, merged one by one or many at once, and taken back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            var ids: [Int64] = []
            for number in 0..<3 {
                ids.append(await person(world, "Person Number\(number)", "+7916000000\(number)"))
                ids.append(await person(world, "Number\(number) Person", "+7916000000\(number)"))
            }
            let sets = await world.page("/people/duplicates", as: world.clara)
            #expect(sets.status == 200 && sets.text.contains("value=\"\(ids[0]) \(ids[1])\"") && sets.text.contains("Merge all certain on this page: 3"))
            #expect(!(await world.page("/people/duplicates", as: world.olga).text.contains("Compare and merge")))

            let compare = await world.page("/people/merge?id=\(ids[0])&id=\(ids[1])", as: world.clara)
            #expect(compare.text.contains("name=\"choice_name\"") && !compare.text.contains("name=\"choice_phones\""))
            let fields = [("ids", "\(ids[0])"), ("ids", "\(ids[1])"), ("survivor", "\(ids[1])"), ("choice_name", "\(ids[0])"), ("version_\(ids[0])", "1")]
            let merged = await world.send("/people/merge", as: world.clara, fields)
            #expect(merged.status == 303 && merged.place == "/people/\(ids[1])")
            let page = await world.page("/people/\(ids[1])?done=\(merged.done ?? 0)", as: world.clara)
            #expect(page.text.contains("Merged") && page.text.contains("Person Number0"))

            let many = await world.send("/people/duplicates/merge", as: world.clara, [("set", "\(ids[2]) \(ids[3])"), ("set", "\(ids[4]) \(ids[5])")])
            #expect(many.status == 303)
            #expect(await world.page("/people/duplicates", as: world.clara).text.contains("No duplicates here"))
            #expect(await world.send("/batches/\(many.done ?? 0)/undo", as: world.clara).status == 303)
            #expect(await world.api(.get, "/api/people/duplicates", as: world.clara).rows.count == 2)

            let dismissed = await world.send("/people/duplicates/dismiss", as: world.clara, [("ids", "\(ids[2]) \(ids[3])")])
            #expect(dismissed.place == "/people/duplicates")
            #expect(await world.page("/people/duplicates?dismissed=1", as: world.clara).text.contains("Consider again"))
            #expect(await world.send("/people/duplicates/recall", as: world.clara, [("ids", "\(ids[2]) \(ids[3])")]).status == 303)
            #expect(await world.api(.get, "/api/people/duplicates", as: world.clara).rows.count == 2)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an order that can't be carried out shows the records again with the reason`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (acme, borealis) = (world.companies[0], world.companies[1])
            let stale = [("ids", "\(acme)"), ("ids", "\(borealis)"), ("survivor", "\(acme)"), ("version_\(borealis)", "9"), ("choice_title", "\(borealis)")]
            let page = await world.send("/companies/merge", as: world.clara, stale)
            #expect(page.status == 409 && page.text.contains("changed in the meantime"))
            #expect(page.text.contains("value=\"\(borealis)\" aria-label=\"Name: Borealis #\(borealis)\" checked"))
            #expect(await world.send("/companies/merge", as: world.clara, [("ids", "\(acme)")]).status == 422)
            #expect(await world.send("/companies/merge", as: world.clara, [("ids", "\(acme)"), ("ids", "999")]).status == 404)
            #expect(await world.send("/companies/merge", as: world.dmitri, [("ids", "\(acme) \(borealis)")]).status == 403)
            #expect(await world.send("/companies/duplicates/merge", as: world.clara).status == 409)
            #expect(await world.page("/companies/merge", as: world.clara).status == 200)
            #expect(await world.page("/companies/merge?id=\(acme)", as: world.clara).text.contains("with which other one"))
            #expect(await world.page("/companies/merge?id=999", as: world.clara).status == 404)
            #expect(await world.page("/companies/duplicates?after=x", as: world.clara).status == 400)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an administrator sets when to ask and when to refuse`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await person(world, "Anna Petrova", "+79161234567")
            let twin = [("name", "Petrova Anna"), ("phones", "+79161234567")]
            let rule = [("object", "person"), ("warn_from", "never"), ("refuse_from", "never")]
            #expect(await world.send("/settings/duplicates", as: world.clara, rule).status == 403)
            #expect(await world.send("/settings/duplicates", as: world.amelia, rule).status == 303)
            #expect(await world.send("/people/new", as: world.clara, twin).status == 303)
            let strict = [("object", "person"), ("warn_from", "likely"), ("refuse_from", "certain")]
            #expect(await world.send("/settings/duplicates", as: world.amelia, strict).status == 303)
            #expect(await world.send("/people/new", as: world.clara, twin + [("_duplicates", "allow")]).status == 409)
            #expect(await world.api(.get, "/api/duplicate_rules", as: world.amelia).rows.count == 1)
            let page = await world.page("/settings/duplicates", as: world.amelia).text
            #expect(page.contains("<option value=\"certain\" selected>"))
        }
    }
}
