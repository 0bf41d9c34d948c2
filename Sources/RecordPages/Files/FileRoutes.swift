import Attachments
import Definitions
import Files
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// What the pages of files lead to: bringing them, taking them, going back to a content of before.
enum FileRoutes {
    static let all: [Route] = [
        upload(.post, "/files/upload", add), upload(.post, "/files/:id/upload", replace),
        own(.get, "/files/:id/content") { visit in try await visit.fileDelivery().download(visit.request, from: visit.workspace.files) },
        own(.get, "/files/:id/preview") { visit in try await visit.fileDelivery().preview(visit.request, from: visit.workspace.files) },
        own(.get, "/files/:id/versions/:version/content") { visit in
            try await visit.versionDelivery().download(visit.request, from: visit.workspace.files)
        },
        own(.post, "/files/:id/versions/:version/restore", restore),
    ]

    private static func own(
        _ method: WebRequest.Method, _ pattern: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse
    ) -> Route {
        Route(method, pattern, .signedIn, for: .people, handler: handler)
    }

    private static func upload(
        _ method: WebRequest.Method, _ pattern: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse
    ) -> Route {
        own(method, pattern, handler).takingFiles
    }

    /// Several files at once are one action.
    private static func add(_ visit: Visit) async throws -> WebResponse {
        let link = try RecordLink(named: visit.form.first("about"))
        let store = visit.workspace.files
        try await visit.read { records, _ in try Attachment.checkParent(link, records) }
        let (_, batch) = try await Attachment.receive(visit.form.uploads, in: store) { received in
            try await visit.writeBatch { records, _ in
                for file in received { try Attachment.add(file, to: link, in: store, records) }
            }
        }
        return .see(visit.next ?? visit.cameFrom ?? .root, done: batch)
    }

    private static func replace(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let store = visit.workspace.files
        let (_, batch) = try await Attachment.receive(Array(visit.form.uploads.prefix(1)), in: store) { received in
            try await visit.writeBatch { records, _ in
                for file in received { try Attachment.replace(id, by: file, in: store, records) }
            }
        }
        return .see(visit.next ?? URLPath("files") / id, done: batch)
    }

    private static func restore(_ visit: Visit) async throws -> WebResponse {
        let (id, version) = (try visit.recordID, try visit.request.number("version"))
        let (_, batch) = try await visit.writeBatch { records, _ in
            try FileVersion.one(version, of: id, records).restore(to: id, records)
        }
        return .see(visit.next ?? URLPath("files") / id, done: batch)
    }
}

extension Route {
    /// The same, with files among the fields of its form.
    var takingFiles: Route {
        var route = self
        route.takesFiles = true
        return route
    }

    /// A form with fields for files among others.
    var takingFilesBesideText: Route {
        var route = takingFiles
        route.keepsTyped = true
        return route
    }
}
