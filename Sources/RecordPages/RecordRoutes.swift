package import Definitions
import Kit
import Pages
import RecordEngine
package import Web

/// The generic addresses of one object.
package struct RecordRoutes {
    package let frame: PageFrame
    package let object: ObjectDefinition

    /// Whose lists and forms are for administrators only.
    package static let administered: Set = [
        "user", "team", "role", "custom_field", "custom_object", "validation_rule", "object_layout", "duplicate_rule", "retention_policy",
    ]

    private var access: Route.Access { RecordRoutes.administered.contains(object.name) ? .administrator : .signedIn }

    package func all(_ schema: Schema) -> [Route] {
        let (frame, object) = (frame, object)
        var routes = [
            get("") { visit in try await frame.answer(visit) { try ListPage.answer(frame, object, $0) } },
            get("/count") { visit in try await frame.answer(visit) { .fragment(try ListPage.count(object, $0)) } },
            get("/condition") { visit in try await frame.answer(visit) { try ConditionPage.answer(frame, object, $0) } },
            get("/figures") { visit in try await frame.answer(visit) { try ListFoot.answer(frame, object, $0) } },
            get("/changes") { visit in try await frame.respond(visit) { try ChangesPage(object: object, visit: $0).content() } },
            get("/:id") { visit in
                let id = try visit.recordID
                return try await frame.respond(visit) { try RecordPage.content(frame, object, id, $0) }
            },
            get("/:id/peek") { visit in
                let id = try visit.recordID
                return try await frame.answer(visit) { .fragment(try PeekPage.fragment(frame, try $0.records.object(object.name), id, $0)) }
            },
            get("/:id/history") { visit in
                let id = try visit.recordID
                return try await frame.respond(visit) { try HistoryPage.content(frame, object, id, $0) }
            },
        ]
        let forms = FormPages(frame: frame, object: object)
        let deletion = DeletePages(frame: frame)
        let views = ViewPages(frame: frame, object: object)
        let bulk = BulkPages(frame: frame, object: object)
        if object.isInNavigation {
            let segments = SegmentPages(frame: frame, object: object)
            routes += [get("/segment", segments.ask), post("/segment", segments.add)]
        }
        routes += [
            get("/bulk", bulk.ask), post("/bulk", bulk.order), post("/views", views.create), post("/views/:id", views.save),
            post("/cells", PastedColumn(frame: frame, object: object).paste),
            post("/conditions") { try await FormConditions.answer(frame, object, $0) },
            get("/:id/edit", forms.edit), post("/:id/edit", forms.update).takingFilesBesideText,
            get("/:id/delete") { try await deletion.ask(object, $0) }, post("/:id/delete") { try await deletion.delete(object, $0) },
            post("/:id/revert") { try await RevertPages.revert(object, $0) },
        ]
        if object.beginsWithForm { routes += [get("/new", forms.new), post("/new", forms.create).takingFilesBesideText] }
        for verb in schema.verbs(of: object.name) where verb.object != nil || verb.field != nil || object.ownerField != nil {
            let pages = VerbPages(frame: frame, object: object, verb: verb)
            routes += [get("/:id/\(verb.name)", pages.ask), post("/:id/\(verb.name)", pages.act)]
        }
        return routes.map { $0.leadingOn(object) }
    }

    private func get(_ rest: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse) -> Route {
        Route(.get, "/\(object.path)\(rest)", access, for: .people, handler: handler)
    }

    private func post(_ rest: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse) -> Route {
        Route(.post, "/\(object.path)\(rest)", access, for: .people, handler: handler)
    }
}
