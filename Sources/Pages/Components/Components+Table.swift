public import Kit
public import Markup

/// The head of a column.
public struct TableColumn: Sendable {
    public enum Direction: String, Sendable { case ascending, descending }

    public var title: String
    public var isNumeric: Bool
    /// Sorts by this column, or turns its order round.
    public var sort: URLPath?
    /// Set on the column that the rows are sorted by now.
    public var direction: Direction?
    /// The field whose cells are changed where they stand; nil for a column that is only read.
    public var field: String?
    /// Why they can't be.
    public var fixed: Label?
    /// Whether a value belongs to one row, so that it is not filled into others.
    public var isAlone = false
    /// What the address of the list calls it; nil for a column that stays where it is.
    public var name: String?

    public init(
        _ title: String, isNumeric: Bool = false, sort: URLPath? = nil, direction: Direction? = nil, field: String? = nil,
        name: String? = nil
    ) {
        self.field = field
        self.name = name
        self.title = title
        self.isNumeric = isNumeric
        self.sort = sort
        self.direction = direction
    }
}

extension Components {
    /// A dense list. `rows` are made by `row`; on a phone every row becomes a card.
    public func table(_ columns: [TableColumn], caption: String, isSelectable: Bool = false, foot: HTML = HTML(), rows: HTML) -> HTML {
        "\(tableStart(columns, caption: caption, isSelectable: isSelectable))\(rows)\(tableEnd(foot: foot))"
    }

    /// What comes before the rows.
    public func tableStart(_ columns: [TableColumn], caption: String, isSelectable: Bool = false) -> HTML {
        let check: HTML =
            """
            <th class="table__check"><input type="checkbox" class="checkbox" data-check-all \
            aria-label="\(say(Wording.selectAll))"></th>
            """
        return """
            <div class="table-frame" role="region" aria-label="\(caption)" tabindex="0"><table class="table">\
            <caption class="sr-only">\(caption)</caption>\
            <thead><tr>\(check, if: isSelectable)\(columns.render(head))</tr></thead><tbody>
            """
    }

    /// What comes behind them.
    public func tableEnd(foot: HTML = HTML()) -> HTML { "</tbody>\(foot)</table></div>" }

    /// Keys for a table inside: j, k and arrows, Enter, e and x. `bulk` is shown while rows are selected, above everything.
    public func listView(_ content: HTML, bulk: HTML = HTML()) -> HTML {
        "\(listStart)\(content)\(listEnd(bulk: bulk))"
    }

    /// What comes before the content of a list.
    public var listStart: HTML {
        """
        <list-view>\(shortcut("J", Wording.nextRow))\(shortcut("K", Wording.previousRow))\(shortcut("Enter", Wording.openRow))\
        \(shortcut("E", Wording.editRow))\(shortcut("F2", Wording.editCell))\(shortcut("X", Wording.selectRow))\
        \(shortcut("Shift ↓", Wording.chooseCells))\(shortcut("Ctrl+D", Wording.fillDown))\
        \(shortcut("Space", Wording.peek))<span data-paste="\(say(Wording.pasteColumn))" data-fill="\(say(Wording.fillDown))" \
        data-changed="\(say(Wording.columnsChanged))" data-renew="\(say(Wording.renewList))" hidden></span>
        """
    }

    /// What a script opens at the head of a column.
    public var columnMenu: HTML {
        func item(_ action: HTML, _ label: Label) -> HTML {
            """
            <button type="button" class="menu__item" data-column-action="\(action)">\(say(label))</button>
            """
        }
        return """
            \(shortcut("Shift ←", Wording.moveColumnLeft))\(shortcut("Shift →", Wording.moveColumnRight))<template data-column-menu>\
            <div class="menu__panel column-menu" role="dialog">\(item("left", Wording.moveColumnLeft))\
            \(item("right", Wording.moveColumnRight))\(item("narrower", Wording.narrower))\(item("wider", Wording.wider))\
            \(item("hide", Wording.hideColumn))</div></template>
            """
    }

    /// What comes behind it.
    public func listEnd(bulk: HTML = HTML()) -> HTML {
        guard !bulk.isEmpty else { return "</list-view>" }
        let counted: HTML = """
            <span class="bulk-bar__count">\(say(Wording.selected)): <output data-selected-count>0</output></span>
            """
        return "<div class=\"bulk-bar\">\(counted)\(bulk)</div></list-view>"
    }

