/// A kind of table that people bring: what its rows are about, what else they hold, and what its columns are called.
struct ImportProfile {
    let main: String
    /// In the order of writing: what others refer to comes first.
    let parts: [(name: String, object: String)]
    /// Without one of these columns it is another table.
    let signs: [String]
    /// With one of these columns it is hardly another table.
    var proofs: [String] = []
    /// Beyond the names and labels of fields. A part that has none of its names is not in the table.
    let names: [(target: String, words: [String])]

    /// What `client_key` is called among targets.
    static let clientKey = "#key"
    /// What a column is called among targets whose cells hold both: «7707083893/773601001».
    static let taxCodes = "inn+kpp"

    static let all = [deals, companies, people, products, users]

    private static let owners = [
        "ответственный", "менеджер", "владелец", "owner", "sales agent", "sales rep", "account manager", "responsible",
    ]
    private static let comments = ["комментарий", "примечание", "заметки", "comment", "comments", "notes", "description", "описание"]
    private static let phones = [
        "телефон", "телефоны", "тел", "мобильный", "мобильный телефон", "phone", "phones", "phone number", "mobile", "telephone",
        "рабочий телефон", "домашний телефон", "телефон 2", "доп телефон", "work phone", "home phone", "mobile phone", "phone 2",
    ]
    private static let emails = [
        "e-mail", "email", "e-mails", "почта", "эл почта", "электронная почта", "mail", "email address", "e-mail 2", "email 2",
    ]
    private static let posts = ["должность", "post", "position", "job title"]
    private static let companyNames = [
        "компания", "организация", "контрагент", "клиент", "название компании", "наименование", "наименование организации", "юрлицо",
        "название",
        "полное наименование", "сокращенное наименование", "краткое наименование", "наименование контрагента", "наименование компании",
        "название организации", "юридическое лицо", "фирма", "предприятие", "поставщик", "заказчик", "покупатель", "business name",
        "legal name", "business", "vendor", "supplier", "firm", "account", "account name", "company", "company name", "organization",
        "organisation", "customer", "client",
    ]
    /// Of somebody, whatever else stands in the table.
    static let contactNames = ["контактное лицо", "контакт", "contact", "contact name", "contact person", "person"]
    /// Of whatever the table is about.
    static let plainNames = ["имя", "name"]
    private static let personNames = contactNames + ["фио", "фамилия имя отчество", "full name"] + plainNames
    /// What a company and a person both have.
    static let shared: Set = ["company.city", "company.phones", "company.emails", "company.owner", "company.tags", "company.comment"]
    private static let companyFields: [(target: String, words: [String])] = [
        ("company.inn", ["инн", "inn", "tax id", "tax number", "vat", "vat id", "vat number", "бин", "бин иин", "унп"]),
        ("company.\(taxCodes)", ["инн/кпп", "инн и кпп", "кпп/инн", "inn/kpp", "инн кпп контрагента"]),
        ("company.kpp", ["кпп", "kpp"]), ("company.ogrn", ["огрн", "огрнип", "огрн огрнип", "ogrn"]),
        ("company.city", ["город", "city", "office location", "location", "населенный пункт"]),
        ("company.sector", ["отрасль", "сфера", "сфера деятельности", "sector", "industry"]),
        ("company.revenue", ["оборот", "годовой оборот", "выручка", "revenue", "annual revenue", "turnover"]),
        ("company.employees", ["сотрудников", "число сотрудников", "численность", "employees", "number of employees", "headcount"]),
        ("company.website", ["сайт", "веб сайт", "website", "url", "site"]),
        ("company.parent", ["входит в", "холдинг", "головная компания", "subsidiary of", "parent", "parent company"]),
        ("company.first_contact", ["дата первого контакта", "первый контакт", "first contact"]),
    ]

    private static let deals = ImportProfile(
        main: "deal", parts: [("deal", "deal")], signs: ["deal.#key", "deal.title", "deal.stage", "deal.amount"],
        names: [
            ("deal.#key", ["opportunity id", "deal id", "opportunity number", "id сделки", "номер сделки", "код сделки"]),
            ("deal.title", ["сделка", "название сделки", "название", "тема", "deal", "deal name", "opportunity", "opportunity name"]),
            ("deal.company", companyNames), ("deal.product", ["product", "товар", "продукт", "услуга"]),
            ("deal.stage", ["deal stage", "stage", "стадия", "этап", "этап сделки", "статус"]), ("deal.owner", owners),
            ("deal.started_on", ["engage date", "дата начала", "дата создания", "start date", "начата"]),
            ("deal.closed_on", ["close date", "closed", "дата закрытия", "закрыта"]),
            ("deal.expected_close", ["expected close", "expected close date", "ожидаемое закрытие", "ожидаемая дата закрытия"]),
            ("deal.amount", ["close value", "amount", "value", "deal value", "сумма", "бюджет", "сумма сделки"]),
            ("deal.lost_reason", ["причина отказа", "причина проигрыша", "lost reason"]),
            ("deal.source", ["источник", "source", "lead source"]),
        ]
    )

    private static let companies = ImportProfile(
        main: "company", parts: [("company", "company"), ("person", "person"), ("employment", "employment")],
        signs: ["company.title", "company.inn", "company.\(taxCodes)", "company.kpp", "company.ogrn"],
        proofs: ["company.inn", "company.\(taxCodes)", "company.kpp", "company.ogrn"],
        names: [
            ("company.title", companyNames), ("person.name", personNames), ("person.phones", phones), ("person.emails", emails),
            ("person.post", posts), ("company.owner", owners), ("company.comment", comments),
        ] + companyFields
    )

    private static let people = ImportProfile(
        main: "person", parts: [("company", "company"), ("person", "person"), ("employment", "employment")],
        signs: ["person.name"],
        names: [
            ("person.name", personNames), ("company.title", companyNames), ("person.phones", phones), ("person.emails", emails),
            ("person.post", posts), ("person.city", ["город", "city"]),
            ("person.birthday", ["день рождения", "дата рождения", "birthday", "birth date"]),
            ("person.owner", owners), ("person.comment", comments),
        ]
    )

    private static let products = ImportProfile(
        main: "product", parts: [("product", "product")], signs: ["product.title"],
        names: [
            ("product.title", ["product", "product name", "товар", "название", "наименование", "номенклатура", "name"]),
            ("product.series", ["series", "серия", "линейка"]), ("product.price", ["sales price", "price", "цена", "стоимость"]),
            ("product.code", ["артикул", "код", "sku", "code"]),
        ]
    )

    private static let users = ImportProfile(
        main: "user", parts: [("manager", "user"), ("team", "team"), ("user", "user")], signs: ["user.name"],
        names: [
            ("user.name", ["sales agent", "agent", "user", "пользователь", "сотрудник"]), ("user.email", emails), ("user.phones", phones),
            ("user.job_title", posts), ("manager.name", ["manager", "руководитель", "начальник", "head"]),
            ("team.name", ["team", "команда", "отдел", "группа", "regional office", "office", "department"]),
        ]
    )
}
