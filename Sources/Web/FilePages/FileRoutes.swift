import Attachments
import Definitions
import Files
import Kit
import Markup
import Pages
import RecordEngine

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
        var route = own(method, pattern, handler)
        route.takesFiles = true
        return route
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

extension Form {
    /// The files that were chosen. A field without one comes as a nameless empty file.
    var uploads: [Upload] {
        files.filter { $0.field == "file" && !($0.name.isEmpty && $0.size == 0) }.map { Upload(name: $0.name, content: $0.content) }
    }
}

extension RecordLink {
    /// `deal:7`. - Throws: `Failure.invalid` for the field `about`.
    init(named text: String?) throws(Failure) {
        let parts = (text ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[1]), id > 0 else {
            throw .invalid(
                "about",
                Label(
                    "Name the record that the file belongs to: deal:7.", ru: "Назовите запись, к которой относится файл: deal:7."))
        }
        self.init(object: String(parts[0]), id: id)
    }
}

extension WebRequest {
    /// A number in the address besides the record's. - Throws: `Failure.notFound` when it is none.
    func number(_ name: String) throws(Failure) -> Int64 {
        guard let number = Int64(parameter(name)), number > 0 else { throw .notFound }
        return number
    }
}

extension Visit {
    /// The file in the address, as it is or as of the moment in the address.
    func fileDelivery() async throws -> FileDelivery {
        let id = try request.id()
        return try await readAsOf { records in
            let record = try records.record("file", id)
            return FileDelivery(
                name: record.title, kind: ContentKind(mediaType: record[Attachment.mediaType] ?? ""),
                digest: record[Attachment.digest] ?? "")
        }
    }

    /// A content of the file in the address.
    func versionDelivery() async throws -> FileDelivery {
        let (id, number) = (try request.id(), try request.number("version"))
        return try await read { records, _ in
            let version = try FileVersion.one(number, of: id, records)
            return FileDelivery(name: version.name, kind: ContentKind(mediaType: version.mediaType), digest: version.digest)
        }
    }
}
