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
        let panels = try frame.pages.panels.map { try $0.render(visit) }
        func place(_ place: HomePanel.Place) -> HTML { panels.render { $0[place] ?? HTML() } }
        let html: HTML = """
            \(place(.top))<div class="figures">\(place(.figures))</div><div class="home"><div class="home__column">\(place(.main))</div>\
            <div class="home__column">\(place(.side))</div></div>
            """
        return PageContent(visit.say(Wording.home), Layout.pageHead(title) + html)
    }

    private static func greeting(_ visit: PageVisit, _ name: String) -> String {
        let hour = visit.context.zone.local(visit.records.now).millisecondsOfDay / 3_600_000
        let label =
            switch hour {
            case 5..<12: Label("Good morning, \(name)", ru: "Доброе утро, \(name)")
            case 12..<18: Label("Good afternoon, \(name)", ru: "Добрый день, \(name)")
            case 0..<5: Label("Hello, \(name)", ru: "Здравствуйте, \(name)")
            default: Label("Good evening, \(name)", ru: "Добрый вечер, \(name)")
            }
        return visit.say(label)
    }
}
