import Definitions
import Kit
import Markup
import Notices
import Pages
import RecordEngine

/// What an administrator does first with an empty Krug, on the home page: each step is done when what it makes is there. It goes away by
/// itself when all is done, or when the person closes it.
enum FirstSteps {
    private struct Step {
        let title: Label
        let text: Label
        let ways: [(label: Label, url: URLPath)]
        /// What is there when the step is done.
        let makes: [(object: String, filter: String)]
        var atLeast = 1
    }

    private static let steps = [
        Step(
            title: Label("Bring your customers", ru: "Перенесите своих клиентов"),
            text: Label(
                "From a workbook, CSV or contacts file, with a trial run first and a way back.",
                ru: "Из книги Excel, CSV или файла контактов — с пробным прогоном и возможностью отменить."),
            ways: [
                (Label("Import a file", ru: "Загрузить файл"), URLPath("import")),
                (Label("Add one by hand", ru: "Добавить вручную"), URLPath("companies", "new")),
            ], makes: [("company", ""), ("person", "")]),
        Step(
            title: Label("Invite a colleague", ru: "Пригласите коллегу"),
            text: Label(
                "Give a name and a role; the invitation is a link that you send.",
                ru: "Укажите имя и роль; приглашение — это ссылка, которую вы отправите."),
            ways: [(Label("New user", ru: "Новый пользователь"), URLPath("users", "new"))], makes: [("user", "is_active = true")],
            atLeast: 2),
        Step(
            title: Label("Begin a deal of your own", ru: "Заведите свою сделку"),
            text: Label("It appears on the board and goes from stage to stage.", ru: "Она появится на доске и пойдёт по стадиям."),
            ways: [
                (Label("New deal", ru: "Новая сделка"), URLPath("deals", "new")), (Label("Stages", ru: "Стадии"), URLPath("stages")),
            ], makes: [("deal", "owner = me")]),
        Step(
            title: Label("Plan what is next", ru: "Запланируйте следующий шаг"),
            text: Label(
                "A call or a task with a date: Krug reminds you, and no deal is forgotten.",
                ru: "Звонок или задача с датой: Krug напомнит, и ни одна сделка не забудется."),
            ways: [(Label("New activity", ru: "Новое дело"), URLPath("activities", "new"))], makes: [("activity", "owner = me")]),
    ]

    static let panel = HomePanel(.top) { visit in
        guard let user = visit.principal.user, visit.principal.role.administers, !visit.records.isPast,
            !(try Notices.silenced(by: user, in: visit.records.connection)).contains(.beginning)
        else { return HTML() }
        let done = try steps.map { try isDone($0, visit) }
        guard done.contains(false) else { return HTML() }
        let lines = zip(steps, done).map { step, isDone in
            FirstStep(
                visit.say(step.title), visit.say(step.text), ways: step.ways.map { Tab(visit.say($0.label), $0.url) }, isDone: isDone)
        }
        let label = Label("Don’t show", ru: "Не показывать")
        let close = visit.ui.postButton(visit.say(label), NoticesPage.url / "first-steps" / "close", .plain, icon: .x)
        return visit.ui.firstSteps(lines, close: close)
    }

    private static func isDone(_ step: Step, _ visit: PageVisit) throws -> Bool {
        try step.makes.contains { object, filter in
            guard visit.schema.object(object) != nil, visit.may(\.read, object) else { return false }
            return try visit.records.count(Query(object, filter: try Filter(filter)), upTo: step.atLeast).value >= step.atLeast
        }
    }
}
