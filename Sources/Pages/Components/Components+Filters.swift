public import Markup

/// One condition of a list, editable in place.
public struct FilterChip: Sendable {
    /// What is asked: "Amount ≥ 100 000".
    public var label: String
    /// The same list without it.
    public var remove: URLPath?
    /// Where it is changed: a form that a script opens below the chip. Nothing for a chip that is only on or off.
    public var editor: URLPath?

    public init(_ label: String, remove: URLPath?, editor: URLPath? = nil) {
        self.label = label
        self.remove = remove
        self.editor = editor
    }
}

extension Components {
    /// The line above a list: what narrows it, a way to narrow it more, a way out. `trailing` holds columns, export and the like.
    /// - Parameter leading: ready ways to narrow it, before the chips.
    public func filterBar(_ chips: HTML, leading: HTML = HTML(), add: URLPath?, clear: URLPath?, trailing: HTML = HTML()) -> HTML {
        let adder: HTML? = add.map {
            """
            <span class="chip chip--adder"><a class="button button--plain" data-condition data-key="f" href="\($0)">\(icon(.filter))\
            <span>\(say(Wording.addFilter))</span></a></span>
            """
        }
        let clearing: HTML? = clear.map { "<a class=\"button button--plain\" href=\"\($0)\">\(say(Wording.clearFilters))</a>" }
        return """
            <div class="filters"><div class="filters__chips">\(leading)\(chips)\(adder)\(chips.isEmpty ? nil : clearing)</div>\
            <div class="filters__trailing">\(trailing)</div></div>
            """
    }

    public func chip(_ chip: FilterChip) -> HTML {
        let label: HTML =
            chip.editor.map { "<a class=\"chip__label\" data-condition href=\"\($0)\">\(chip.label)</a>" }
            ?? "<span class=\"chip__label\">\(chip.label)</span>"
        return "<div class=\"chip\">\(label)\(chip.remove.map { chipRemove(chip.label, $0) })</div>"
    }

    /// The cross at the end of a chip.
    public func chipRemove(_ label: String, _ url: URLPath) -> HTML {
        "<a class=\"chip__remove\" data-remove href=\"\(url)\" aria-label=\"\(say(Wording.remove)): \(label)\">\(icon(.x))</a>"
    }
}
