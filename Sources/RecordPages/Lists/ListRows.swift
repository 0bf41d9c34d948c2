import Conditions
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The rows of a list, laid out while they are read. What has to be looked up first, such as tags, leaves a place and is put there
/// when all rows are known.
struct ListRows {
    private struct Place {
        let offset: Int
        let value: FieldValue
        let field: FieldDefinition
    }

    private let visit: PageVisit
    private let values: ValueView
    private let table: ListTable
    private var html = HTML()
    private var places: [Place] = []
    /// Records that stand in many rows as they are shown there, for each column.
    private var shown: [[Int64: HTML]]
    private(set) var count = 0

    init(_ table: ListTable, _ visit: PageVisit) {
        self.visit = visit
        self.table = table
        values = visit.values
        shown = Array(repeating: [:], count: table.cells.count)
        html.reserve(50 * (table.cells.count + 1) * 150)
    }

    mutating func add(_ row: ListRow) throws {
        count += 1
        html.append(table.rowStart, row.id)
        let cells = table.cells
        for index in 0..<cells.count { try cells.with(index) { try add(row, $0, index) } }
        html.append("</td></tr>")
    }

    /// All rows, complete.
    func complete() throws -> HTML {
        for place in places { visit.titles.want(place.value, of: place.field) }
        return try places.isEmpty ? html : html.inserting(places.map { ($0.offset, try values.html($0.value, $0.field) ?? HTML()) })
    }

    private mutating func add(_ row: ListRow, _ cell: ListCell, _ index: Int) throws {
        html += cell.start
        switch cell.kind {
        case .title:
            html.append(cell.link, row.id)
            html.append(text: try values.text(row.value(index), cell.field))
            html.append("</a>")
        case .titleText:
            html.append(cell.link, row.id)
            row.withText(index) { html.append(text: $0) }
            html.append("</a>")
        case .special(let speaksWhenEmpty):
            if speaksWhenEmpty || !row.isEmpty(index) { cell.special?.render(visit, CellValues(row, cell.looked), &html) }
        case .text: row.withText(index) { html.append(text: $0) }
        case .link:
            guard let id = row.int(index), row.hasTitle(index) else { break }
            html.append(cell.link, id)
            row.withTitle(index) { html.append(text: $0) }
            html.append("</a>")
        case .mark: addMark(row, cell, index)
        case .lookedUp: places.append(Place(offset: html.bytes.count, value: row.value(index), field: cell.field))
        case .value: try values.append(row.value(index), cell.field, to: &html)
        }
    }

    private mutating func addMark(_ row: ListRow, _ cell: ListCell, _ index: Int) {
        guard let id = row.int(index) else { return }
        if let known = shown[index][id] { return html += known }
        guard let title = row.title(index), let target = cell.field.type.target else { return }
        let hue = cell.hasHue ? row.hue(index).flatMap(Hue.init) ?? .gray : nil
        visit.titles.learn(target, id, title, hue: hue)
        let mark = values.mark(title, hue, target) ?? HTML()
        shown[index][id] = mark
        html += mark
    }
}

/// One column of a list, with what is the same in all its rows. A class, because it is looked at for every cell.
final class ListCell: Sendable {
    enum Kind: Sendable {
        /// The text that opens the record; `titleText` when it is kept as it is shown.
        case title, titleText
        case special(speaksWhenEmpty: Bool)
        /// A text that is shown as it is kept.
        case text
        /// A link to another record, by its title.
        case link
        /// A record that is shown otherwise: a person, a stage with its colour.
        case mark
        /// What is known only when the titles of other records were read.
        case lookedUp
        case value
    }

    let field: FieldDefinition
    let kind: Kind
    /// What each of the cells begins with, behind the end of the one before.
    let start: HTML
    /// What a title begins with: the own one, or that of another record.
    let link: NumberedHTML
    let special: CellView?
    /// Where the special cell finds the field and what else it needs.
    let looked: [Int]
    /// Whether the record that a mark shows has a colour.
    let hasHue: Bool

    /// - Parameters:
    ///   - isFirst: whether no other cell comes before.
    ///   - columns: all columns that are read; the special cell may need some that are not shown.
    init(
        _ column: ListColumn, isFirst: Bool, in columns: [ListColumn], of object: ObjectDefinition, special: CellView?, _ visit: PageVisit
    ) {
        let field = column.field
        let isTitle = column.path.text == object.titleField
        let target = field.type.target.flatMap { column.hasTitles ? visit.schema.object($0) : nil }
        self.field = field
        self.special = special
        let places = ([column.path.text] + (special?.needs ?? [])).map { name in columns.lastIndex { $0.path.text == name } }
        looked = places.compactMap(\.self)
        hasHue = target?.field("hue") != nil
        let opening =
            isTitle
            ? visit.ui.titleCellStart
            : visit.ui.cellStart(label: FieldNames.label(column.path, of: object, visit), isNumeric: field.isNumeric)
        start = isFirst ? opening : "</td>\(opening)"
        let path = URLPath((isTitle ? object : target ?? object).path)
        link = NumberedHTML { "<a href=\"\((path / $0).query("as_of", visit.asOf))\">" }
        kind =
            switch field.type.input {
            case _ where isTitle: field.type is TextType ? .titleText : .title
            case _ where special != nil && looked.count == places.count: .special(speaksWhenEmpty: special?.speaksWhenEmpty == true)
            case _ where field.type is TextType: .text
            case .references, .link, .longText: .lookedUp
            case .reference(let name): target == nil ? .lookedUp : name == "user" || hasHue ? .mark : .link
            default: .value
            }
    }
}
