public import Definitions
import Kit
import RecordEngine

/// A bank of the directory that the central bank publishes, known by its BIK.
public enum Bank {
    public static let title = Field.text("title", Label("Name", ru: "Название"), required: true, searched: true)
    public static let bik = Field.bik("bik", Label("BIK", ru: "БИК"), required: true, searched: true)
    public static let correspondent = Field.bankAccount(
        "correspondent_account", Label("Correspondent account", ru: "Корреспондентский счёт"))
    public static let city = Field.text("city", Label("City", ru: "Город"))
    public static let swift = Field.text("swift", Label("SWIFT", ru: "SWIFT"))
    public static let isActive = Field.boolean("is_active", Label("Works", ru: "Работает"), standard: .value(.boolean(true)))

    public static let object = ObjectDefinition(
        "bank", path: "banks", Noun(en: ("bank", "banks"), ru: .masculine("банк", "банки", "банков", genitive: "банка")),
        icon: "database", title: "title", list: ["title", "bik", "correspondent_account", "city", "is_active"], sort: ("title", false),
        indexes: [["bik"]], isInNavigation: false
    ) {
        title
        bik
        correspondent
        city
        swift
        isActive
    }

    /// The bank with a BIK; of several the one that was entered last.
    static func find(_ code: String, _ records: Records) throws -> Record? {
        guard records.principal.role.grant("bank").read != .none else { return nil }
        let filter = Filter.compare(FieldPath("bik"), .equals, .string(code))
        let found = try records.list(Query("bank", filter: filter, sort: [Sort(FieldPath("id"), descending: true)], limit: 1), make: \.id)
            .rows
        return try found.first.map { try records.record("bank", $0) }
    }
}
