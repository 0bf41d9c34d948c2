import Definitions
import Kit
import Storage

/// What a package says of itself, in its last entry: what it holds, by which version of the schema, and the digest of each part.
struct PackageManifest: Sendable {
    struct Part: Sendable {
        let name: String
        let rows: Int
        /// SHA-256 of its bytes.
        let digest: String
    }

    static let entry = "krug.json"
    static let format: Int64 = 1

    /// What the entries of a part are called: `records/deal.jsonl`, `records/deal.2.jsonl` …
    static func entry(_ number: Int, of part: String) -> String { number == 1 ? "\(part).jsonl" : "\(part).\(number).jsonl" }

    static let sizeLimit: Int64 = 32 << 20

    let madeAt: Instant
    /// The last batch of the journal that it holds.
    let through: Int64
    let settings: [(name: String, value: String)]
    let parts: [Part]
    let files: Int
}

extension PackageManifest {
    /// - Parameter objects: whose records it holds; what their fields are called is told for whoever reads it without Krug.
    func json(_ objects: [ObjectDefinition]) -> JSON {
        [
            "krug_package": .number("\(PackageManifest.format)"),
            "made_at": .string(madeAt.iso),
            "through": .number("\(through)"),
            "settings": .object(settings.map { ($0.name, .string($0.value)) }),
            "files": .number("\(files)"),
            "parts": .array(parts.map { ["name": .string($0.name), "rows": .number("\($0.rows)"), "sha256": .string($0.digest)] }),
            "objects": .array(
                objects.map { object in
                    [
                        "name": .string(object.name), "label": object.noun.singular.json,
                        "fields": .array(
                            object.fields.map { field in
                                [
                                    "name": .string(field.name), "label": field.label.json, "type": .string(field.type.kind),
                                    "refers_to": field.type.target.map { .string($0) } ?? .null,
                                    "columns": .array(field.identifiers.map { .string($0.name) }),
                                ]
                            }),
                    ]
                }),
        ]
    }

    /// - Throws: `Failure.malformed` for what is no manifest, `Failure.unsupportedType` for one of a later format.
    init(_ json: JSON) throws(Failure) {
        guard let format = json["krug_package"]?.int else { throw PackageManifest.foreign }
        guard format == PackageManifest.format else {
            throw .unsupportedType(
                Label(
                    "The package is of a later version; upgrade Krug first.", ru: "Пакет сделан более новой версией; сначала обновите Krug."
                ))
        }
        guard let madeAt = json["made_at"]?.string.flatMap({ Instant(iso: $0) }), let through = json["through"]?.int,
            let files = json["files"]?.int.flatMap({ Int(exactly: $0) }), let parts = json["parts"]?.array,
            let settings = json["settings"]?.members
        else { throw PackageManifest.foreign }
        self.madeAt = madeAt
        self.through = through
        self.files = files
        self.settings = settings.compactMap { name, value in value.string.map { (name, $0) } }
        var known: [Part] = []
        for part in parts {
            guard let name = part["name"]?.string, let rows = part["rows"]?.int.flatMap({ Int(exactly: $0) }),
                let digest = part["sha256"]?.string
            else { throw PackageManifest.foreign }
            known.append(Part(name: name, rows: rows, digest: digest))
        }
        self.parts = known
    }

    static let foreign = Failure.malformed(
        Label(
            "This is no package of a workspace, or its krug.json is damaged.",
            ru: "Это не пакет рабочего пространства, или его krug.json повреждён."))
}
