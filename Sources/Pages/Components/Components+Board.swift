public import Kit
public import Markup

/// A column of a board: a stage with its cards, their count and their sum.
public struct BoardColumn: Sendable {
    public enum Kind: String, Sendable { case open, won, lost }

    public var id: String
    public var title: String
    public var hue: Hue
    public var kind: Kind
    public var count: String
    public var sum: String
    /// The sum by how likely it is.
    public var weighted: String?
    /// Those that have stood here too long, with the rows behind them.
    public var aged: Tab?
    /// What is wrong with the column as a whole.
    public var warning: String?
    public var cards: HTML
    /// The rest of the cards: the board with more of them, or the list when there are too many.
    public var more: URLPath?
    public var moreIsBoard = false
    /// A new card in this column: the page with the whole form.
    public var add: URLPath?
    /// What the short form of a new card carries beyond its title, and where it is sent.
    public var quick: (action: URLPath, fields: [(name: String, value: String)])?

    public init(
        id: String, title: String, hue: Hue, kind: Kind = .open, count: String, sum: String, cards: HTML, more: URLPath? = nil,
        add: URLPath? = nil
    ) {
        self.id = id
        self.title = title
        self.hue = hue
        self.kind = kind
        self.count = count
        self.sum = sum
        self.cards = cards
        self.more = more
        self.add = add
    }
}

/// The cards of one owner, column by column.
public struct BoardLane: Sendable {
    public var id: String
    public var title: String
    public var count: String
    public var sum: String
    public var cards: [HTML]

    public init(id: String, title: String, count: String, sum: String, cards: [HTML]) {
        (self.id, self.title, self.count, self.sum, self.cards) = (id, title, count, sum, cards)
    }
}

/// What is planned next with a record, and how urgent it is.
public struct NextStep: Sendable {
    public enum Urgency: String, Sendable { case overdue, today, none, planned }

    public var urgency: Urgency
    /// Says the urgency too: "Overdue by 3 days: call".
    public var text: String

    public init(_ urgency: Urgency, _ text: String) {
        self.urgency = urgency
        self.text = text
    }
}

/// A record on a board.
public struct BoardCard: Sendable {
    public var id: String
    public var version: Int64
    public var url: URLPath
    public var move: URLPath?
    public var title: String
    public var subtitle: String
    public var amount: String
    public var nextStep: NextStep?
    public var owner: String?
    public var tags: HTML
    /// More about it, a line each.
    public var facts: [String] = []
    /// How long it has stood here, where that is too long.
    public var age: String?

    /// `move` takes the form that the board posts; a card without it can't be dragged.
    public init(
        id: String, version: Int64, url: URLPath, move: URLPath?, title: String, subtitle: String = "", amount: String = "",
        nextStep: NextStep? = nil, owner: String? = nil, tags: HTML = HTML()
    ) {
        self.id = id
        self.version = version
        self.url = url
        self.move = move
        self.title = title
        self.subtitle = subtitle
        self.amount = amount
        self.nextStep = nextStep
        self.owner = owner
        self.tags = tags
    }
}

extension Components {
    /// The whole board. `reasons` are offered when a card goes to a column of kind `lost`.
    /// With `lanes` the cards stand in these, under the heads of the columns.
    public func board(
        _ columns: [BoardColumn], lanes: [BoardLane] = [], isCompact: Bool = false, label: String, reasons: [Option] = []
    ) -> HTML {
        let content =
            lanes.isEmpty
            ? columns.render(column)
            : "<div class=\"board__heads\">\(columns.render { columnPlace($0, boardHead($0)) })</div>\(lanes.render { lane($0, columns) })"
        return """
            <stage-board class="board\(" board--lanes", if: !lanes.isEmpty)\(" board--compact", if: isCompact)" aria-label="\(label)" \
            role="group" data-failure="\(say(Wording.moveFailed))" \
            data-waiting="\(say(Wording.moveWaits))" data-offline="\(say(Wording.offline))" \
            data-move-label="\(say(Wording.moveTo))">\
            \(shortcut("M", Wording.moveCard))\(shortcut("Enter", Wording.openCard))\(content)\(reasonDialog(reasons))\
            </stage-board>
            """
    }

    /// The head of a column; also what a move returns for both columns, to replace the old heads.
    public func boardHead(_ column: BoardColumn) -> HTML {
        let aged: HTML? = column.aged.map { "<a class=\"board__aged\" href=\"\($0.url)\">\(icon(.clock))<span>\($0.label)</span></a>" }
        let warning: HTML? = column.warning.map { "<span class=\"board__warning\">\(icon(.warning))<span>\($0)</span></span>" }
        let weighted: HTML? = column.weighted.map { "<span class=\"board__weighted\">\($0)</span>" }
        return """
            <header class="board__head" data-head="\(column.id)"><h2 class="board__title"><span class="board__mark" aria-hidden="true"></span>\
            \(column.title)<span class="board__count\(" board__count--over", if: column.warning != nil)">\(column.count)</span></h2>\
            <span class="board__sum">\(column.sum)</span>\(weighted)\(aged)\(warning)</header>
            """
    }

