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
    public var cards: HTML
    /// The rest of the cards, when there are too many.
    public var more: URLPath?
    /// A new card in this column.
    public var add: URLPath?

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
    public func board(_ columns: [BoardColumn], label: String, reasons: [Option] = []) -> HTML {
        """
        <stage-board class="board" aria-label="\(label)" role="group" data-failure="\(say(Wording.moveFailed))" \
        data-move-label="\(say(Wording.moveTo))">\
        \(shortcut("M", Wording.moveCard))\(shortcut("Enter", Wording.openCard))\(columns.render(column))\(reasonDialog(reasons))\
        </stage-board>
        """
    }

    /// The head of a column; also what a move returns for both columns, to replace the old heads.
    public func boardHead(_ column: BoardColumn) -> HTML {
        """
        <header class="board__head" data-head="\(column.id)"><h2 class="board__title"><span class="board__mark" aria-hidden="true"></span>\
        \(column.title)<span class="board__count">\(column.count)</span></h2><span class="board__sum">\(column.sum)</span></header>
        """
    }

    public func boardCard(_ card: BoardCard) -> HTML {
        let move: HTML? = card.move.map { " data-move-url=\"\($0)\"" }
        let subtitle: HTML = "<p class=\"card__subtitle\">\(card.subtitle)</p>"
        let tags: HTML = "<p class=\"card__tags\">\(card.tags)</p>"
        // Without scripts a card is moved on a page of its own.
        let link: HTML? = card.move.map { "<noscript><a class=\"card__move\" href=\"\($0)\">\(say(Wording.moveTo))…</a></noscript>" }
        return """
            <li class="card" tabindex="0" data-id="\(card.id)" data-version="\(card.version)"\(move)>\
            <a class="card__title" href="\(card.url)">\(card.title)</a>\(subtitle, if: !card.subtitle.isEmpty)\
            \(tags, if: !card.tags.isEmpty)\(card.facts.render { "<p class=\"card__fact\">\($0)</p>" })\
            <p class="card__amount num">\(card.amount)</p>\
            <div class="card__foot">\(card.nextStep.map(nextStep))\(card.owner.map { avatar($0) })</div>\(link)</li>
            """
    }

    /// A coloured dot and what is planned.
    public func nextStep(_ step: NextStep) -> HTML {
        "<span class=\"next-step next-step--\(step.urgency.rawValue)\"><span>\(step.text)</span></span>"
    }

    private func column(_ column: BoardColumn) -> HTML {
        let more: HTML? = column.more.map { "<a class=\"board__more\" href=\"\($0)\">\(say(column.kind == .open ? Wording.more : Wording.all))</a>" }
        let add: HTML? = column.add.map { "<a class=\"board__add\" href=\"\($0)\">\(icon(.plus))<span>\(say(Wording.add))</span></a>" }
        return """
            <section class="board__column hue-\(column.hue.rawValue)" data-stage="\(column.id)" data-kind="\(column.kind.rawValue)" \
            data-title="\(column.title)" aria-label="\(column.title)">\(boardHead(column))\
            <ol class="board__cards" data-empty="\(say(Wording.emptyColumn))">\(column.cards)</ol>\(more)\(add)</section>
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
