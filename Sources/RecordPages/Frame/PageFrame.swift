import Definitions
import Identity
import Kit
package import Markup
package import Pages
package import RecordEngine
package import Web

/// Surrounds the content of a page with what belongs around every page: navigation, search, creation, the person, the last action.
package struct PageFrame {
    package let pages: DepartmentPages
    let fragments = Fragments()

    package init(pages: DepartmentPages) { self.pages = pages }

    /// What reading for a page can come to.
    package enum Answer {
        case content(PageContent)
        case see(URLPath)
        /// A piece of a page, for a script.
        case fragment(HTML)
    }

    /// The page of a signed-in person, read as one unit.
    package func respond(_ visit: Visit, _ content: @escaping @Sendable (PageVisit) throws -> PageContent) async throws -> WebResponse {
        try await answer(visit) { .content(try content($0)) }
    }

    package func answer(_ visit: Visit, _ answer: @escaping @Sendable (PageVisit) throws -> Answer) async throws -> WebResponse {
        try await visit.read { records, caller in
            let view = pageVisit(visit, try records.asOf(visit.request.item("as_of")), caller)
            switch try answer(view) {
            case .content(var content):
                if view.records.isPast { content.html = view.pastBar + content.html }
                return .html(try html(content, pageVisit(visit, records, caller), visit, caller), status: content.status)
            case .see(let url): return .see(url.text)
            case .fragment(let html): return .html(html)
            }
        }
    }

    package func pageVisit(_ visit: Visit, _ records: Records, _ caller: Visit.Caller) -> PageVisit {
        let ui = Components(language: caller.language, csrf: caller.formToken, assets: visit.site.assets.links)
        let path = URLPath(local: visit.request.encodedPath) ?? .root
        let page = PageVisit(records, ui, path: path, items: visit.request.query)
        page.cameFrom = visit.cameFrom
        return page
    }

    package func html(_ content: PageContent, _ view: PageVisit, _ visit: Visit, _ caller: Visit.Caller) throws -> HTML {
        let searchText = view.path == URLPath("search") ? view.item("q") ?? "" : ""
        let place = view.path == .root ? "home" : view.path.text.hasPrefix("/import") ? "import" : content.object ?? ""
        let key = Fragments.Key(
            "surroundings", view, [caller.formToken, caller.principal.name, visit.request.theme.rawValue, place, searchText])
        let surroundings = fragments.surroundings(key) {
            Surroundings(
                Shell(
                    language: caller.language, theme: visit.request.theme, assets: visit.site.assets.links, csrf: caller.formToken,
                    workspace: visit.workspace.title, userName: caller.principal.name, user: caller.principal.user,
                    userMenu: userMenu(caller),
                    navigation: navigation(view, current: content.object), creations: creations(view), searchText: searchText
                ))
        }
        return Layout.page(
            surroundings, title: content.title, fillsWindow: content.fillsWindow, toast: try toast(view), [content.html] + content.rest)
    }

    /// The objects that the person may read, under their own names.
    func navigation(_ view: PageVisit, current: String?) -> [NavigationItem] {
        let keys = ["deal": "g d", "company": "g c", "person": "g p", "activity": "g a", "product": "g r"]
        let order = ["deal", "company", "person", "activity"]
        let objects = view.schema.objects.filter { $0.isInNavigation && view.may(\.read, $0.name) }
        let sorted = order.compactMap { name in objects.first { $0.name == name } } + objects.filter { !order.contains($0.name) }
        var items = [NavigationItem(view.say(Wording.home), .root, .house, isCurrent: view.path == .root, key: "g h")]
        func item(_ object: ObjectDefinition) -> NavigationItem {
            NavigationItem(
                view.say(object.noun.plural), front(of: object), Icon(named: object.icon), isCurrent: object.name == current,
                key: keys[object.name], section: object.custom?.section
            )
        }
        items += sorted.filter { $0.custom?.section == nil }.map(item)
        if objects.contains(where: { view.principal.role.grant($0.name).create }) {
            let isCurrent = view.path.text.hasPrefix("/import")
            items.append(
                NavigationItem(view.say(Label("Import", ru: "Импорт")), URLPath("import"), .upload, isCurrent: isCurrent, key: "g i"))
        }
        var sections: [String] = []
        for object in sorted { if let section = object.custom?.section, !sections.contains(section) { sections.append(section) } }
        return items + sections.flatMap { section in sorted.filter { $0.custom?.section == section }.map(item) }
    }

    /// Where the navigation leads for an object.
    func front(of object: ObjectDefinition) -> URLPath {
        switch pages.tabs.first(where: { $0.object == object.name && $0.isFront })?.target {
        case .page(let url): url
        case .filter(let filter, let sort): ListState(object, filter: filter, sort: sort).url
        case nil: URLPath(object.path)
        }
    }

    /// The page that shows the records of an object as a board, if there is one.
    func board(of object: ObjectDefinition) -> URLPath? {
        let url = URLPath(object.path) / "board"
        return pages.pages.contains { $0.pattern == url.text } ? url : nil
    }

    /// The fields that the object's department leaves out of its forms.
    func omitted(_ object: ObjectDefinition, isNew: Bool) -> Set<String> {
        let rules = pages.forms.filter { $0.object == object.name }
        return Set(rules.flatMap { isNew ? $0.omits + $0.omitsInNew : $0.omits })
    }

    /// What fills the forms of an object before they are saved.
    func aid(of object: ObjectDefinition) -> FormAid? { pages.aids.first { $0.object == object.name } }

    /// The objects that the person may make new records of, the usual first.
    func creatable(_ view: PageVisit) -> [ObjectDefinition] {
        let order = ["deal", "person", "company", "activity", "product"]
        let custom = view.schema.objects.filter { $0.isCustom && $0.isInNavigation }
        return (order.compactMap { view.schema.object($0) } + custom).filter { view.principal.role.grant($0.name).create }
    }

    func creations(_ view: PageVisit) -> [MenuItem] {
        creatable(view).enumerated().map { index, object in
            MenuItem(view.say(object.noun.new), URLPath(object.path) / "new", icon: Icon(named: object.icon), key: index == 0 ? "c" : nil)
        }
    }

    private func userMenu(_ caller: Visit.Caller) -> [MenuItem] {
        let say: (Label) -> String = { $0[caller.language] }
        var items = [MenuItem(say(Wording.profile), URLPath("profile"), icon: .user)]
        items.append(MenuItem(say(ActionsPage.label), URLPath("actions"), icon: .history))
        items.append(MenuItem(say(Wording.dataQuality), URLPath("quality"), icon: .sparkles))
        items.append(MenuItem(say(Wording.trash), URLPath("trash"), icon: .trash))
        if caller.principal.role.administers {
            items.append(MenuItem(say(Wording.settings), URLPath("settings"), icon: .settings, key: "g s"))
        }
        let other: Language = caller.language == .ru ? .en : .ru
        items.append(
            MenuItem(
                other == .ru ? "Русский" : "English", .post(URLPath("preferences", "language").query("language", other.rawValue)),
                icon: .languages))
        return items
    }
}

extension Workspace {
    /// What people call it.
    package var title: String { "Krug" }
}
