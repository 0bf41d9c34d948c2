import Definitions
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

/// Two workspaces that differ in nothing but what Clara may not read answer her the same, byte for byte.
@Suite struct NonInterferenceTests {
    @Test(arguments: StorageEngine.allCases)
    func `what one may not read changes no byte of any answer`(engine: StorageEngine) async throws {
        var answers: [[String: String]] = []
        for variant in 0..<2 {
            try await withWorld(on: engine) { world in
                try await hide(variant, world)
                answers.append(await ask(world))
            }
        }
        #expect(answers[0].count > 500)
        for (question, answer) in answers[0].sorted(by: { $0.key < $1.key }) where answer != answers[1][question] {
            let other = answers[1][question] ?? ""
            let place = zip(answer.unicodeScalars, other.unicodeScalars).prefix { $0 == $1 }.count
            func part(_ text: String) -> String {
                String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(max(place - 60, 0)).prefix(160)))
            }
            Issue.record("\(question): \(part(answer)) … \(part(other))")
        }
    }

    /// What Clara may not read: fields that her role closes, and deals of others with all that hangs on them.
    private func hide(_ variant: Int, _ world: World) async throws {
        let all = #"{"create": true, "read": "all", "update": "all", "delete": "owner = me", "export": true, "history": true}"#
        let own = all.replacing("\"all\"", with: "\"owner = me\"")
        let fields =
            #"{"deal.source":"none","deal.lost_reason":"none","company.revenue":"none","company.inn":"none","person.comment":"none"}"#
        let objects = #"{"deal": \#(own), "activity": \#(own), "company": \#(all), "person": \#(all)}"#
        let rights = #"{"rights": {"standard": {"read": "all"}, "objects": \#(objects), "fields": \#(fields)}}"#
        let role = try await world.roles()["salesperson"] ?? 0
        let written = await world.api(.patch, "/api/roles/\(role)", as: world.amelia, rights, headers: ["if-match": "*"])
        #expect(written.status == 200, "\(written.text)")
        let word = "Zebra\(variant)"
        let person = try await world.spare("person", "seen")
        try await change(world, "deal", world.deals[0], #"{"source": "\#(word)"}"#)
        try await change(world, "deal", world.deals[1], variant == 0 ? #"{"source": "Same"}"# : #"{"source": "Zebra"}"#)
        try await change(world, "person", person, #"{"comment": "\#(word) \#(String(repeating: "long ", count: variant * 90 + 1))"}"#)
        let inn = ["7707083893", "7736050003"][variant]
        try await change(
            world, "company", world.companies[0], #"{"inn": "\#(inn)", "revenue": {"minor": \#(variant * 900 + 1), "currency": "USD"}}"#)
        // From here on there may be more of it in one than in the other.
        let hidden = world.deals[8]
        try await change(
            world, "deal", hidden, #"{"title": "\#(word)", "amount": {"minor": \#(7 + variant * 1_000_000), "currency": "USD"}}"#)
        try await change(
            world, "deal", world.deals[5], #"{"expected_close": "2026-1\#(variant + 1)-25", "company": \#(world.companies[variant])}"#)
        for number in 0...variant * 3 {
            let about = #"{"object": "deal", "id": \#(hidden)}"#
            let call =
                #"{"subject": "\#(word) \#(number)", "about": \#(about), "due_at": "2026-11-2\#(number)T10:00:00Z", "owner": \#(world.dmitri.id)}"#
            #expect(await world.api(.post, "/api/activities", as: world.amelia, call).status == 201)
        }
        try await world.attach([UInt8].picture + Array(word.utf8), named: "\(word).png", to: RecordLink(object: "deal", id: hidden))
        #expect(
            await world.api(.post, "/api/saved_views", as: world.dmitri, #"{"object": "deal", "title": "\#(word)", "audience": "me"}"#)
                .status < 500)
        guard variant == 1 else { return }
        for number in 0..<3 {
            #expect(await world.api(.post, "/api/deals", as: world.dmitri, #"{"title": "Zebra more \#(number)"}"#).status == 201)
        }
        #expect(await world.api(.delete, "/api/deals/\(world.deals[9])", as: world.dmitri, headers: ["if-match": "*"]).status < 300)
    }

    private func change(_ world: World, _ object: String, _ id: Int64, _ json: String) async throws {
        let path = world.workspace.engine.schema.object(object)?.path ?? ""
        let answer = await world.api(.patch, "/api/\(path)/\(id)", as: world.amelia, json, headers: ["if-match": "*"])
        #expect(answer.status == 200, "\(answer.text)")
    }

    /// All that Clara can ask without changing anything, and what she is told.
    private func ask(_ world: World) async -> [String: String] {
        var answers: [String: String] = [:]
        func ask(_ target: String, _ isPage: Bool) async {
            let answer = isPage ? await world.page(target, as: world.clara) : await world.api(.get, target, as: world.clara)
            let headers = answer.headers.map { "\($0.name): \($0.value)" }.sorted().joined(separator: "\n")
            // What is random for each session or form is no news.
            let text = answer.text.replacing(world.clara.session.signedIn.formToken, with: "TOKEN")
                .replacing(/value="form-[a-z0-9]+"/, with: "FORM")
            answers[target] = "\(answer.status)\n\(headers)\n\(text)"
        }
        // The feed tells how far it has come, which counts everybody's batches, as numbers of records count everybody's records.
        let others = ["/profile", "/developers", "/api/openapi.json", "/api/journal"]
        for route in world.site.routes
        where route.method == .get && !others.contains(route.pattern) {
            for id in [world.deals[0], world.deals[8], world.deals[9], 11, 12] where route.pattern.contains(":id") || id == 11 {
                let target = route.pattern.replacing(":id", with: "\(id)").replacing(":secret", with: "none").replacing(
                    ":version", with: "1")
                await ask(target, route.audience == .people)
            }
        }
        for target in questions(world) {
            await ask("/api/\(target)", false)
            if !target.contains("aggregate"), !target.contains("changes") { await ask("/\(target)", true) }
        }
        return answers
    }

    private func questions(_ world: World) -> [String] {
        var questions: [String] = []
        let schema = world.workspace.engine.schema
        for object in ["deal", "activity", "company", "person", "file"].compactMap({ schema.object($0) }) {
            let path = object.path
            for field in object.fields {
                questions += ["sort=\(field.name)", "sort=-\(field.name)", "filter=\(field.name)%20is%20empty"].map {
                    "\(path)?\($0)&limit=3"
                }
                questions += ["=", "contains", "%3E"].map { "\(path)?filter=\(field.name)%20\($0)%20%22Zebra1%22" }
                questions += ["group=\(field.name)&measures=count()", "measures=max(\(field.name))"].map { "\(path)/aggregate?\($0)" }
            }
            questions += ["q=zebra", "q=Zebra1", "q=7707083893", "count=exact", "as_of=2026-11-21", "as_of=2026-11-22"].map {
                "\(path)?\($0)"
            }
            questions += ["\(path)/changes?from=2026-11-21", "\(path)/changes/summary?from=2026-11-21"]
        }
        let deals = [
            "company.inn%20=%20%227707083893%22", "company.revenue%20%3E%205", "owner.name%20=%20%22Dmitri%22", "has%20activity.about",
        ]
        questions +=
            deals.map { "deals?filter=\($0)" } + [
                "deals?fields=company.revenue", "deals?sort=company.inn", "deals?fields=title,owner.name",
            ]
        questions += ["companies?filter=has%20deal.company", "companies?filter=not%20has%20deal.company(title%20contains%20%22Zebra%22)"]
        return questions + ["search?q=zebra", "search?q=Zebra1", "search?q=7736050003", "search?q=deal"]
    }
}
