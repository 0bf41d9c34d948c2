import Definitions
import Foundation
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

/// Wherever a request names a record, in its path, its query or its body: a record that one may not read is answered like one that is not
/// there, byte for byte, and nothing changes.
@Suite struct ReferenceMatrixTests {
    @Test(arguments: StorageEngine.allCases)
    func `a record that one may not read is answered like one that is not there, wherever a request names it`(engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            let cellar = try await Cellar(world)
            let places = cellar.places(world)
            #expect(places.count > 900)
            let before = try await world.digest()
            for place in places where engine == .sqlite || !place.isPage {
                for caller in cellar.callers(of: place.object, world) where caller.id == cellar.blind.id || !place.isPage {
                    let hidden = await place.ask(world, caller, cellar.hidden[place.object] ?? 0)
                    let absent = await place.ask(world, caller, Cellar.absent)
                    let (one, other) = await (cellar.told(hidden, place.object), cellar.told(absent, place.object))
                    if one != other { Issue.record("\(place.name) as \(caller.name): \(difference(one, other))") }
                    if hidden.status >= 500 { Issue.record("\(place.name): \(hidden.status)") }
                }
            }
            let changed = World.changed(before, try await world.digest())
            #expect(changed == [])
            // Whoever may read it is told of it, or the place proves nothing.
            var dead: [String] = []
            for place in places where !place.mayBeSilent && (engine == .sqlite || !place.isPage) {
                let hidden = await place.ask(world, world.amelia, cellar.hidden[place.object] ?? 0)
                let absent = await place.ask(world, world.amelia, Cellar.absent)
                if await cellar.told(hidden, place.object) == cellar.told(absent, place.object) { dead.append(place.name) }
            }
            #expect(dead == [])
        }
    }

    /// By the names under which pages and programs send things, those that name records. Each of them is in the matrix, or with `:id` in the
    /// table of rights; what a new name means has to be said here.
    private static let naming = [
        "_with", "about", "event", "filter", "id", "ids", "list", "of", "owner", "pipeline", "place", "recent", "records", "segment", "set",
        "source", "survivor",
        "template", "to", "view",
    ]
    /// Own things alone are looked for by them: sessions, notices, the last action, rows of an import; or positions and words.
    private static let harmless = [
        "_asked", "_csrf", "_draft", "_duplicates", "_enclosed", "_encloses", "_fill", "_key", "_next", "_only", "_paste", "_version",
        "_whole",
        "action", "after", "all", "apply", "archived", "as_of", "at", "audience", "before", "by", "cards", "cells", "choose", "code",
        "column",
        "columns",
        "confirmed", "count", "create", "currency", "current", "dates", "day", "days", "deed", "delimiter", "dismissed", "do", "done",
        "dry_run",
        "earlier", "email", "encoding", "existing", "field", "fields", "for", "form", "format", "fragment", "from", "group", "hidden",
        "include",
        "join", "key", "kind", "lanes", "language", "layout", "left", "limit", "mapping", "measures", "mode", "name", "new", "next",
        "numbers",
        "object", "open", "outcome", "password", "pinned", "q", "reset", "row", "session", "sheet", "show", "sort", "status", "taken",
        "theme",
        "title", "token", "type", "undo", "until", "value", "version", "waiting", "way", "whole", "within",
    ]

    @Test func `whatever a request may name is known, and said to name records or not`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized
        var names: Set<String> = []
        for room in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
        where !["Bench", "Identity", "App", "Storage"].contains(room.lastPathComponent) {
            for case let file as URL in FileManager.default.enumerator(at: room, includingPropertiesForKeys: nil) ?? .init()
            where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                names.formUnion(text.matches(of: /\.(?:item|first|all|number|names|ids)\("([a-z_]+)"\)/).map { String($0.1) })
            }
        }
        #expect(names.count > 100)
        #expect(names.subtracting(Self.naming + Self.harmless).sorted() == [])
    }

    private func difference(_ one: String, _ other: String) -> String {
        let place = zip(one.unicodeScalars, other.unicodeScalars).prefix { $0 == $1 }.count
        func part(_ text: String) -> String {
            String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(max(place - 60, 0)).prefix(200)))
        }
        return "\(part(one)) … \(part(other))"
    }
}

