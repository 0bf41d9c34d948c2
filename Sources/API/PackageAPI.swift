import Definitions
import Kit
import Moving
import Web

/// A whole workspace as one package, for administrators.
enum PackageAPI {
    static let all = [pack, unpack]

    private static let bytes: JSON = ["type": "string", "format": "binary"]

    private static let pack = Route.api(
        .get, "/api/package",
        Operation(
            id: "package.read", tag: Label("Workspace", ru: "Рабочее пространство"),
            summary: Label(
                "All records, their history and files as one ZIP package", ru: "Все записи, их история и файлы одним пакетом ZIP"),
            answer: bytes, answerType: PackageDesk.mediaType, headers: ["Content-Disposition"]),
        for: .administrator
    ) { visit in try await PackageDesk.download(visit) }

    private static let unpack = Route.api(
        .post, "/api/package",
        Operation(
            id: "package.write", tag: Label("Workspace", ru: "Рабочее пространство"),
            summary: Label(
                "Fills a new workspace with a package, all of it or nothing; everybody then signs in anew",
                ru: "Наполняет новое рабочее пространство из пакета, целиком или никак; потом все входят заново"),
            body: .init(schema: bytes, mediaType: PackageDesk.mediaType),
            answer: CommonSchemas.data([
                "type": "object", "required": ["made_at", "files", "records"],
                "properties": [
                    "made_at": ["type": "string", "format": "date-time"], "files": ["type": "integer"],
                    "records": ["type": "object", "additionalProperties": ["type": "integer"]],
                ],
            ])),
        for: .administrator
    ) { visit in
        // A large body is read only from those who may send one.
        try await visit.transact { _, _ in }
        let report = try await PackageDesk.upload(try await visit.request.file(upTo: PackageDesk.limit), visit)
        return .json { json in
            json.name("data")
            json.object { json in
                json.name("made_at")
                json.string(report.madeAt.iso)
                json.name("files")
                json.int(Int64(report.files))
                json.name("records")
                json.object { json in
                    for (object, count) in report.records {
                        json.name(object.name)
                        json.int(Int64(count))
                    }
                }
            }
        }
    }
}
