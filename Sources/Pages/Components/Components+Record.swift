public import Kit
public import Markup

/// A field of a record as it is read.
public struct Fact: Sendable {
    public var label: String
    /// Nil when there is nothing.
    public var value: HTML?
    /// Where it is changed; nil when one may not.
    public var edit: URLPath?

    public init(_ label: String, _ value: HTML?, edit: URLPath? = nil) {
        self.label = label
        self.value = value
        self.edit = edit
    }
}

/// A step of the stage bar.
public struct StageStep: Sendable {
    public enum State: String, Sendable { case done, current, ahead }

    public var id: String
    public var title: String
    public var hue: Hue
    public var state: State

    public init(id: String, title: String, hue: Hue, state: State) {
        self.id = id
        self.title = title
        self.hue = hue
        self.state = state
    }
}

extension Components {
    /// A record in three columns: key fields, composer and timeline, related cards.
    public func recordPage(head: HTML, facts: HTML, main: HTML, related: HTML) -> HTML {
        """
        <article class="record">\(head)<aside class="record__facts">\(facts)</aside>\
        <div class="record__main">\(main)</div><aside class="record__related">\(related)</aside></article>
        """
    }

    /// The head of a record: where it belongs, its name, its badges, its actions and its stage bar.
    public func recordHead(
        list: Tab, walk: HTML = HTML(), title: String, subtitle: HTML = HTML(), actions: HTML = HTML(), stageBar: HTML = HTML()
    ) -> HTML {
        """
        <header class="record__head"><div class="record__line"><div class="record__titles">\
        \(backLink(list))\(walk)<h1 class="record__title" title="\(title)">\(title)</h1><div class="record__subtitle">\(subtitle)</div></div>\
        <div class="record__actions">\(actions)</div></div>\(stageBar)</header>
        """
    }

    /// The records before and behind in the list that one came from. `here` is the address of this one that knows the list.
    public func recordWalk(previous: URLPath?, next: URLPath?, here: URLPath) -> HTML {
        func step(_ url: URLPath?, _ icon: Icon, _ name: Label, _ rel: HTML, _ key: HTML) -> HTML {
            guard let url else { return "<span class=\"icon-button icon-button--off\" aria-hidden=\"true\">\(self.icon(icon))</span>" }
            return """
                <a class="icon-button" rel="\(rel)" href="\(url)" aria-label="\(say(name))" title="\(say(name))" data-key-hint="\(key)">\
                \(self.icon(icon))</a>
                """
        }
        return """
            <nav class="record__walk" data-address="\(here)" aria-label="\(say(Wording.pages))">\
            \(step(previous, .arrowUp, Wording.previousRecord, "prev", "Ctrl+↑"))\(step(next, .arrowDown, Wording.nextRecord, "next", "Ctrl+↓"))</nav>
            """
    }

    /// A record at a glance, inside the panel that a script opens.
    public func peek(_ title: String, subtitle: String, _ url: URLPath, actions: HTML, _ content: HTML) -> HTML {
        """
        <div class="peek__head"><div><h2 class="peek__title" id="peek-title"><a href="\(url)">\(title)</a></h2>\
        <p class="muted">\(subtitle)</p></div>\(iconButton(.x, say(Wording.close), attributes: " type=\"button\" data-closes"))</div>\
        <div class="peek__body">\(content)</div><div class="peek__actions">\(actions)</div>
        """
    }

    /// The way to where something belongs.
    public func backLink(_ place: Tab) -> HTML { "<a class=\"record__list\" href=\"\(place.url)\">\(icon(.chevronLeft))\(place.label)</a>" }

    /// One button per stage. Posts `stage` with the version of the record.
    public func stageBar(action: URLPath, version: Int64, _ steps: [StageStep]) -> HTML {
        let buttons = steps.render { step in
            """
            <li class="stage-bar__item"><button class="stage-bar__step stage-bar__step--\(step.state.rawValue) hue-\(step.hue.rawValue)" \
            type="submit" name="stage" value="\(step.id)" title="\(step.title)"\(" aria-current=\"step\"", if: step.state == .current)>\
            <span>\(step.title)</span></button></li>
            """
        }
        let version: HTML = "<input type=\"hidden\" name=\"_version\" value=\"\(version)\">"
        return form(
            action, class: "stage-bar", version + "<ol class=\"stage-bar__list\" aria-label=\"\(say(Wording.stage))\">\(buttons)</ol>")
    }

    public func facts(_ facts: [Fact]) -> HTML {
        "<dl class=\"facts\">\(facts.render(fact))</dl>"
    }

    /// A titled group: fields, related records; `isCard` draws a frame around it.
    public func panel(_ title: String, count: String? = nil, action: HTML = HTML(), isCard: Bool = false, _ content: HTML) -> HTML {
        """
        <section class="panel\(" panel--card", if: isCard)"><header class="panel__head"><h2 class="panel__title">\(title)\
        \(count.map { "<span class=\"panel__count\">\($0)</span>" as HTML })</h2>\(action)</header>\(content)</section>
        """
    }

    /// Under the first few of many: the way to all of them.
    public func wayToAll(_ count: String, _ url: URLPath) -> HTML {
        "<p><a class=\"panel__all\" href=\"\(url)\">\(say(Label("All \(count)", ru: "Все: \(count)")))</a></p>"
    }

    /// A related record in a panel.
    public func relatedLine(_ title: String, href: URLPath, detail: String = "", trailing: HTML = HTML()) -> HTML {
        """
        <li class="related"><a class="related__link" href="\(href)"><span class="related__title">\(title)</span>\
        <span class="related__detail">\(detail)</span></a><span class="related__trailing">\(trailing)</span></li>
        """
    }

    public func relatedList(_ lines: HTML) -> HTML { "<ul class=\"related-list\">\(lines)</ul>" }

    private func fact(_ fact: Fact) -> HTML {
        let value: HTML = fact.value ?? "<span class=\"facts__empty\" aria-label=\"\(say(Wording.notSet))\" role=\"img\">—</span>"
        let edit: HTML? = fact.edit.map {
            "<a class=\"facts__edit\" href=\"\($0)\" aria-label=\"\(say(Wording.edit)): \(fact.label)\">\(icon(.pencil))</a>"
        }
        return
            "<div class=\"facts__row\"><dt class=\"facts__label\">\(fact.label)</dt><dd class=\"facts__value\">\(value)\(edit)</dd></div>"
    }
}
