import Definitions
public import Kit
public import Markup
public import RecordEngine

/// What a department adds to the generic pages. `App` hands the departments' values to the site.
public struct DepartmentPages: Sendable {
    public var pages: [Page]
    public var tabs: [ListTab]
    public var parts: [RecordPart]
    public var timelines: [TimelineSource]
    public var panels: [HomePanel]
    public var offers: [VerbOffer]
    public var cells: [CellView]
    public var answers: [VerbAnswer]
    public var forms: [FormRule]
    public var aids: [FormAid]
    /// Objects that are reached from the settings.
    public var settings: [String]
    /// Where the settings lead this person, with what is said of each place; for the command field.
    public var settingPlaces: @Sendable (PageVisit) -> [SettingPlace]

    public init(
        pages: [Page] = [], tabs: [ListTab] = [], parts: [RecordPart] = [], timelines: [TimelineSource] = [], panels: [HomePanel] = [],
        offers: [VerbOffer] = [], cells: [CellView] = [], answers: [VerbAnswer] = [], forms: [FormRule] = [], aids: [FormAid] = [],
        settings: [String] = [], settingPlaces: @escaping @Sendable (PageVisit) -> [SettingPlace] = { _ in [] }
    ) {
        self.pages = pages
        self.tabs = tabs
        self.parts = parts
        self.timelines = timelines
        self.panels = panels
        self.offers = offers
        self.cells = cells
        self.answers = answers
        self.forms = forms
        self.aids = aids
        self.settings = settings
        self.settingPlaces = settingPlaces
    }

    /// The pages of several departments as one.
    public static func joined(_ departments: [DepartmentPages]) -> DepartmentPages {
        DepartmentPages(
            pages: departments.flatMap(\.pages), tabs: departments.flatMap(\.tabs), parts: departments.flatMap(\.parts),
            timelines: departments.flatMap(\.timelines), panels: departments.flatMap(\.panels), offers: departments.flatMap(\.offers),
            cells: departments.flatMap(\.cells), answers: departments.flatMap(\.answers), forms: departments.flatMap(\.forms),
            aids: departments.flatMap(\.aids), settings: departments.flatMap(\.settings),
            settingPlaces: { visit in departments.flatMap { $0.settingPlaces(visit) } }
        )
    }
}

/// A page of the settings, and what is set up there.
public struct SettingPlace: Sendable {
    public let title: String
    public let detail: String
    public let url: URLPath

    public init(_ title: String, _ detail: String, _ url: URLPath) { (self.title, self.detail, self.url) = (title, detail, url) }
}

/// A page of a department's own: a board, a calendar.
public struct Page: Sendable {
    public let pattern: String
    public let render: @Sendable (PageVisit) throws -> PageContent

    public init(_ pattern: String, render: @escaping @Sendable (PageVisit) throws -> PageContent) {
        self.pattern = pattern
        self.render = render
    }
}

/// A way to look at the records of an object, above its list: a filter of the list, or a page of its own.
public struct ListTab: Sendable {
    public enum Target: Sendable {
        /// A filter of the list, in an order of its own or the usual one.
        case filter(String, sort: String?)
        case page(URLPath)
    }

    public let object: String
    public let label: Label
    public let icon: Icon?
    public let target: Target
    /// Where the navigation leads for this object.
    public let isFront: Bool

    public init(_ object: String, _ label: Label, icon: Icon? = nil, isFront: Bool = false, _ target: Target) {
        self.object = object
        self.label = label
        self.icon = icon
        self.target = target
        self.isFront = isFront
    }
}

/// How a verb is offered on a record page, and what is said when it is done.
public struct VerbOffer: Sendable {
    public let object: String?
    public let verb: String
    public let style: ButtonStyle
    public let key: String?
    /// "Deal won", «Сделка выиграна».
    public let done: Label
    public let isOffered: @Sendable (Record) -> Bool
    /// What is asked behind the notice, of the record it was done to: the way on from the page that is given.
    public private(set) var follow: (@Sendable (PageVisit, Int64, URLPath) throws -> HTML)?
    /// Whether it stands in the menu of a record and not beside its title.
    public private(set) var isInMenu = false
    /// Whether it is offered for the rows of a list with this filter.
    public private(set) var isListed: @Sendable (Filter) -> Bool = { _ in true }