/// A record of every object that nearly nobody may read, and all the places where one could ask for it.
struct Cellar {
    /// A number that no record has.
    static let absent: Int64 = 978
    private let schema: Schema
    /// By object, the record that is hidden, and one that everybody has.
    let hidden: [String: Int64]
    let known: [String: Int64]
    /// May do everything with everything but the hidden records.
    let blind: World.Person
    let colleague: World.Person
    private let samples: [String: JSON]

    /// One way to name a record of an object.
    struct Place {
        let name: String
        let object: String
        /// True where not even those who may read the record are told of it.
        var mayBeSilent = false
        /// Dear to make, and made of what the API tells.
        var isPage = false
        let ask: @Sendable (World, World.Person, Int64) async -> WebResponse
    }

    init(_ world: World) async throws {
        schema = world.workspace.engine.schema
        var (hidden, known, samples, grants): ([String: Int64], [String: Int64], [String: JSON], [String]) = ([:], [:], [:], [])
        for object in schema.objects {
            known[object.name] = try await world.spare(object.name, "known")
            hidden[object.name] = try await world.spare(object.name, "hidden")
            samples[object.name] = try await world.sample(object.name, "more")
            let rule = "\"id != \(hidden[object.name] ?? 0)\""
            let all = #""create": true, "export": true, "history": true, "erase": true"#
            grants.append(#""\#(object.name)": {\#(all), "read": \#(rule), "update": \#(rule), "delete": \#(rule)}"#)
        }
        (self.hidden, self.known, self.samples) = (hidden, known, samples)
        let rights = #"{"title": "Blind", "rights": {"objects": {\#(grants.joined(separator: ", "))}}}"#
        let role = await world.api(.post, "/api/roles", as: world.amelia, rights)
        #expect(role.status == 201, "\(role.text)")
        blind = try await world.hire("Blind", role: role.data.id)
        colleague = try await world.colleague()
        for person in [blind, colleague, world.dmitri, world.amelia] { _ = await world.api(.get, "/api/me", as: person) }
    }

    /// Those who may not read the hidden record of an object.
    func callers(of object: String, _ world: World) -> [World.Person] {
        let holder = RightsTable.holders[object] ?? object
        let isOwn = if case .rows("owner = me") = ShippedRoles.salesperson.grant(holder).read { true } else { false }
        return [blind] + (isOwn && schema.object(object)?.ownerField != nil ? [colleague, world.dmitri] : [])
    }

    /// What was answered, without the number that was asked for and what is random in forms.
    func told(_ answer: WebResponse, _ object: String) async -> String {
        let headers = answer.headers.map { "\($0.name): \($0.value)" }.sorted().joined(separator: "\n")
        var text = "\(answer.status)\n\(headers)\n\(await answer.whole)".replacing(/value="form-[a-z0-9]+"/, with: "FORM")
        while text.contains("%25") { text = text.replacing("%25", with: "%") }
        text = text.replacing(/%[0-9A-Fa-f]{2}/, with: "%")
        let numbers: Set<String> = ["\(hidden[object] ?? 0)", "\(Cellar.absent)"]
        var (told, digits) = ("", "")
        func close() {
            told += numbers.contains(digits) ? "ID" : digits
            digits = ""
        }
        for character in text {
            if character.isWholeNumber && character.isASCII { digits.append(character) } else { close(); told.append(character) }
        }
        close()
        return told
    }

    func places(_ world: World) -> [Place] {
        schema.objects.flatMap { object in
            named(object) + object.fields.filter { !$0.isReadOnly }.flatMap { field in referring(object, field, field.name) }
        } + paths(world) + others + schema.objects.filter(\.isMergeable).flatMap(merging)
    }

    /// The routes whose path has the number.
    private func paths(_ world: World) -> [Place] {
        let table = RightsTable(schema)
        return world.site.routes.compactMap { route in
            guard route.pattern.contains(":id"), let purpose = table.purposes[route.key] else { return nil }
            let object: String
            switch purpose {
            case .read(let name), .update(let name), .delete(let name), .restore(let name), .erase(let name): object = name
            case .ownView: object = "saved_view"
            default: return nil
            }
            return Place(name: route.key, object: object, mayBeSilent: true) { world, person, id in
                let target = route.pattern.replacing(":id", with: "\(id)").replacing(":version", with: "1")
                if route.audience == .programs {
                    return await world.api(route.method, target, as: person, route.method == .get ? nil : "{}", headers: ["if-match": "*"])
                }
                return route.method == .get ? await world.page(target, as: person) : await world.send(target, as: person)
            }
        }
    }

    private func api(
        _ name: String, _ method: WebRequest.Method, _ object: String, silent: Bool = false,
        _ target: @escaping @Sendable (Int64) -> String, _ body: (@Sendable (Int64) -> String)? = nil
    ) -> Place {
        Place(name: name, object: object, mayBeSilent: silent) { world, person, id in
            await world.api(method, target(id), as: person, body?(id), headers: ["if-match": "*"])
        }
    }

    private func page(_ name: String, _ object: String, silent: Bool = false, _ target: @escaping @Sendable (Int64) -> String) -> Place {
        Place(name: name, object: object, mayBeSilent: silent, isPage: true) { world, person, id in await world.page(target(id), as: person)
        }
    }

    private func form(
        _ name: String, _ object: String, silent: Bool = false, _ target: @escaping @Sendable (Int64) -> String,
        _ fields: @escaping @Sendable (Int64) -> [(String, String)]
    ) -> Place {
        Place(name: name, object: object, mayBeSilent: silent) { world, person, id in await world.send(target(id), as: person, fields(id)) }
    }

    /// Where an object's own records are named outside of paths.
    private func named(_ object: ObjectDefinition) -> [Place] {
        let (path, name, other) = (object.path, object.name, known[object.name] ?? 0)
        var places = [
            page("GET /\(path)?filter=id", name) { "/\(path)?filter=id%20%3D%20\($0)" },
            page("GET /\(path)?list", name, silent: true) { "/\(path)/\(other)?list=filter%3Did%2520in%2520(\(other)%252C\($0))" },
            api("GET /api/\(path)?filter=id", .get, name) { "/api/\(path)?filter=id%20%3D%20\($0)" },
            api("GET /api/\(path)/aggregate?filter=id", .get, name) { "/api/\(path)/aggregate?measures=count()&filter=id%20%3D%20\($0)" },
            api("GET /api/\(path)/export?filter=id", .get, name) { "/api/\(path)/export?filter=id%20%3D%20\($0)" },
            api("GET /api/\(path)/changes?filter=id", .get, name, silent: true) {
                "/api/\(path)/changes?from=2026-11-21&filter=id%20%3D%20\($0)"
            },
            page("GET /\(path)/bulk?id", name, silent: true) { "/\(path)/bulk?id=\($0)" },
            page("GET /\(path)/condition?filter=id", name) { "/\(path)/condition?count=1&filter=id%20%3D%20\($0)" },
            api("batch update \(name)", .post, name, silent: true) { _ in
                "/api/batch"
            } _: {
                #"{"operations": [{"op": "update", "object": "\#(name)", "id": \#($0), "values": {}}]}"#
            },
            api("batch delete \(name)", .post, name) { _ in
                "/api/batch"
            } _: {
                #"{"operations": [{"op": "delete", "object": "\#(name)", "id": \#($0), "version": 999}]}"#
            },
            form("POST /\(path)/cells", name, silent: true) { _ in
                "/\(path)/cells"
            } _: {
                [("field", object.titleField), ("id", "\($0)"), ("value", "x")]
            },
            form("POST /\(path)/cells source", name) { _ in
                "/\(path)/cells"
            } _: {
                [("field", object.titleField), ("id", "\(known[name] ?? 0)"), ("source", "\($0)")]
            },
        ]
        for verb in schema.verbs(of: name) {
            places.append(
                api("batch \(verb.name) \(name)", .post, name) { _ in
                    "/api/batch"
                } _: {
                    #"{"operations": [{"op": "verb", "object": "\#(name)", "verb": "\#(verb.name)", "id": \#($0), "version": 999}]}"#
                })
        }
        if !object.matching.isEmpty {
            for deed in ["dismiss", "recall"] {
                places.append(
                    api("POST /api/\(path)/duplicates/\(deed)", .post, name, silent: deed == "recall") { _ in
                        "/api/\(path)/duplicates/\(deed)"
                    } _: {
                        #"{"records": [\#(other), \#($0)]}"#
                    })
                places.append(
                    form("POST /\(path)/duplicates/\(deed)", name, silent: deed == "recall") { _ in
                        "/\(path)/duplicates/\(deed)"
                    } _: {
                        [("ids", "\(other) \($0)")]
                    })
            }
        }
        return places
    }

    /// Who may do it makes one record of two, so these come last.
    private func merging(_ object: ObjectDefinition) -> [Place] {
        let (path, other) = (object.path, known[object.name] ?? 0)
        let sets =
            object.matching.isEmpty
            ? []
            : [
                form("POST /\(path)/duplicates/merge", object.name, silent: true) { _ in
                    "/\(path)/duplicates/merge"
                } _: {
                    [("set", "\(other) \($0)"), ("survivor", "\($0)")]
                }
            ]
        return sets + [
            page("GET /\(path)/merge", object.name) { "/\(path)/merge?id=\(other)&id=\($0)" },
            api("POST /api/\(path)/:id/merge", .post, object.name) { _ in
                "/api/\(path)/\(other)/merge"
            } _: {
                #"{"with": [\#($0)]}"#
            },
        ]
    }

    /// Where a field of an object names records of others.
    private func referring(_ object: ObjectDefinition, _ field: FieldDefinition, _ name: String) -> [Place] {
        let spelled: @Sendable (Int64) -> (json: String, text: String, filter: String)
        let target: String
        switch field.type.input {
        case .reference(let to): (target, spelled) = (to, { ("\($0)", "\($0)", "= \($0)") })
        case .references(let to): (target, spelled) = (to, { ("[\($0)]", "\($0)", "contains \($0)") })
        case .link: (target, spelled) = ("deal", { (#"{"object": "deal", "id": \#($0)}"#, "deal:\($0)", "= deal(\($0))") })
        default: return []
        }
        guard hidden[target] != nil else { return [] }
        let (path, other, sample) = (object.path, known[object.name] ?? 0, samples[object.name] ?? .null)
        let (what, title) = ("\(object.name).\(name)", sample.members ?? [])
        @Sendable func whole(_ id: Int64) -> String {
            let others = title.filter { $0.name != name }.map { "\"\($0.name)\": \($0.value.text)" }
            return "{" + (others + ["\"\(name)\": \(spelled(id).json)"]).joined(separator: ", ") + "}"
        }
        @Sendable func fields(_ id: Int64) -> [(String, String)] {
            title.filter { $0.name != name }.map { ($0.name, $0.value.string ?? $0.value.text) } + [
                (name, spelled(id).text), ("_version", "1"),
            ]
        }
        @Sendable func asked(_ id: Int64) -> String { World.encode("\(name) \(spelled(id).filter)") }
        var places = [
            api("PATCH \(what)", .patch, target) { _ in
                "/api/\(path)/\(other)"
            } _: {
                "{\"\(name)\": \(spelled($0).json)}"
            },
            api("batch update \(what)", .post, target) { _ in
                "/api/batch"
            } _: {
                #"{"operations": [{"op": "update", "object": "\#(object.name)", "id": \#(other), "values": {"\#(name)": \#(spelled($0).json)}}]}"#
            },
            form("POST /\(path)/:id/edit \(name)", target, silent: true) { _ in
                "/\(path)/\(other)/edit"
            } _: {
                fields($0)
            },
            form("POST /\(path)/cells \(name)", target, silent: true) { _ in
                "/\(path)/cells"
            } _: {
                [("field", name), ("id", "\(other)"), ("value", spelled($0).text)]
            },
            api("GET /api/\(path)?filter=\(name)", .get, target, silent: true) { "/api/\(path)?filter=\(asked($0))" },
            page("GET /\(path)?filter=\(name)", target, silent: true) { "/\(path)?filter=\(asked($0))" },
            page("GET /\(path)/condition \(name)", target, silent: true) { "/\(path)/condition?filter=\(asked($0))" },
        ]
        if object.beginsWithForm {
            places += [
                api("POST \(what)", .post, target) { _ in
                    "/api/\(path)"
                } _: {
                    whole($0)
                },
                api("batch create \(what)", .post, target) { _ in
                    "/api/batch"
                } _: {
                    #"{"operations": [{"op": "create", "object": "\#(object.name)", "values": \#(whole($0))}]}"#
                },
                form("POST /\(path)/new \(name)", target, silent: true) { _ in
                    "/\(path)/new"
                } _: {
                    fields($0)
                },
                page("GET /\(path)/new?\(name)", target, silent: true) { "/\(path)/new?\(name)=\(World.encode(spelled($0).text))" },
            ]
        }
        return places
    }

    /// What has a place of its own.
    private var others: [Place] {
        let (deal, activity) = (known["deal"] ?? 0, known["activity"] ?? 0)
        var places = [
            page("GET /templates/choose?about", "deal") { "/templates/choose?about=deal:\($0)" },
            page("GET /deals/:id?template", "text_template") { "/deals/\(deal)?template=\($0)" },
            page("GET /deals?view", "saved_view", silent: true) { "/deals?view=\($0)" },
            page("GET /deals/board?view", "saved_view", silent: true) { "/deals/board?view=\($0)" },
            page("GET /deals/board?pipeline", "pipeline") { "/deals/board?pipeline=\($0)" },
            api("GET /api/deals?view", .get, "saved_view") { "/api/deals?view=\($0)" },
            page("GET /search?recent", "deal") { "/search?fragment=hits&recent=deals/\($0)" },
            page("GET /search?of", "segment", silent: true) { "/search?fragment=picker&object=segment&of=\($0)" },
            page("GET /companies?segment", "segment") { "/companies?filter=segment%20%3D%20\($0)" },
            api("GET /api/files?about", .get, "deal") { "/api/files?filter=about%20%3D%20deal(\($0))" },
            page("GET /activities/new?change", "deal", silent: true) { "/activities/new?about=deal:\($0)" },
            form("POST /drafts", "deal", silent: true) { _ in
                "/drafts"
            } _: {
                [("place", "deal:\($0)"), ("form", "note"), ("text", "x")]
            },
            form("POST /pins/toggle about", "deal") {
                "/pins/toggle?about=deal:\($0)&event=activity:\(activity)"
            } _: { _ in
                []
            },
            form("POST /pins/toggle event", "activity") {
                "/pins/toggle?about=deal:\(deal)&event=activity:\($0)"
            } _: { _ in
                []
            },
            form("POST /companies/segment", "segment") { _ in
                "/companies/segment"
            } _: {
                [("segment", "\($0)"), ("id", "0")]
            },
            form("POST /quality/assign", "user") { _ in
                "/quality/assign"
            } _: {
                [("object", "deal"), ("filter", "id = 0"), ("owner", "\($0)")]
            },
            Place(name: "POST /api/files?about", object: "deal") { world, person, id in
                await world.raw(
                    .post, "/api/files", query: [("name", "a.png"), ("about", "deal:\(id)")], as: person, .picture,
                    headers: ["content-type": "image/png"])
            },
            Place(name: "POST /files/upload", object: "deal") { world, person, id in
                await world.upload("/files/upload", as: person, [("file", "a.png", .picture)], [("about", "deal:\(id)")])
            },
        ]
        for (verb, field, target) in [("move", "stage", "stage"), ("assign", "owner", "user")] {
            places.append(
                api("POST /api/deals/:id/\(verb)", .post, target) { _ in
                    "/api/deals/\(deal)/\(verb)"
                } _: {
                    "{\"\(field)\": \($0)}"
                })
            places.append(
                form("POST /deals/:id/\(verb)", target, silent: true) { _ in
                    "/deals/\(deal)/\(verb)"
                } _: {
                    [(field, "\($0)"), ("_version", "1")]
                })
        }
        return places
    }
}
