public import Kit
public import Markup

/// One thing that happened to a record.
public struct TimelineEntry: Sendable {
    public var icon: Icon
    public var hue: Hue
    /// Who did what, in one line.
    public var headline: HTML
    /// For machines: `2026-11-22T10:00:00Z`.
    public var timestamp: String
    /// For people: "10:00", «вчера».
    public var time: String
    public var body: HTML?
    public var actions: HTML
    /// What else can be done, behind three dots.
    public var menu: [MenuItem]
    public var isPinned: Bool
    /// What it tells of; nil where nothing can be said of it.
    public var event: TimelineEvent?
    /// What was said of it.
    public var thread = HTML()

    public init(
        _ icon: Icon, _ hue: Hue = .gray, _ headline: HTML, timestamp: String, time: String, body: HTML? = nil, actions: HTML = HTML(),
        menu: [MenuItem] = [], isPinned: Bool = false, event: TimelineEvent? = nil
    ) {
        self.icon = icon
        self.hue = hue
        self.headline = headline
        self.timestamp = timestamp
        self.time = time
        self.body = body
        self.actions = actions
        self.menu = menu
        self.isPinned = isPinned
        self.event = event
    }
}

/// One of the things that can be written under a record: a note, a task, a call.
public struct ComposerKind: Sendable {
    public var id: String
    public var label: String
    public var icon: Icon
    /// A key that opens it.
    public var key: String?
    /// The whole form.
    public var form: HTML

    public init(id: String, label: String, icon: Icon, key: String? = nil, form: HTML) {
        self.id = id
        self.label = label
        self.icon = icon
        self.key = key
        self.form = form
    }
}

extension Components {
    /// The entries of a day, or of what is still ahead.
    public func timeline(_ heading: String, _ entries: [TimelineEntry]) -> HTML {
        """
        <section class="timeline"><h2 class="timeline__heading">\(heading)</h2>\
        <ol class="timeline__list">\(entries.render(entry))</ol></section>
        """
    }

    /// One box for everything that can be written, up to five kinds; switching needs no script.
    public func composer(_ kinds: [ComposerKind], label: String, current: String? = nil) -> HTML {
        let current = current ?? kinds.first?.id
        let choices = kinds.render { kind in
            """
            <label class="composer__kind"\(keyAttribute(kind.key))><input class="sr-only" type="radio" name="composer" value="\(kind.id)"\
            \(" checked", if: kind.id == current)>\(icon(kind.icon))<span>\(kind.label)</span></label>
            """
        }
        return """
            <section class="composer" aria-label="\(label)"><div class="composer__kinds" role="radiogroup" aria-label="\(label)">\
            \(choices)</div>\
            <div class="composer__panels">\(kinds.render { "<div class=\"composer__panel\">\($0.form)</div>" })</div></section>
            """
    }

    private func entry(_ entry: TimelineEntry) -> HTML {
        let body: HTML? = entry.body.map { "<div class=\"timeline__body\">\($0)</div>" }
        let actions: HTML = "<div class=\"timeline__actions\">\(entry.actions)</div>"
        let menu: HTML = entry.menu.isEmpty ? HTML() : "<div class=\"timeline__menu\">\(moreMenu(entry.menu))</div>"
        return """
            <li class="timeline__entry\(" timeline__entry--pinned", if: entry.isPinned)"\(entry.event.map { " id=\"\($0.anchor)\"" as HTML })>\
            <span class="timeline__icon hue-\(entry.hue.rawValue)">\(icon(entry.icon))</span>\
            <div class="timeline__content"><p class="timeline__line"><span>\(entry.headline)</span>\
            <time class="timeline__time" datetime="\(entry.timestamp)">\(entry.time)</time></p>\(body)\
            \(actions, if: !entry.actions.isEmpty)\(entry.thread)</div>\(menu)</li>
            """
    }
}
