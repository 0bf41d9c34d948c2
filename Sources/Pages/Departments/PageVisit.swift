public import Definitions
public import Kit
public import Markup
public import RecordEngine

/// What a page works with: the records as the visitor may read them, the components in the visitor's language, what the address asks for.
/// Lives no longer than the unit of reading.
public final class PageVisit {
    public let records: Records
    public let ui: Components
    /// The titles of other records, read in batches.
    public let titles: TitleBook
    /// How values are read and written for this visitor.
    public let context: ValueContext
    /// The address without its query, and the items of the query.
    public let path: URLPath
    public var items: [(name: String, value: String)]
    /// The page of ours that the visitor comes from, if the browser says so.
    public var cameFrom: URLPath?
    /// The saved views of what the page shows; nil where there are none.
    public var viewBar: ViewBar?

    public init(_ records: Records, _ ui: Components, path: URLPath, items: [(name: String, value: String)]) {
        let settings = records.engine.settings
        self.records = records
        self.ui = ui
        self.path = path
        self.items = items
        titles = TitleBook(records)
        context = ValueContext(
            language: ui.language, now: records.now, zone: settings.zone, baseCurrency: settings.baseCurrency, country: settings.country,
            me: records.principal.user, myTeam: records.principal.team
        )
    }

    /// The moment of the past that the page shows, as its address names it; nil for the present.
    public var asOf: String? { records.isPast ? item("as_of") : nil }

    /// The address of a record, at the moment that is shown.
    public func url(_ object: ObjectDefinition, _ id: Int64) -> URLPath { (URLPath(object.path) / id).query("as_of", asOf) }

    public var principal: Principal { records.principal }
    public var schema: Schema { records.schema }
    public private(set) lazy var values = ValueView(records, ui, titles, context, asOf: asOf)

    public func say(_ label: Label) -> String { label[ui.language] }

    /// The first item of the query with this name, if it is not empty.
    public func item(_ name: String) -> String? { items.first { $0.name == name && !$0.value.isEmpty }?.value }

    /// This page as one can come back to it: the notice of what was done is left out.
    public var here: URLPath {
        items.filter { $0.name != "done" }.reduce(path) { $0.query($1.name, $1.value) }
    }

    /// This page with another item in its address, or without it.
    public func with(_ name: String, _ value: String?) -> URLPath {
        items.filter { $0.name != name && $0.name != "done" }.reduce(path) { $0.query($1.name, $1.value) }.query(name, value)
    }

    /// A number with groups of three, "10,000+" when it was counted no further.
    public func count(_ count: RecordCount) -> String { number(Int64(count.value)) + (count.isExact ? "" : "+") }

    public func number(_ number: Int64) -> String {
        DecimalText.format(number, digits: 0, group: ui.language == .ru ? "\u{A0}" : ",", point: ".", minus: "\u{2212}")
    }

    /// A record by its number: "#1042", «№ 1042».
    public func number(of id: Int64) -> String { ui.number(of: id) }

    /// A sum in minor units of the base currency, without kopecks where it is large enough for nobody to count them.
    public func sum(_ minor: Int64) -> String {
        let unit = (0..<context.baseCurrency.exponent).reduce(Int64(1)) { unit, _ in unit * 10 }
        let isLarge = minor.magnitude >= (unit * 1000).magnitude
        return Money(minor: isLarge ? minor - minor % unit : minor, currency: context.baseCurrency).formatted(ui.language, trimmingZeros: true)
    }

    public func may(_ right: KeyPath<Grant, RowRule>, _ object: String) -> Bool { principal.role.grant(object)[keyPath: right] != .none }
}

/// A page that is ready: its title, what is on it, and where in the navigation it belongs.
public struct PageContent: Sendable {
    public var title: String
    public var html: HTML
    /// What follows, apart, so that much is put into the page at once.
    public var rest: [HTML] = []
    /// Whether the page scrolls inside, as lists and boards do.
    public var fillsWindow: Bool
    /// The object that the navigation marks as current.
    public var object: String?
    public var status: Int

    public init(_ title: String, object: String? = nil, fillsWindow: Bool = false, status: Int = 200, _ html: HTML) {
        self.title = title
        self.html = html
        self.fillsWindow = fillsWindow
        self.object = object
        self.status = status
    }
}
