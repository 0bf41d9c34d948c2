public import Kit
public import Markup

/// Something to do.
public struct TaskLine: Sendable {
    public var title: String
    public var url: URLPath
    /// Marks it done; nil when one may not.
    public var complete: URLPath?
    public var isDone: Bool
    /// What it is about.
    public var about: HTML
    public var due: NextStep?
    public var icon: Icon
    /// What else can be done with it.
    public var actions = HTML()
    /// The key that marks it done while it has the focus.
    public var key: String?

    public init(
        _ title: String, url: URLPath, complete: URLPath?, isDone: Bool = false, about: HTML = HTML(), due: NextStep? = nil,
        icon: Icon = .task
    ) {
        self.title = title
        self.url = url
        self.complete = complete
        self.isDone = isDone
        self.about = about
        self.due = due
        self.icon = icon
    }
}

/// Something to do first, done when what it makes is there.
public struct FirstStep: Sendable {
    public let title: String
    public let text: String
    public let ways: [Tab]
    public let isDone: Bool

    public init(_ title: String, _ text: String, ways: [Tab], isDone: Bool) {
        (self.title, self.text, self.ways, self.isDone) = (title, text, ways, isDone)
    }
}

/// A bar of a horizontal chart that opens the rows it came from.
public struct BarLine: Sendable {
    public var label: String
    public var value: String
    public var detail: String
    /// From 0 to 100.
    public var percent: Int
    public var hue: Hue
    public var url: URLPath

    public init(_ label: String, value: String, detail: String = "", percent: Int, hue: Hue, url: URLPath) {
        self.label = label
        self.value = value
        self.detail = detail
        self.percent = percent
        self.hue = hue
        self.url = url
    }
}

extension Components {
    public func tasks(_ lines: [TaskLine]) -> HTML { "<ul class=\"tasks\">\(lines.render(task))</ul>" }

    /// What to do first, and how much of it is done; `close` takes it away.
    public func firstSteps(_ steps: [FirstStep], close: HTML) -> HTML {
        let lines = steps.render { step in
            let state = step.isDone ? say(Label("done", ru: "сделано")) : ""
            let ways = step.ways.enumerated().render { linkButton($1.label, $1.url, $0 == 0 ? .secondary : .plain) }
            let more: HTML = "<p class=\"muted\">\(step.text)</p><div class=\"first-steps__ways\">\(ways)</div>"
            return """
                <li class="first-steps__step\(" first-steps__step--done", if: step.isDone)">\(icon(step.isDone ? .circleCheck : .circle))\
                <span class="sr-only">\(state)</span><div class="first-steps__text"><p class="first-steps__title">\(step.title)</p>\
                \(more, if: !step.isDone)</div></li>
                """
        }
        return panel(
            say(Label("First steps", ru: "Первые шаги")), count: "\(steps.filter(\.isDone).count) / \(steps.count)", action: close,
            isCard: true, "<ol class=\"first-steps\">\(lines)</ol>")
    }

    /// Things to do that are gone through by keys.
    public func dayList(_ keys: [(key: String, label: Label)], _ content: HTML) -> HTML {
        """
        <day-list class="day" data-offline="\(say(Wording.offline))">\(keys.render { shortcut($0.key, $0.label) })\(content)</day-list>
        """
    }

    /// A button that acts on the line it stands in; its key works while the line has the focus.
    public func rowButton(_ label: String, _ action: URLPath, key: String?, fields: [(String, String)]) -> HTML {
        let hidden = fields.render { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
        return form(action, class: "form-inline", hidden + button(label, .plain, attributes: " type=\"submit\"\(rowKey(key))"))
    }

    public func rowLink(_ label: String, _ url: URLPath, key: String) -> HTML {
        "<a class=\"button button--plain\" href=\"\(url)\"\(rowKey(key))>\(label)</a>"
    }

    private func rowKey(_ key: String?) -> HTML { key.map { " data-row-key=\"\($0)\"" } ?? HTML() }

    /// A number worth knowing, with the rows behind it.
    public func figure(_ label: String, _ value: String, detail: String = "", isBad: Bool = false, href: URLPath) -> HTML {
        """
        <a class="figure\(" figure--bad", if: isBad)" href="\(href)"><span class="figure__label">\(label)</span><span class="figure__value">\(value)</span>\
        <span class="figure__detail">\(detail)</span></a>
        """
    }

    /// Numbers beside those of another time: each opens the rows that it counts.
    public func comparison(_ heads: [String], _ lines: [(label: String, cells: [(text: String, url: URLPath?)])]) -> HTML {
        let head = heads.render { "<th scope=\"col\" class=\"num\">\($0)</th>" }
        let rows = lines.render { line in
            let cells = zip(heads, line.cells).render { head, cell in
                let text: HTML = cell.url.map { "<a href=\"\($0)\">\(cell.text)</a>" } ?? "\(cell.text)"
                return "<td class=\"num\" data-label=\"\(head)\">\(text)</td>"
            }
            return "<tr><th scope=\"row\">\(line.label)</th>\(cells)</tr>"
        }
        return """
            <div class="comparison"><table class="comparison__table\(" comparison__table--wide", if: heads.count > 3)"><thead><tr><td></td>\(head)</tr></thead>\
            <tbody>\(rows)</tbody></table></div>
            """
    }

    public func bars(_ lines: [BarLine]) -> HTML {
        let items = lines.render { line in
            """
            <li><a class="bars__line hue-\(line.hue.rawValue)" href="\(line.url)"><span class="bars__label">\(line.label)</span>\
            <span class="bars__detail">\(line.detail)</span><span class="bars__value num">\(line.value)</span>\
            <svg class="bars__bar" aria-hidden="true"><rect class="bars__track" width="100%" height="6" rx="3"/>\
            <rect class="bars__fill" width="\(min(max(line.percent, 0), 100))%" height="6" rx="3"/></svg></a></li>
            """
        }
        return "<ul class=\"bars\">\(items)</ul>"
    }

    private func task(_ line: TaskLine) -> HTML {
        let mark = line.isDone ? Icon.circleCheck : Icon.circle
        let done = Label("Done", ru: "Готово")
        let check: HTML =
            line.complete.map {
                form(
                    $0, class: "form-inline",
                    iconButton(mark, "\(say(done)): \(line.title)", attributes: " type=\"submit\"\(rowKey(line.key))"))
            } ?? "<span class=\"tasks__mark\">\(icon(mark))</span>"
        let actions: HTML = "<span class=\"tasks__actions\">\(line.actions)</span>"
        let focus: HTML? = line.key == nil ? nil : " tabindex=\"-1\""
        return """
            <li class="tasks__line\(" tasks__line--done", if: line.isDone)"\(focus)>\(check)<div class="tasks__text">\
            <a class="tasks__title" href="\(line.url)">\(icon(line.icon))<span>\(line.title)</span></a>\
            <span class="tasks__about">\(line.about)</span></div>\(line.due.map(nextStep))\(actions, if: !line.actions.isEmpty)</li>
            """
    }
}
