public import Definitions
public import Kit

/// An organisation that we deal with.
public enum Company {
    public static let title = Field.text("title", Label("Name", ru: "Название"), required: true, indexed: true, searched: true)
    public static let inn = Field.inn("inn", Label("INN", ru: "ИНН"), indexed: true, searched: true)
    public static let kpp = Field.kpp("kpp", Label("KPP", ru: "КПП"))
    public static let ogrn = Field.ogrn("ogrn", Label("OGRN", ru: "ОГРН"))
    public static let city = Field.text("city", Label("City", ru: "Город"), indexed: true)
    public static let sector = Field.text("sector", Label("Sector", ru: "Отрасль"), indexed: true)
    public static let revenue = Field.money("revenue", Label("Yearly revenue", ru: "Годовой оборот"))
    public static let employees = Field.integer("employees", Label("Employees", ru: "Сотрудников"))
    public static let website = Field.url("website", Label("Website", ru: "Сайт"))
    public static let phones = Field.phones("phones", Label("Phones", ru: "Телефоны"), searched: true)
    public static let emails = Field.emails("emails", Label("E-mails", ru: "Эл. почта"), searched: true)
    public static let parent = Field.reference("parent", Label("Part of", ru: "Входит в"), to: "company")
    public static let owner = Field.user("owner", Label("Owner", ru: "Ответственный"), indexed: true, standard: .me)
    public static let tags = Field.references("tags", Label("Tags", ru: "Метки"), to: "tag")
    public static let firstContact = Field.day("first_contact", Label("First contact", ru: "Первый контакт"))
    public static let nextStep = Field<Instant>.nextStep
    public static let comment = Field.longText("comment", Label("Comment", ru: "Комментарий"))

    public static let object = ObjectDefinition(
        "company", path: "companies",
        Noun(en: ("company", "companies"), ru: .feminine("компания", "компании", "компаний", accusative: "компанию")),
        icon: "building", title: "title", owner: "owner", list: ["title", "city", "sector", "phones", "emails", "owner", "tags"],
        sort: ("title", false),
        related: [
            RelatedList("deal", by: "company"), RelatedList("employment", by: "company", Label("People", ru: "Сотрудники")),
            RelatedList("requisite_set", by: "company"), RelatedList("company", by: "parent", Label("Subsidiaries", ru: "Дочерние компании")),
        ],
        matching: [.code("inn", branch: "kpp"), .emails, .phones, .name("title", city: "city"), .domain("website")], hasArchive: true, pastIndexes: [["title"]]
    ) {
        title
        inn
        kpp
        ogrn
        city
        sector
        revenue
        employees
        website
        phones
        emails
        parent
        owner
        tags
        firstContact
        nextStep
        comment
    }
}
