import Definitions
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct QuickCreateTests {
    private static let script = ["x-requested-with": "fetch"]

    @Test(arguments: StorageEngine.allCases)
    func `a short form makes a record and says so, on any page`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let form = await world.page("/people/new", as: world.clara, headers: QuickCreateTests.script)
            #expect(
                form.status == 200 && !form.text.contains("<html") && form.text.contains("name=\"name\"")
                    && form.text.contains("name=\"_paste\""))
            #expect(!form.text.contains("name=\"birthday\"") && form.text.contains("<duplicate-hints"))
            let bad = await world.send(
                "/people/new", as: world.clara, [("name", ""), ("emails", "no mail")], headers: QuickCreateTests.script)
            #expect(bad.status == 422 && bad.text.contains("value=\"no mail\"") && !bad.text.contains("<html"), "\(bad.text)")
            let made = await world.send(
                "/people/new", as: world.clara, [("name", "Orlova"), ("emails", "o@x.org")], headers: QuickCreateTests.script)
            #expect(
                made.status == 200 && made.text.contains("<undo-toast") && made.text.contains("/undo")
                    && made.text.contains("href=\"/people/"))
            let twice = await world.send(
                "/people/new", as: world.clara, [("name", "Orlova"), ("emails", "o@x.org")], headers: QuickCreateTests.script)
            #expect(twice.status == 409 && twice.text.contains("name=\"_duplicates\""), "\(twice.text)")
            let anyway = [("name", "Orlova"), ("emails", "o@x.org"), ("_duplicates", "allow")]
            #expect(await world.send("/people/new", as: world.clara, anyway, headers: QuickCreateTests.script).status == 200)
        }
    }

    @Test func `a pasted text fills what is empty, and nothing is made`() async throws {
        try await withWorld(on: .sqlite) { world in
            let paste = "Maria Petrova\nHead of purchasing\nAcme Ltd\n+7 916 123-45-67\nmaria@acme.com"
            let fields = [("name", ""), ("city", "Typed"), ("_paste", paste), ("_fill", "1")]
            for headers in [[:], QuickCreateTests.script] {
                let form = await world.send("/people/new", as: world.clara, fields, headers: headers)
                #expect(form.status == 200)
                for text in ["Maria Petrova", "Head of purchasing", "maria@acme.com", "Typed", "Acme Ltd"] {
                    #expect(form.text.contains(text), "\(text)")
                }
            }
            #expect(await world.list("/api/people", ["filter": "name = \"Maria Petrova\""], as: world.amelia).rows.isEmpty)
            let whole = await world.send("/people/new", as: world.clara, [("name", "Kept"), ("_whole", "1")])
            #expect(whole.status == 200 && whole.text.contains("value=\"Kept\"") && whole.text.contains("name=\"birthday\""))
            #expect(await world.send("/people/new", as: world.olga, fields).status == 403)
        }
    }
}
