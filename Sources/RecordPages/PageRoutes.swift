package import Definitions
import Kit
import Markup
package import Pages
import RecordEngine
package import Web

/// The addresses of the pages that every object has, of those around them, and of the departments' own.
package struct PageRoutes {
    let frame: PageFrame

    package init(frame: PageFrame) { self.frame = frame }

    /// What the pages of records add to themselves.
    package static let own = DepartmentPages(parts: [SegmentPages.part])

    package var all: [Route] {
        let frame = frame
        let own = frame.pages.pages.map { page in
            Route(.get, page.pattern, .signedIn, for: .people) { visit in try await frame.answer(visit) { try ListViews.answer(frame, page, $0) } }
        }
        return [
            Route(.get, "/", .signedIn, for: .people) { visit in try await frame.respond(visit) { try HomePage.content(frame, $0) } },
            Route(.get, "/search", .signedIn, for: .people) { visit in
                try await frame.answer(visit) { try SearchPage(frame: frame, visit: $0).answer() }
            },
            LiveStream.route, DraftPages.keep, PinPages.toggle,
            Route(.get, "/actions", .signedIn, for: .people) { visit in
                try await frame.respond(visit) { try ActionsPage(frame: frame, visit: $0).content() }
            },
            Route(.post, "/actions/undo", .signedIn, for: .people) { try await LastAction.undo($0) },
            Route(.post, "/batches/:id/undo", .signedIn, for: .people) { try await DeletePages(frame: frame).undo($0) },
        ] + own + FileRoutes.all + BulkRunPages(frame: frame).all
    }

    /// The addresses of one object.
    package func of(_ object: ObjectDefinition, _ schema: Schema) -> [Route] {
        RecordRoutes(frame: frame, object: object).all(schema) + ExportRoutes(object: object, frame: frame).all
    }
}
