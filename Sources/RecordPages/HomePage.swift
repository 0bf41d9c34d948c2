import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Where a working day begins: what the departments have to say to this person.
enum HomePage {
    static func content(_ frame: PageFrame, _ visit: PageVisit) throws -> PageContent {
        let name = visit.principal.name.split(separator: " ").first.map(String.init) ?? visit.principal.name
        let title = greeting(visit, name)
        let main = try panels(.main, frame, visit)
        let html: HTML = """
            <div class="figures">\(try panels(.figures, frame, visit))</div><div class="home"><div class="home__column">\(main)</div>\
            <div class="home__column">\(try panels(.side, frame, visit))</div></div>
            """
        return PageContent(visit.say(Wording.home), Layout.pageHead(title) + html)
    }

    private static func panels(_ place: HomePanel.Place, _ frame: PageFrame, _ visit: PageVisit) throws -> HTML {
        try frame.pages.panels.filter { $0.place == place }.render { try $0.render(visit) }
    }

    private static func greeting(_ visit: PageVisit, _ name: String) -> String {
        let hour = visit.context.zone.local(visit.records.now).millisecondsOfDay / 3_600_000
        let label =
            switch hour {
            case 5..<12: Label("Good morning, \(name)", ru: "Доброе утро, \(name)")
            case 12..<18: Label("Good afternoon, \(name)", ru: "Добрый день, \(name)")
            default: Label("Good evening, \(name)", ru: "Добрый вечер, \(name)")
            }
        return visit.say(label)
    }
}
