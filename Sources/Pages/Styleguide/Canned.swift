import Kit

/// What the samples show.
enum Canned {
    static let deals = Label("Deals", ru: "Сделки")
    static let leads = Label("Leads", ru: "Лиды")
    static let people = Label("People", ru: "Контакты")
    static let companies = Label("Companies", ru: "Компании")
    static let tasks = Label("Tasks", ru: "Дела")
    static let reports = Label("Reports", ru: "Отчёты")
    static let importing = Label("Import", ru: "Импорт")
    static let newDeal = Label("New deal", ru: "Новая сделка")
    static let newPerson = Label("New person", ru: "Новый контакт")
    static let anna = Label("Anna Belova", ru: "Анна Белова")
    static let title = Label("Title", ru: "Название")
    static let amount = Label("Amount", ru: "Сумма")
    static let company = Label("Company", ru: "Компания")
    static let owner = Label("Owner", ru: "Ответственный")
    static let closing = Label("Close date", ru: "Дата закрытия")
    static let nextStep = Label("Next step", ru: "Следующий шаг")
    static let dealTitle = Label("Video surveillance for the warehouse", ru: "Видеонаблюдение для склада")

    struct Deal {
        let id: Int
        let title: Label
        let company: Label
        let amount: String
        let stage: Int
        let owner: Label
        let step: (NextStep.Urgency, Label)
        let closing: Label
    }

    static let stages: [(Label, Hue, BoardColumn.Kind)] = [
        (Label("Qualification", ru: "Квалификация"), .blue, .open), (Label("Meeting", ru: "Встреча"), .cyan, .open),
        (Label("Proposal", ru: "Предложение"), .violet, .open), (Label("Agreement", ru: "Договор"), .amber, .open),
        (Label("Won", ru: "Выиграна"), .green, .won), (Label("Lost", ru: "Проиграна"), .red, .lost),
    ]

    static let owners = [
        anna, Label("Ilya Sokolov", ru: "Илья Соколов"), Label("Maria Kim", ru: "Мария Ким"), Label("Timur Aliev", ru: "Тимур Алиев"),
    ]

    private static let subjects: [(Label, Label)] = [
        (dealTitle, Label("Baltika Logistics", ru: "ООО «Балтика Логистик»")),
        (Label("Annual support contract", ru: "Годовое обслуживание"), Label("Vector", ru: "АО «Вектор»")),
        (Label("Office renovation, 2nd floor", ru: "Ремонт офиса, 2-й этаж"), Label("Camomile", ru: "ООО «Ромашка»")),
        (Label("Licences for 120 seats", ru: "Лицензии на 120 мест"), Label("Meridian Bank", ru: "Банк «Меридиан»")),
        (Label("Coffee machines for the chain", ru: "Кофемашины для сети"), Label("Good Morning", ru: "ИП Утреннев А. С.")),
        (Label("Website and analytics", ru: "Сайт и аналитика"), Label("Dental Clinic 32", ru: "Стоматология «32»")),
        (Label("Delivery of 40 pallets", ru: "Поставка 40 паллет"), Label("Uralstroy", ru: "ООО «Уралстрой»")),
        (Label("Staff training", ru: "Обучение персонала"), Label("Polyus School", ru: "Школа «Полюс»")),
        (Label("Server room air conditioning", ru: "Кондиционеры в серверную"), Label("Data Park", ru: "ЦОД «Парк»")),
        (Label("Corporate gifts for New Year", ru: "Подарки к Новому году"), Label("Siberia Trade", ru: "ТД «Сибирь»")),
    ]

    private static let steps: [(NextStep.Urgency, Label)] = [
        (.overdue, Label("Overdue 2 days: call", ru: "Просрочено на 2 дня: звонок")),
        (.today, Label("Today 15:00: meeting", ru: "Сегодня 15:00: встреча")),
        (.planned, Label("28 Nov: send the quote", ru: "28 нояб.: отправить КП")),
        (.none, Label("Nothing planned", ru: "Ничего не запланировано")),
    ]

    static let allDeals: [Deal] = (0..<36).map { index in
        let (title, company) = subjects[(index * 7 + index / 10) % subjects.count]
        let thousands = (index * 137 + 90) % 940 + 18
        let stage = [0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 1][index % 12]
        return Deal(
            id: 1042 + index, title: title, company: company, amount: "\(thousands) \(index % 3 == 0 ? "500" : "000") ₽", stage: stage,
            owner: owners[(index * 3) % 4], step: steps[(index * 5 + index / 4) % 4], closing: .verbatim("\(index % 27 + 1).12.2026"))
    }
}
