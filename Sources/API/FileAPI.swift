import Attachments
import Definitions
import Files
import Kit
import RecordEngine
import Web

/// Files by programs: their bytes in and out. Lists, names and deletion are those of any record.
enum FileAPI {
    static let all = [add, replace, content, versions, versionContent, restore]

    private static let tag = Label("Files", ru: "Файлы")
    private static let file = CommonSchemas.reference("File")
    private static let bytes: JSON = ["type": "string", "format": "binary"]
    private static let version: JSON = [
        "type": "object", "required": ["id", "at", "name", "size", "media_type", "sha256"],
        "properties": [
            "id": CommonSchemas.id, "at": CommonSchemas.instant, "author": ["type": ["integer", "null"]], "name": ["type": "string"],
            "size": CommonSchemas.id, "media_type": ["type": "string"], "sha256": ["type": "string"],
        ],
    ]

    private static let add = Route.api(
        .post, "/api/files",
        Operation(
            id: "file.add", tag: tag,
            summary: Label(
                "Adds files to a record: one, whose bytes are the body, or several as the “file” parts of multipart/form-data",
                ru: "Добавляет файлы к записи: один, чьи байты — тело запроса, или несколько частями «file» в multipart/form-data"),
            parameters: [
                .query("about", ["type": "string"], Label("The record: deal:7.", ru: "Запись: deal:7."), required: true),
                .query(
                    "field", ["type": "string"],
                    Label(
                        "The field of the record that is to refer to them: x_contract.",
                        ru: "Поле записи, которое должно на них ссылаться: x_contract.")),
                .query(
                    "name", ["type": "string"],
                    Label(
                        "What to call the file; that of the part with multipart/form-data.",
                        ru: "Как назвать файл; с multipart/form-data — имя части.")),
            ],
            body: .init(schema: bytes, mediaType: "application/octet-stream"), status: 201,
            answer: CommonSchemas.data(["type": "array", "items": file]))
    ) { visit in
        let link = try RecordLink(named: visit.request.item("about"))
        // A large body is read only from those who may send one.
        let field = visit.request.item("field")
        try await visit.read { records, _ in
            try Attachment.checkParent(link, records)
            if let field { _ = try Attachment.field(field, of: records.object(link.object), records) }
        }
        let store = visit.workspace.files
        return try await Attachment.receive(try await uploads(visit), in: store) { received in
            try await visit.write { records, _ in
                let added = try Attachment.add(received, to: link, field: field, in: store, records)
                return .json(status: 201) { json in
                    json.name("data")
                    json.array { json in for record in added { json.object { record.write(into: &$0, role: records.principal.role) } } }
                }
            }
        }
    }

    private static let replace = Route.api(
        .put, "/api/files/:id/content",
        Operation(
            id: "file.replace", tag: tag,
            summary: Label(
                "Makes the body the new version of a file; those before stay in its versions",
                ru: "Делает тело запроса новой версией файла; прежние остаются в версиях"),
            parameters: [
                .query(
                    "name", ["type": "string"],
                    Label("What the new version is called; the name stays without it.", ru: "Имя новой версии; без него имя остаётся.")),
                .optionalVersion,
            ],
            body: .init(schema: bytes, mediaType: "application/octet-stream"), answer: CommonSchemas.data(file), headers: ["ETag"])
    ) { visit in
        let id = try visit.request.id()
        let ifVersion = visit.request.presentedVersion?.version
        let name = try await visit.read { records, _ in
            let record = try records.record("file", id)
            guard try records.may(\.update, record) else { throw Attachment.mayNotChange }
            return record.title
        }
        let upload = Upload(
            name: visit.request.item("name") ?? name, content: try await visit.request.file(upTo: visit.workspace.fileLimit))
        let store = visit.workspace.files
        return try await Attachment.receive([upload], in: store) { received in
            try await visit.write { records, _ in
                guard let file = received.first else { throw Failure.notFound }
                return try .record(try Attachment.replace(id, by: file, ifVersion: ifVersion, in: store, records), records)
            }
        }
    }

    private static let content = Route.api(
        .get, "/api/files/:id/content",
        Operation(
            id: "file.content", tag: tag, summary: Label("The bytes of a file, whole or by Range", ru: "Байты файла, целиком или по Range"),
            parameters: [.asOf, .known], answer: bytes, answerType: "application/octet-stream", headers: ["ETag", "Content-Disposition"])
    ) { visit in try await visit.fileDelivery().download(visit.request, from: visit.workspace.files) }

    private static let versions = Route.api(
        .get, "/api/files/:id/versions",
        Operation(
            id: "file.versions", tag: tag,
            summary: Label("The contents that a file has had, newest first", ru: "Что было содержимым файла, новое сверху"),
            answer: CommonSchemas.data(["type": "array", "items": version]))
    ) { visit in
        let id = try visit.request.id()
        return try await visit.read { records, _ in
            let all = try FileVersion.all(of: id, records)
            return .json { json in
                json.name("data")
                json.array { json in for version in all { json.version(version) } }
            }
        }
    }

    private static let versionContent = Route.api(
        .get, "/api/files/:id/versions/:version/content",
        Operation(
            id: "file.version_content", tag: tag, summary: Label("The bytes of one version", ru: "Байты одной версии"),
            parameters: [.known], answer: bytes,
            answerType: "application/octet-stream", headers: ["ETag", "Content-Disposition"])
    ) { visit in try await visit.versionDelivery().download(visit.request, from: visit.workspace.files) }

    private static let restore = Route.api(
        .post, "/api/files/:id/versions/:version/restore",
        Operation(
            id: "file.restore_version", tag: tag,
            summary: Label("Makes a version the present one again", ru: "Снова делает версию текущей"),
            parameters: [.optionalVersion, .idempotency], body: .init(schema: CommonSchemas.empty, isOptional: true),
            answer: CommonSchemas.data(file), headers: ["ETag"])
    ) { visit in
        let (id, number) = (try visit.request.id(), try visit.request.number("version"))
        let ifVersion = visit.request.presentedVersion?.version
        return try await visit.order { records, body in
            try body.requireEmpty()
            return try .record(try FileVersion.one(number, of: id, records).restore(to: id, ifVersion: ifVersion, records), records)
        }
    }

    private static func uploads(_ visit: Visit) async throws -> [Upload] {
        let (request, limit) = (visit.request, visit.workspace.fileLimit)
        let type = request.headers["content-type"] ?? ""
        guard type.hasPrefix("multipart/form-data") else {
            guard let name = request.item("name") else {
                throw Failure.invalid(
                    "name", Label("Say what the file is called: ?name=contract.pdf.", ru: "Укажите имя файла: ?name=contract.pdf."))
            }
            return [Upload(name: name, content: try await request.file(upTo: limit))]
        }
        var reader = try MultipartReader(contentType: type, limits: .init(file: limit))
        try await request.pieces(upTo: limit * 4) { try reader.feed($0) }
        return try reader.form().uploads
    }
}

extension JSONWriter {
    fileprivate mutating func version(_ version: FileVersion) {
        object { json in
            json.name("id")
            json.int(version.batch)
            json.name("at")
            json.string(version.at.iso)
            json.name("author")
            json.optional(version.author)
            json.name("name")
            json.string(version.name)
            json.name("size")
            json.int(version.size)
            json.name("media_type")
            json.string(version.mediaType)
            json.name("sha256")
            json.string(version.digest)
        }
    }
}