    /// A key that a script handles, for the list of shortcuts.
    func shortcut(_ key: String, _ name: Label) -> HTML {
        "<span hidden data-key-hint=\"\(key)\" aria-label=\"\(say(name))\"></span>"
    }

    /// A row; `href` is where Enter and a click lead, `edit` is where `e` leads.
    public func row(href: URLPath? = nil, edit: URLPath? = nil, selectable id: String? = nil, _ cells: HTML) -> HTML {
        "\(rowStart(href: href, edit: edit, selectable: id))\(cells)</tr>"
    }

    /// What its cells follow.
    /// - Parameter form: the form that the box belongs to, where the row stands in none.
    public func rowStart(href: URLPath? = nil, edit: URLPath? = nil, selectable id: String? = nil, form: String? = nil) -> HTML {
        let open: HTML? = href.map { " data-href=\"\($0)\"" }
        let change: HTML? = edit.map { " data-edit=\"\($0)\"" }
        let check: HTML? = id.map {
            """
            <td class="table__check"><input type="checkbox" class="checkbox"\(form.map { " form=\"\($0)\"" as HTML }) name="id" value="\($0)" \
            aria-label="\(say(Wording.selectRow))"></td>
            """
        }
        return "<tr class=\"table__row\"\(open)\(change)>\(check)"
    }

    /// The cell that names the row and opens it.
    public func titleCell(_ text: String, href: URLPath) -> HTML { "\(titleCellStart)<a href=\"\(href)\">\(text)</a></td>" }

    public var titleCellStart: HTML { "<td class=\"table__title\">" }

    /// Any other cell; `label` names it where the row is a card.
    public func cell(_ content: HTML, label: String, isNumeric: Bool = false) -> HTML {
        "\(cellStart(label: label, isNumeric: isNumeric))\(content)\(cellEnd)"
    }

    /// What the cells of a column begin with, for lists that make it once.
    public func cellStart(label: String, isNumeric: Bool) -> HTML { "<td\(" class=\"num\"", if: isNumeric) data-label=\"\(label)\">" }

    public var cellEnd: HTML { "</td>" }

    /// Before and after by key, and how many there are.
    public func pagination(summary: String, previous: URLPath?, next: URLPath?) -> HTML {
        """
        <nav class="pagination" aria-label="\(say(Wording.pages))"><span class="pagination__summary">\(summary)</span>\
        \(step(previous, .chevronLeft, say(Wording.previous), rel: "prev", key: "["))\
        \(step(next, .chevronRight, say(Wording.following), rel: "next", key: "]"))</nav>
        """
    }

    private func head(_ column: TableColumn) -> HTML {
        let order: HTML? = column.direction.map { " aria-sort=\"\($0.rawValue)\"" }
        let mark: Icon =
            switch column.direction {
            case .ascending: .arrowUp
            case .descending: .arrowDown
            case nil: .sort
            }
        let title: HTML =
            if let sort = column.sort {
                "<a class=\"table__sort\" href=\"\(sort)\">\(column.title)\(icon(mark))</a>"
            } else {
                HTML(text: column.title)
            }
        let field: HTML? = column.field.map { " data-field=\"\($0)\"" }
        let name: HTML? = column.name.map { " data-column=\"\($0)\"" }
        let fixed: HTML? = column.fixed.map { " data-fixed=\"\(say($0))\"" }
        let alone: HTML? = column.isAlone ? " data-alone" : nil
        return "<th scope=\"col\"\(" class=\"num\"", if: column.isNumeric)\(order)\(field)\(alone)\(fixed)\(name)>\(title)</th>"
    }

    private func step(_ url: URLPath?, _ icon: Icon, _ label: String, rel: String, key: String) -> HTML {
        if let url {
            """
            <a class="icon-button icon-button--bordered" href="\(url)" rel="\(rel)" aria-label="\(label)" title="\(label)" \
            data-key="\(key)">\(self.icon(icon))</a>
            """
        } else {
            "<span class=\"icon-button icon-button--bordered icon-button--off\" aria-hidden=\"true\">\(self.icon(icon))</span>"
        }
    }
}
