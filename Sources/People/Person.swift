public import Definitions
public import Kit

/// Somebody whom we talk to.
public enum Person {
    public static let name = Field.text("name", Label("Full name", ru: "ФИО"), required: true, indexed: true, searched: true)
    public static let post = Field.text("post", Label("Post", ru: "Должность"))
    public static let phones = Field.phones("phones", Label("Phones", ru: "Телефоны"), searched: true)
    public static let emails = Field.emails("emails", Label("E-mails", ru: "Эл. почта"), searched: true)
    public static let city = Field.text("city", Label("City", ru: "Город"))
    public static let birthday = Field.day("birthday", Label("Birthday", ru: "День рождения"))
    public static let owner = Field.user("owner", Label("Owner", ru: "Ответственный"), indexed: true, standard: .me)
    public static let tags = Field.references("tags", Label("Tags", ru: "Метки"), to: "tag")
    public static let nextStep = Field<Instant>.nextStep
    public static let comment = Field.longText("comment", Label("Comment", ru: "Комментарий"))

    public static let object = ObjectDefinition(
        "person", path: "people",
        Noun(en: ("person", "people"), ru: .masculine("контакт", "контакты", "контактов", genitive: "контакта")),
        icon: "contact-round", title: "name", owner: "owner", list: ["name", "post", "phones", "emails", "city", "owner", "tags"],
        sort: ("name", false), related: [RelatedList("employment", by: "person"), RelatedList("deal", by: "people")],
        // A first name alone says nothing.
        matching: [.emails, .phones, .name("name", city: "city", words: 2)], hasArchive: true, pastIndexes: [["name"]]
    ) {
        name
        post
        phones
        emails
        city
        birthday
        owner
        tags
        nextStep
        comment
    }
}
