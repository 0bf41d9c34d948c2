public import Definitions
public import Kit
public import Markup
import RecordEngine

/// What an empty list says: what its records are for, and one to look at before the first own is typed.
public struct Lesson: Sendable {
    public let text: Label
    /// A sample of the form, by the names of the fields.
    private let sample: [(field: String, value: Label)]

    private static let known: [String: Lesson] = [
        "company": Lesson(
            Label(
                "Companies are who you sell to, buy from and work with. Everything else hangs on them: people, deals, calls, files.",
                ru:
                    "Компании — это те, кому вы продаёте, у кого покупаете и с кем работаете. На них держится остальное: люди, сделки, звонки, файлы."
            ),
            [("title", Label("Northwind Trading", ru: "ООО «Ромашка»")), ("city", Label("London", ru: "Москва"))]),
        "person": Lesson(
            Label(
                "Contacts are the people you talk to, with their phones, e-mails and places of work.",
                ru: "Контакты — это люди, с которыми вы говорите, с их телефонами, почтой и местом работы."),
            [
                ("name", Label("Mary Brown", ru: "Мария Соколова")),
                ("post", Label("Head of Procurement", ru: "Начальник отдела снабжения")),
                ("emails", Label("mary.brown@example.com", ru: "m.sokolova@example.ru")),
            ]),
        "deal": Lesson(
            Label(
                "A deal is one sale on its way: with whom, for how much, at which stage, what is to be done next. Win or lose it when it ends.",
                ru:
                    "Сделка — это одна продажа в пути: с кем, на сколько, на какой стадии, что делать дальше. В конце она выиграна или проиграна."
            ),
            [("title", Label("Pumps for the new plant", ru: "Насосы для нового цеха")), ("amount", Label("120000", ru: "120000"))]),
        "activity": Lesson(
            Label(
                "Activities are what you plan and do: tasks, calls, meetings, notes. What is due today comes to you on the home page.",
                ru:
                    "Дела — это то, что вы планируете и делаете: задачи, звонки, встречи, заметки. Что нужно сделать сегодня, видно на главной."
            ),
            [("subject", Label("Call about the offer", ru: "Позвонить по предложению"))]),
        "product": Lesson(
            Label(
                "Products are what you sell, with their prices: chosen in deals instead of typed.",
                ru: "Товары — это то, что вы продаёте, с ценами: в сделках их выбирают, а не набирают."),
            [("title", Label("Centrifugal pump CP-40", ru: "Насос центробежный ЦН-40")), ("price", Label("42000", ru: "42000"))]),
        "text_template": Lesson(
            Label(
                "Templates are texts that are written again and again: chosen on a record's page instead of typed.",
                ru: "Шаблоны — это тексты, которые пишут снова и снова: на странице записи их выбирают, а не набирают."),
            []),
        "segment": Lesson(
            Label(
                "A segment is a set of records under a name: by a condition, counted live, or chosen by hand in a list.",
                ru: "Сегмент — это набор записей под своим именем: по условию, тогда он всегда свежий, или отобранный вручную в списке."),
            []),
        "validation_rule": Lesson(
            Label(
                "A rule says what a record must hold to be saved, in your words. Forms, the API and imports obey it.",
                ru: "Правило говорит вашими словами, какой запись должна быть, чтобы сохраниться. Ему подчиняются формы, API и импорт."), []
        ),
        "retention_policy": Lesson(
            Label(
                "A policy erases records for good some time after they were changed last.",
                ru: "Срок хранения навсегда стирает записи через заданное время после последнего изменения."), []),
        "object_layout": Lesson(
            Label(
                "A layout says which columns lists begin with, how forms are ordered, and what cards show.",
                ru: "Вид определяет столбцы списка, порядок полей формы и то, что показывают карточки."), []),
        "bank": Lesson(
            Label(
                "Banks fill bank accounts by their BIK. Load the directory once, or write down the few that you need.",
                ru: "По БИК банк сам заполняет реквизиты счёта. Загрузите справочник один раз или внесите нужные банки вручную."), []),
        "requisite_set": Lesson(
            Label(
                "Requisites are your legal entities with their numbers and accounts: documents and payments are made in their name.",
                ru: "Реквизиты — это ваши юридические лица с номерами и счетами: от их имени выходят документы и платежи."), []),
        "team": Lesson(
            Label(
                "A team has a head, who sees and helps with what its members own.",
                ru: "У команды есть руководитель: он видит и помогает вести то, за что отвечают её участники."), []),
        "tag": Lesson(
            Label(
                "Tags are words of yours by which records of any kind are found again.",
                ru: "Метки — это ваши слова, по которым легко найти любые записи."), []),
    ]

    private init(_ text: Label, _ sample: [(field: String, value: Label)]) { (self.text, self.sample) = (text, sample) }

    public static func of(_ object: String) -> Lesson? { known[object] }

    /// The ways to a first record: an empty form, many from a file, a form with a sample in it, which is kept only when it is saved.
    public static func ways(_ object: ObjectDefinition, _ visit: PageVisit) -> HTML {
        guard visit.principal.role.grant(object.name).create, !visit.records.isPast else { return HTML() }
        let (ui, new) = (visit.ui, URLPath(object.path) / "new")
        var ways = ui.linkButton(visit.say(object.noun.new), new, .primary, icon: .plus)
        guard object.isInNavigation else { return ways }
        ways += ui.linkButton(visit.say(Wording.importing), URLPath("import"), icon: .upload)
        guard let lesson = of(object.name) else { return ways }
        let fields = lesson.sample.filter { visit.principal.role.access(object.name, $0.field) == .write }
        let sample = fields.reduce(new) { $0.query($1.field, visit.say($1.value)) }
        return ways + ui.linkButton(visit.say(Label("Try with a sample", ru: "Попробовать на примере")), sample, .plain, icon: .sparkles)
    }
}
