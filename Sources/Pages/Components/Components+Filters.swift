public import Markup

/// One condition of a list, editable in place.
public struct FilterChip: Sendable {
    /// What is asked: "Amount ≥ 100 000".
    public var label: String
    /// The same list without it.
    public var remove: URLPath?
    /// The form that changes it; nothing for a chip that is only on or off.
    public var editor: HTML?

    public init(_ label: String, remove: URLPath?, editor: HTML? = nil) {
        self.label = label
        self.remove = remove
        self.editor = editor
    }
}

extension Components {
    /// The line above a list: what narrows it, a way to narrow it more, a way out. `trailing` holds columns, export and the like.
    public func filterBar(_ chips: [FilterChip], add: HTML?, clear: URLPath?, trailing: HTML = HTML()) -> HTML {
        let adder: HTML? = add.map { popover("\(icon(.filter))<span>\(say(Wording.addFilter))</span>", class: "button button--plain", $0) }
        let clearing: HTML? = clear.map { "<a class=\"button button--plain\" href=\"\($0)\">\(say(Wording.clearFilters))</a>" }
        return """
            <div class="filters"><div class="filters__chips">\(chips.render(chip))\(adder)\(chips.isEmpty ? nil : clearing)</div>\
            <div class="filters__trailing">\(trailing)</div></div>
            """
    }

    public func chip(_ chip: FilterChip) -> HTML {
        let label: HTML =
            chip.editor.map { popover(HTML(text: chip.label), class: "chip__label", $0) }
            ?? "<span class=\"chip__label\">\(chip.label)</span>"
        let remove: HTML? = chip.remove.map {
            "<a class=\"chip__remove\" href=\"\($0)\" aria-label=\"\(say(Wording.remove)): \(chip.label)\">\(icon(.x))</a>"
        }
        return "<div class=\"chip\">\(label)\(remove)</div>"
    }
}
