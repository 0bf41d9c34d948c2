import Definitions
import Kit
import RecordEngine
import Storage

/// The workspace that a package goes into: a new one, which has nothing yet but what every workspace begins with.
struct PackageTarget {
    let engine: Engine

    init(_ engine: Engine) { self.engine = engine }

    /// What says how records of this workspace look.
    static let shapes: Set<String> = ["custom_object", "custom_field", "object_layout", "validation_rule"]
    /// What a new workspace has, and gives up for what comes.
    private static let seed: Set<String> = ["role", "user", "team", "pipeline", "stage", "tag"]

    /// - Throws: `Failure.conflict` when the workspace holds something, or reckons otherwise than the package.
    func check(_ manifest: PackageManifest, _ connection: any Connection) throws {
        let used = try engine.schema.objects.first { object in
            guard !PackageTarget.seed.contains(object.name) else { return false }
            return try !PackageTable.records(object).isEmpty(connection) || !PackageTable.history(object).isEmpty(connection)
        }
        if let used {
            throw Failure.conflict(
                Label(
                    "This workspace is in use: it has or had \(used.noun.english.many). A package goes into a new workspace.",
                    ru:
                        "Рабочее пространство уже используется: в нём есть или были \(used.noun.russian.many). Пакет загружают в новое пространство."
                ))
        }
        let own = try PackageQueries.settings(connection)
        for (name, value) in manifest.settings where name != PackageTarget.language {
            guard let mine = own.first(where: { $0.name == name })?.value else {
                throw Failure.unsupportedType(
                    Label(
                        "This version does not know the setting \(name) of the package; upgrade Krug first.",
                        ru: "Эта версия не знает настройки \(name) пакета; сначала обновите Krug."))
            }
            guard mine != value else { continue }
            let what = PackageTarget.measures[name] ?? .verbatim(name)
            throw Failure.conflict(
                Label(
                    "The \(what.en) of the package is \(value), of this workspace \(mine). Begin a workspace with \(value).",
                    ru: "В пакете \(what.ru): \(value), в этом пространстве: \(mine). Начните пространство с \(value)."))
        }
    }

    /// What a workspace reckons by from its beginning on. The language is only what is spoken to those who have chosen none.
    private static let measures = [
        "zone": Label("time zone", ru: "часовой пояс"), "base_currency": Label("base currency", ru: "основная валюта"),
        "country": Label("country", ru: "страна"),
    ]
    private static let language = "language"

    /// Takes away what the workspace began with.
    func clear(_ manifest: PackageManifest, _ tx: any Transaction) throws {
        try check(manifest, tx)
        let records = Records(engine, tx, .system())
        for object in engine.schema.objects { try records.rederive(object, leaving: true) }
        let tables = engine.schema.objects.flatMap { [PackageTable.records($0), .history($0)] } + PackageTable.beside
        for table in tables { try table.clear(tx) }
        // What hangs on users by their numbers, who are others now.
        for table in PackageTarget.personal { try tx.execute("DELETE FROM \(table)") }
        for (name, value) in manifest.settings where name == PackageTarget.language { try PackageQueries.set(name, value, tx) }
    }

    private static let personal: [Identifier] = [
        "draft", "notice", "notice_off", "idempotency", "turn", "bulk_run", "import_line", "import_note", "import_preview",
        "import_rejected",
        "import_mapping", "import_run",
    ]
}
