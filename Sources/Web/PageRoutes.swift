public import Definitions
public import Pages
import Kit
import Markup
import RecordEngine

/// The addresses of all pages: the generic ones of every object, those of the departments, and those around a person.
public enum PageRoutes {
    public static func all(schema: Schema, departments: [DepartmentPages]) -> [Route] {
        let frame = PageFrame(pages: .joined(departments + [DepartmentPages(parts: [RoleRights.part, DuplicatePanel.part], offers: [DuplicatePages.mergeOffer])]))
        let records = schema.objects.flatMap { RecordRoutes(frame: frame, object: $0).all(schema) }
        let own = frame.pages.pages.map { page in
            Route(.get, page.pattern, .signedIn, for: .people) { visit in try await frame.respond(visit, page.render) }
        }
        let common = [
            Route(.get, "/", .signedIn, for: .people) { visit in try await frame.respond(visit) { try HomePage.content(frame, $0) } },
            Route(.get, "/search", .signedIn, for: .people) { visit in
                try await frame.answer(visit) { try SearchPage(frame: frame, visit: $0).answer() }
            },
            Route(.get, "/actions", .signedIn, for: .people) { visit in
                try await frame.respond(visit) { try ActionsPage(frame: frame, visit: $0).content() }
            },
            Route(.post, "/batches/:id/undo", .signedIn, for: .people) { try await DeletePages(frame: frame).undo($0) },
        ]
        let exports = schema.objects.map { ExportRoutes(object: $0, frame: frame).route }
        return common + records + own + exports + ImportRoutes(frame: frame).all + AccountRoutes(frame: frame).all
    }
}
