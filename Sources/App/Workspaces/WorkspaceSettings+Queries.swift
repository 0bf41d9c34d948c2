import Kit
import Storage

/// What a workspace reckons by, kept in its database.
enum WorkspaceSettings {
    static let table = SystemTable("setting") { dialect in
        ["CREATE TABLE setting (name \(dialect.type(.text)) NOT NULL PRIMARY KEY, value \(dialect.type(.text)) NOT NULL)"]
    }

    /// The language that a workspace was begun in; nil when that is not known.
    static func language(in connection: any Connection) throws -> Language? {
        try connection.first("SELECT value FROM setting WHERE name = 'language'") { $0.text(0) }.flatMap(Language.init)
    }

    /// The settings of the workspace; those given when it has none yet, which makes it a new one.
    static func readOrKeep(_ standards: Configuration.Standards, _ tx: any Transaction) throws -> (Configuration.Standards, isNew: Bool) {
        let rows = try tx.all("SELECT name, value FROM setting") { ($0.text(0), $0.text(1)) }
        guard rows.isEmpty else {
            let known = Dictionary(rows, uniquingKeysWith: { _, last in last })
            var settings = standards
            settings.language = known["language"].flatMap(Language.init) ?? settings.language
            settings.zone = known["zone"] ?? settings.zone
            settings.baseCurrency = known["base_currency"].flatMap { Currency($0) } ?? settings.baseCurrency
            settings.country = known["country"] ?? settings.country
            // One that came with a later version holds from now on. In which language it was begun is not known any more.
            try keep(measures(settings).filter { known[$0.name] == nil }, tx)
            return (settings, false)
        }
        try keep([("language", standards.language.rawValue)] + measures(standards), tx)
        return (standards, true)
    }

    private static func measures(_ settings: Configuration.Standards) -> [(name: String, value: String)] {
        [("zone", settings.zone), ("base_currency", settings.baseCurrency.code), ("country", settings.country)]
    }

    private static func keep(_ values: [(name: String, value: String)], _ tx: any Transaction) throws {
        for (name, value) in values { try tx.execute("INSERT INTO setting (name, value) VALUES (\(name), \(value))") }
    }
}
