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

    /// A number worth knowing, with the rows behind it.
    public func figure(_ label: String, _ value: String, detail: String = "", isBad: Bool = false, href: URLPath) -> HTML {
        """
        <a class="figure\(" figure--bad", if: isBad)" href="\(href)"><span class="figure__label">\(label)</span><span class="figure__value">\(value)</span>\
        <span class="figure__detail">\(detail)</span></a>
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
                form($0, class: "form-inline", iconButton(mark, "\(say(done)): \(line.title)"))
            } ?? "<span class=\"tasks__mark\">\(icon(mark))</span>"
        return """
            <li class="tasks__line\(" tasks__line--done", if: line.isDone)">\(check)<div class="tasks__text">\
            <a class="tasks__title" href="\(line.url)">\(icon(line.icon))<span>\(line.title)</span></a>\
            <span class="tasks__about">\(line.about)</span></div>\(line.due.map(nextStep))</li>
            """
    }
}
