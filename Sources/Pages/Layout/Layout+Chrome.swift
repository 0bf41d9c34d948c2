import Kit
import Markup

extension Layout {
    /// The departments, on a wide screen.
    static func rail(_ shell: Shell, _ ui: Components) -> HTML {
        let links = shell.navigation.enumerated().render { index, item in
            let isFirst = item.section != nil && (index == 0 || shell.navigation[index - 1].section != item.section)
            let heading: HTML? = isFirst ? "<p class=\"rail__section\">\(item.section ?? "")</p>" : nil
            return """
            \(heading)<a class="rail__link" href="\(item.url)"\(" aria-current=\"page\"", if: item.isCurrent)\(ui.keyAttribute(item.key)) \
            title="\(item.label)">\(ui.icon(item.icon))<span>\(item.label)</span></a>
            """
        }
        return """
            <nav class="rail" aria-label="\(ui.say(Wording.sections))"><a class="rail__brand" href="\(URLPath.root)">\
            \(brand(shell.workspace))</a>\
            <div class="rail__links">\(links)</div></nav>
            """
    }

    /// Search, creation and the person.
    static func topbar(_ shell: Shell, _ ui: Components) -> HTML {
        let create: HTML =
            shell.creations.isEmpty
            ? HTML()
            : quickCreate(shell, ui)
        return """
            <header class="topbar" data-user="\(shell.user ?? 0)"><a class="topbar__brand" href="\(URLPath.root)" aria-label="\(ui.say(Wording.home))">\
            \(brand(shell.workspace))</a>\
            \(searchField(shell, ui))<div class="topbar__actions">\(create)\(bell(ui))\(personMenu(shell, ui))</div></header>
            """
    }

    /// Leads to what the person is told; a script says how much of it waits.
    private static func bell(_ ui: Components) -> HTML {
        let label = ui.say(Label("Notifications", ru: "Уведомления"))
        let gone = Label("This record is deleted or closed to you now.", ru: "Эта запись удалена или теперь закрыта для вас.")
        return """
            <a class="bell" href="\(URLPath("notifications"))" aria-label="\(label)" title="\(label)" data-label="\(label)" \
            data-present="\(ui.say(Label("Also here", ru: "Здесь же")))" \
            data-more="\(ui.say(Label("and {count} more", ru: "и ещё {count}")))" \
            data-gone="\(ui.say(gone))"\(ui.keyAttribute("g n"))>\(ui.icon(.bell))\
            <span class="bell__count" hidden></span></a>
            """
    }

    private static func quickCreate(_ shell: Shell, _ ui: Components) -> HTML {
        let menu = ui.menu(
            "\(ui.icon(.plus))<span>\(ui.say(Wording.create))</span>", class: "button button--secondary topbar__create",
            title: ui.say(Wording.create), shell.creations)
        return "<quick-create data-label=\"\(ui.say(Wording.create))\" data-offline=\"\(ui.say(Wording.offline))\">\(menu)</quick-create>"
    }

    /// The first four departments and the rest, under the thumb.
    static func bottomBar(_ shell: Shell, _ ui: Components) -> HTML {
        let links = shell.navigation.prefix(4).render { item in
            """
            <a class="bottom-bar__link" href="\(item.url)"\(" aria-current=\"page\"", if: item.isCurrent)>\(ui.icon(item.icon))<span>\
            \(item.label)</span></a>
            """
        }
        let rest = shell.navigation.dropFirst(4).map { MenuItem($0.label, $0.url, icon: $0.icon) }
        let more = rest.isEmpty ? HTML() : ui.menu("\(ui.icon(.menu))<span>\(ui.say(Wording.more))</span>", class: "bottom-bar__link", rest)
        return "<nav class=\"bottom-bar\" aria-label=\"\(ui.say(Wording.sections))\">\(links)\(more)</nav>"
    }

    /// A form that works by itself and a dialog that the script opens instead.
    private static func searchField(_ shell: Shell, _ ui: Components) -> HTML {
        let hint = ui.say(Wording.searchOrCommand)
        return """
            <command-field class="command-field" data-search="\(shell.search)"><form class="command-field__form" \
            action="\(shell.search)" role="search">\
            \(ui.icon(.search))<input class="command-field__input" type="search" name="q" value="\(shell.searchText)" \
            placeholder="\(hint)" \
            aria-label="\(hint)" autocomplete="off"><kbd class="kbd">Ctrl K</kbd></form>\
            <dialog class="palette" aria-label="\(hint)"><div class="palette__field">\(ui.icon(.search))\
            <input class="palette__input" type="text" role="combobox" aria-expanded="true" aria-controls="palette-results" \
            aria-autocomplete="list" \
            aria-label="\(hint)" placeholder="\(hint)" autocomplete="off" spellcheck="false"><kbd class="kbd">Esc</kbd></div>\
            <div class="palette__results" id="palette-results" role="listbox" aria-label="\(ui.say(Wording.search))" \
            data-offline="\(ui.say(Wording.offline))" data-page="\(ui.say(Wording.onThisPage))" \
            data-selected="\(ui.say(Wording.withChosen))"></div></dialog></command-field>
            """
    }

    private static func personMenu(_ shell: Shell, _ ui: Components) -> HTML {
        let themes = Theme.allCases.render { theme in
            """
            <button class="theme-switch__choice" type="submit" name="theme" value="\(theme.rawValue)" \
            aria-pressed="\(theme == shell.theme ? "true" : "false")" \
            aria-label="\(ui.say(theme.label))" title="\(ui.say(theme.label))">\(ui.icon(theme.icon))</button>
            """
        }
        let choice = ui.form(
            URLPath("preferences", "theme"), class: "theme-switch__form",
            "<span class=\"theme-switch__label\">\(ui.say(Wording.theme))</span>\(themes)")
        let exit = ui.menuLine(MenuItem(ui.say(Wording.signOut), .post(URLPath("sign-out")), icon: .signOut))
        let lines = shell.userMenu.render { "<li>\(ui.menuLine($0))</li>" }
        return ui.popover(
            ui.avatar(shell.userName), class: "topbar__person", title: shell.userName,
            """
            <p class="menu__heading">\(shell.userName)</p><ul class="menu__items">\(lines)</ul>\
            <theme-switch class="theme-switch">\(choice)</theme-switch><ul class="menu__items"><li>\(exit)</li></ul>
            """
        )
    }
}