    public func boardCard(_ card: BoardCard) -> HTML {
        let move: HTML? = card.move.map { " data-move-url=\"\($0)\"" }
        let subtitle: HTML = "<p class=\"card__subtitle\">\(card.subtitle)</p>"
        let age: HTML? = card.age.map { "<p class=\"card__age\">\(icon(.clock))<span>\($0)</span></p>" }
        let tags: HTML = "<p class=\"card__tags\">\(card.tags)</p>"
        // Without scripts a card is moved on a page of its own.
        let link: HTML? = card.move.map { "<noscript><a class=\"card__move\" href=\"\($0)\">\(say(Wording.moveTo))…</a></noscript>" }
        return """
            <li class="card\(" card--aged", if: card.age != nil)" tabindex="0" data-id="\(card.id)" data-version="\(card.version)"\(move)>\
            <a class="card__title" href="\(card.url)" title="\(card.title)">\(card.title)</a>\(subtitle, if: !card.subtitle.isEmpty)\
            \(tags, if: !card.tags.isEmpty)\(card.facts.render { "<p class=\"card__fact\">\($0)</p>" })\
            <p class="card__amount num">\(card.amount)</p>\(age)\
            <div class="card__foot">\(card.nextStep.map(nextStep))\(card.owner.map { avatar($0) })</div>\(link)</li>
            """
    }

    /// A coloured dot and what is planned.
    public func nextStep(_ step: NextStep) -> HTML {
        var html = HTML()
        html.append(nextStep: step.urgency) { $0 += step.text.utf8 }
        return html
    }

    private func column(_ column: BoardColumn) -> HTML {
        let more: HTML? = column.more.map {
            """
            <a class="board__more" href="\($0)"\(" data-rest", if: column.moreIsBoard)>\(say(column.kind == .open ? Wording.more : Wording.all))</a>
            """
        }
        let add: HTML? = column.add.map { url in
            column.quick.map { quickForm($0.action, $0.fields, url) }
                ?? "<a class=\"board__add\" href=\"\(url)\">\(icon(.plus))<span>\(say(Wording.add))</span></a>"
        }
        let fold = iconButton(.chevronLeft, "\(say(Wording.foldColumn)): \(column.title)", attributes: " type=\"button\" data-folds hidden")
        return columnPlace(
            column,
            "\(fold)\(boardHead(column))<ol class=\"board__cards\" data-empty=\"\(say(Wording.emptyColumn))\">\(column.cards)</ol>\(more)\(add)"
        )
    }

    /// A title is enough for a new card.
    private func quickForm(_ action: URLPath, _ fields: [(name: String, value: String)], _ whole: URLPath) -> HTML {
        let hidden = fields.render { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" }
        let title = say(Wording.title)
        let content: HTML = """
            \(hidden)<input class="input" name="title" required maxlength="500" aria-label="\(title)" placeholder="\(title)">\
            <div class="board__new-foot">\(button(say(Wording.add), .primary))<a href="\(whole)">\(say(Wording.allFields))</a></div>
            """
        return """
            <details class="board__new"><summary class="board__add">\(icon(.plus))<span>\(say(Wording.add))</span></summary>\
            \(form(action, class: "board__new-form", content))</details>
            """
    }

    /// - Parameter name: what tells it apart, where the same column is there more than once.
    private func columnPlace(_ column: BoardColumn, name: String? = nil, _ content: HTML) -> HTML {
        """
        <section class="board__column hue-\(column.hue.rawValue)" data-stage="\(column.id)" data-kind="\(column.kind.rawValue)" \
        data-title="\(column.title)" aria-label="\(name ?? column.title)">\(content)</section>
        """
    }

    private func lane(_ lane: BoardLane, _ columns: [BoardColumn]) -> HTML {
        let places = zip(columns, lane.cards).map { column, cards in
            columnPlace(
                column, name: "\(lane.title): \(column.title)",
                "<ol class=\"board__cards\" data-group=\"\(lane.id)\" data-empty=\"\(say(Wording.emptyColumn))\">\(cards)</ol>")
        }
        return """
            <section class="board__lane" aria-label="\(lane.title)">\(laneHead(lane))<div class="board__places">\(places.joined())</div></section>
            """
    }

    /// The head of a lane; also what a move returns.
    public func laneHead(_ lane: BoardLane) -> HTML {
        """
        <h2 class="board__owner" data-head="lane-\(lane.id)">\(avatar(lane.title))<span>\(lane.title)</span>\
        <span class="board__count">\(lane.count)</span><span class="board__sum">\(lane.sum)</span></h2>
        """
    }

    private func reasonDialog(_ reasons: [Option]) -> HTML {
        let choice: HTML =
            if reasons.isEmpty {
                input(FormField("lost_reason", say(Wording.reason), isRequired: true))
            } else {
                select(FormField("lost_reason", say(Wording.reason), isRequired: true), reasons, selected: nil, empty: "—")
            }
        return dialog(id: "lost-reason", say(Wording.lostReason), "<form class=\"form\" method=\"dialog\">\(choice)\(dialogActions)</form>")
    }

    private var dialogActions: HTML {
        """
        <div class="form__actions">\(button(say(Wording.cancel), attributes: " type=\"button\" data-closes"))\
        \(button(say(Wording.save), .primary, attributes: " type=\"submit\" value=\"ok\""))</div>
        """
    }
}

extension HTML {
    /// A coloured dot and what is planned, whose words are added as UTF-8.
    public mutating func append(nextStep urgency: NextStep.Urgency, _ words: (inout [UInt8]) -> Void) {
        switch urgency {
        case .overdue: append("<span class=\"next-step next-step--overdue\"><span>")
        case .today: append("<span class=\"next-step next-step--today\"><span>")
        case .none: append("<span class=\"next-step next-step--none\"><span>")
        case .planned: append("<span class=\"next-step next-step--planned\"><span>")
        }
        append(words)
        append("</span></span>")
    }
}