    public init(
        _ verb: String, on object: String?, done: Label, style: ButtonStyle = .secondary, key: String? = nil,
        if isOffered: @escaping @Sendable (Record) -> Bool = { _ in true }
    ) {
        self.object = object
        self.verb = verb
        self.style = style
        self.key = key
        self.done = done
        self.isOffered = isOffered
    }

    public func inMenu(listed isListed: @escaping @Sendable (Filter) -> Bool) -> VerbOffer {
        var offer = self
        (offer.isInMenu, offer.isListed) = (true, isListed)
        return offer
    }

    public func asking(_ follow: @escaping @Sendable (PageVisit, Int64, URLPath) throws -> HTML) -> VerbOffer {
        var offer = self
        offer.follow = follow
        return offer
    }
}

/// What the forms of an object leave out, because it follows from other fields or is asked elsewhere.
public struct FormRule: Sendable {
    public let object: String
    public let omits: [String]
    public let omitsInNew: [String]
    /// What the page of a record leaves out because a part of it shows it.
    public let hides: [String]

    public init(_ object: String, omits: [String], inNew omitsInNew: [String] = [], hides: [String] = []) {
        self.object = object
        self.hides = hides
        self.omits = omits
        self.omitsInNew = omitsInNew
    }
}

/// What a script gets after a verb instead of another page: pieces of the page it is on.
public struct VerbAnswer: Sendable {
    public let object: String
    public let verb: String
    public let render: @Sendable (PageVisit, Record) throws -> HTML

    public init(_ verb: String, on object: String, render: @escaping @Sendable (PageVisit, Record) throws -> HTML) {
        self.object = object
        self.verb = verb
        self.render = render
    }
}

/// A cell of a list that says more than its value.
public struct CellView: Sendable {
    public let object: String
    public let field: String
    /// The other fields that `render` looks at.
    public let needs: [String]
    /// Whether it has something to say where the field is empty.
    public let speaksWhenEmpty: Bool
    /// Gets the value of the field, then those of `needs`; adds to the page.
    public let render: @Sendable (PageVisit, CellValues, inout HTML) -> Void

    public init(
        _ object: String, _ field: String, needs: [String] = [], speaksWhenEmpty: Bool = false,
        render: @escaping @Sendable (PageVisit, CellValues, inout HTML) -> Void
    ) {
        self.object = object
        self.field = field
        self.needs = needs
        self.speaksWhenEmpty = speaksWhenEmpty
        self.render = render
    }
}

/// What a special cell of a row looks at, as it is kept.
public struct CellValues {
    private let row: ListRow
    private let columns: [Int]

    /// - Parameter columns: where the row has the field, then those of `needs`.
    public init(_ row: ListRow, _ columns: [Int]) {
        self.row = row
        self.columns = columns
    }

    public func isEmpty(_ index: Int) -> Bool { row.isEmpty(columns[index]) }
    public func instant(_ index: Int) -> Instant? { row.int(columns[index]).map(Instant.init(milliseconds:)) }
    public func day(_ index: Int) -> Day? { row.int(columns[index]).map { Day(number: Int32(truncatingIfNeeded: $0)) } }

    public func isText(_ index: Int, _ text: StaticString) -> Bool {
        var isSame = false
        row.withText(columns[index]) { kept in text.withUTF8Buffer { isSame = kept.elementsEqual($0) } }
        return isSame
    }
}

/// A part of the home page, or several that look at the same.
public struct HomePanel: Sendable {
    public enum Place: Sendable { case top, figures, main, side }
    public let render: @Sendable (PageVisit) throws -> [Place: HTML]

    public init(_ place: Place, render: @escaping @Sendable (PageVisit) throws -> HTML) {
        self.render = { [place: try render($0)] }
    }

    public init(render: @escaping @Sendable (PageVisit) throws -> [Place: HTML]) { self.render = render }
}
