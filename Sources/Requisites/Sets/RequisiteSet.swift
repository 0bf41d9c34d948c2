public import Definitions
public import Kit
import RecordEngine

/// Under what name and numbers somebody signs and pays: one of several sets of a company, or, with no company, of ourselves.
public enum RequisiteSet {
    static let kinds = [
        Choice("legal_entity", Label("Legal entity", ru: "Юридическое лицо"), hue: .blue),
        Choice("sole_trader", Label("Sole trader", ru: "ИП"), hue: .violet),
        Choice("self_employed", Label("Self-employed", ru: "Самозанятый"), hue: .amber),
        Choice("person", Label("Person", ru: "Физическое лицо"), hue: .green),
        Choice("foreign", Label("Foreign company", ru: "Иностранная компания"), hue: .gray),
    ]

    public static let title = Field.text("title", Label("Short name", ru: "Краткое наименование"), required: true, searched: true)
    public static let fullName = Field.text("full_name", Label("Full name", ru: "Полное наименование"), searched: true)
    public static let company = Field.reference(
        "company", Label("Company", ru: "Компания"), to: "company", onDelete: .cascade,
        help: Label("Empty for your own organisation.", ru: "Пусто — ваша собственная организация."))
    public static let kind = Field.choice(
        "kind", Label("Kind", ru: "Вид"), choices: kinds, required: true, standard: .value(.text("legal_entity")))
    public static let inn = Field.inn("inn", Label("INN", ru: "ИНН"), indexed: true, searched: true)
    public static let kpp = Field.kpp("kpp", Label("KPP", ru: "КПП"))
    public static let ogrn = Field.ogrn("ogrn", Label("OGRN", ru: "ОГРН"), searched: true)
    public static let okpo = Field.text("okpo", Label("OKPO", ru: "ОКПО"))
    public static let vatNumber = Field.vatNumber("vat_number", Label("VAT number", ru: "Номер НДС"), searched: true)
    public static let legalAddress = Field.address("legal_address", Label("Legal address", ru: "Юридический адрес"))
    public static let actualAddress = Field.address("actual_address", Label("Actual address", ru: "Фактический адрес"))
    public static let postalAddress = Field.address("postal_address", Label("Postal address", ru: "Почтовый адрес"))
    public static let director = Field.text("director", Label("Head", ru: "Руководитель"))
    public static let position = Field.text("position", Label("Position", ru: "Должность"))
    public static let basis = Field.text(
        "basis", Label("Acts on the basis of", ru: "Действует на основании"),
        help: Label("The charter, a power of attorney", ru: "Устава, доверенности № 5 от 01.02.2026"))
    public static let accountant = Field.text("accountant", Label("Chief accountant", ru: "Главный бухгалтер"))
    public static let emails = Field.emails("emails", Label("E-mail for documents", ru: "Почта для документов"))
    public static let phones = Field.phones("phones", Label("Phones", ru: "Телефоны"))
    public static let isMain = Field.boolean("is_main", Label("Main set", ru: "Основные"))

    public static let object = ObjectDefinition(
        "requisite_set", path: "requisites",
        Noun(
            en: ("set of requisites", "requisites"),
            ru: .masculine("набор реквизитов", "реквизиты", "наборов реквизитов", genitive: "набора реквизитов")),
        icon: "receipt", title: "title", list: ["title", "company", "inn", "kpp", "ogrn", "is_main"], sort: ("title", false),
        related: [RelatedList("bank_account", by: "requisites")], isInNavigation: false, isFound: true,
        dependence: Dependence(on: "company", reading: "company is empty"), pastIndexes: [["company"]]
    ) {
        title
        fullName
        company
        kind
        inn
        kpp
        ogrn
        okpo
        vatNumber
        legalAddress
        actualAddress
        postalAddress
        director
        position
        basis
        accountant
        emails
        phones
        isMain
    }

    /// The first set of a company is its main one.
    static let preparation = Preparation("requisite_set") { draft, original, records in
        guard original == nil, draft[isMain] == nil else { return }
        draft[isMain] = try !MainFlag.others(of: holder(draft[company]), except: nil, object, records).contains { _ in true }
    }

    /// There is one main set.
    static let consequence = Consequence("requisite_set") { old, new, records in
        guard let new, new[isMain] == true, old?[isMain] != true else { return }
        try MainFlag.lower(MainFlag.others(of: holder(new[company]), except: new.id, object, records), object, records)
    }

    private static func holder(_ company: Reference?) -> Filter {
        company.map { .compare(FieldPath("company"), .equals, .number("\($0.id)", currency: nil)) }
            ?? .compare(FieldPath("company"), .isEmpty, .none)
    }
}

/// The one of several that is meant when nothing else is said.
enum MainFlag {
    static func others(of holder: Filter, except id: Int64?, _ object: ObjectDefinition, _ records: Records) throws -> [Int64] {
        let flagged = Filter.compare(FieldPath("is_main"), .equals, .word("true"))
        return try records.list(Query(object.name, filter: holder & flagged, limit: 100), make: \.id).rows.filter { $0 != id }
    }

    static func lower(_ ids: [Int64], _ object: ObjectDefinition, _ records: Records) throws {
        for id in ids { try records.update(id, Draft(object, ["is_main": .boolean(false)])) }
    }
}
