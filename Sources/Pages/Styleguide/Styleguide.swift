public import Kit
public import Markup

/// Every component with canned data, and samples of whole pages: for whoever builds pages and for the browser tests.
public enum Styleguide {
    public enum Sample: String, CaseIterable, Sendable {
        case components, parts, list, board, lanes, record, form, home, importing, empty, signIn = "sign-in"
    }

    /// The page at `/styleguide`, or one of the samples.
    public static func page(_ sample: Sample = .components, language: Language, assets: AssetLinks, theme: Theme = .system) -> HTML {
        let shell = shell(sample, language: language, assets: assets, theme: theme)
        let (ui, surroundings) = (shell.components, Surroundings(shell))
        switch sample {
        case .components: return Layout.page(surroundings, title: "Styleguide", components(ui))
        case .list: return Layout.page(surroundings, title: ui.say(Canned.deals), fillsWindow: true, list(ui))
        case .board:
            let toast = Toast(ui.say(Label("Deal moved to Proposal", ru: "Сделка перемещена в «Предложение»")), undo: .root)
            return Layout.page(surroundings, title: ui.say(Canned.deals), fillsWindow: true, toast: toast, board(ui))
        case .parts: return Layout.page(surroundings, title: "Styleguide", parts(ui))
        case .lanes: return Layout.page(surroundings, title: ui.say(Canned.deals), fillsWindow: true, lanes(ui))
        case .record: return Layout.page(surroundings, title: ui.say(Canned.dealTitle), record(ui))
        case .form: return Layout.page(surroundings, title: ui.say(Canned.newDeal), form(ui))
        case .home: return Layout.page(surroundings, title: ui.say(Wording.home), home(ui))
        case .importing: return Layout.page(surroundings, title: ui.say(Canned.importing), importing(ui))
        case .empty: return Layout.page(surroundings, title: ui.say(Canned.people), empty(ui))
        case .signIn:
            return Layout.signIn(
                SignInForm(email: "anna@example.ru", error: ui.say(Label("Wrong e-mail or password", ru: "Неверная почта или пароль"))),
                language: language, assets: assets, csrf: "t")
        }
    }

    static func url(_ sample: Sample) -> URLPath { URLPath("styleguide", sample.rawValue) }

    private static func shell(_ sample: Sample, language: Language, assets: AssetLinks, theme: Theme) -> Shell {
        let say: (Label) -> String = { $0[language] }
        let departments: [(Label, Sample, Icon, String)] = [
            (Wording.home, .home, .house, "g h"), (Canned.deals, .board, .handshake, "g d"), (Canned.leads, .list, .target, "g l"),
            (Canned.people, .empty, .contact, "g p"), (Canned.companies, .record, .building, "g c"), (Canned.tasks, .form, .task, "g t"),
            (Canned.importing, .importing, .upload, "g i"), (Canned.reports, .components, .chart, "g r"),
        ]
        return Shell(
            language: language, theme: theme, assets: assets, csrf: "t", workspace: say(Label("Northwind", ru: "Северный ветер")),
            userName: say(Canned.anna), userMenu: [MenuItem(say(Wording.settings), .root, icon: .settings)],
            navigation: departments.map { NavigationItem(say($0.0), url($0.1), $0.2, isCurrent: $0.1 == sample, key: $0.3) },
            creations: [
                MenuItem(say(Canned.newDeal), url(.form), icon: .handshake, key: "c"),
                MenuItem(say(Canned.newPerson), url(.form), icon: .contact),
            ]
        )
    }
}
