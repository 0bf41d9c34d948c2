public import Definitions
public import Pages
import Kit
import Markup
import RecordEngine

/// The addresses of all pages: the generic ones of every object, those of the departments, and those around a person.
public enum PageRoutes {
    public static func all(schema: Schema, departments: [DepartmentPages]) -> [Route] {
        let frame = frame(departments)
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
        return common + records(schema.objects.filter { !$0.isCustom }, schema, frame) + own + ImportRoutes(frame: frame).all + FileRoutes.all
            + RightsPages(frame: frame).all + AccountRoutes(frame: frame).all
    }

    static func frame(_ departments: [DepartmentPages]) -> PageFrame {
        let own = DepartmentPages(
            parts: [RoleRights.part, RulePart.part, DuplicatePanel.part], offers: [DuplicatePages.mergeOffer],
            forms: [FormRule("role", omits: ["rights"], hides: ["rights"])])
        return PageFrame(pages: .joined(departments + [own]))
    }

    /// The generic addresses of objects.
    static func records(_ objects: [ObjectDefinition], _ schema: Schema, _ frame: PageFrame) -> [Route] {
        objects.flatMap { RecordRoutes(frame: frame, object: $0).all(schema) + ExportRoutes(object: $0, frame: frame).all }
    }
}
