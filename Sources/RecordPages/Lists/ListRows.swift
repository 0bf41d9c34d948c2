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
    private let cells: [ListCell]
    private let open: NumberedPath
    private let edit: NumberedPath?
    /// What stands around the number in the box by which a row is chosen.
    private let check: (HTML, HTML)?
    private var html = HTML()
    private var places: [Place] = []
    /// Records that stand in many rows as they are shown there, for each column.
    private var shown: [[Int64: HTML]]
    /// What a special cell looked at in the row before, and how it was shown: in an ordered list much repeats.
    private var former: [(values: [FieldValue], html: HTML)]
    private(set) var count = 0

    init(_ cells: [ListCell], of object: ObjectDefinition, _ visit: PageVisit) {
        self.visit = visit
        self.cells = cells
        let path = URLPath(object.path)
        open = NumberedPath(path) { [visit] in $0.query("as_of", visit.asOf) }
        edit = visit.may(\.update, object.name) ? NumberedPath(path) { $0 / "edit" } : nil
        check =
            BulkDeed.isAny(object, visit)
            ? (
                "<td class=\"table__check\"><input type=\"checkbox\" class=\"checkbox\" form=\"chosen\" name=\"id\" value=\"",
                "\" aria-label=\"\(visit.say(Wording.selectRow))\"></td>"
            ) : nil
        shown = Array(repeating: [:], count: cells.count)
        former = Array(repeating: ([], HTML()), count: cells.count)
        html.reserve(50 * (cells.count + 1) * 110)
    }

    mutating func add(_ row: ListRow) throws {
        count += 1
        html.append("<tr class=\"table__row\" data-href=\"")
        html.append(open, row.id)
        if let edit {
            html.append("\" data-edit=\"")
            html.append(edit, row.id)
        }
        html.append("\">")
        if let check {
            html += check.0
            html.append(text: "\(row.id)")
            html += check.1
        }
        for index in cells.indices { try add(row, index) }
        html.append("</tr>")
    }

    /// All rows, complete.
    func append(to page: inout HTML) throws {
        for place in places { visit.titles.want(place.value, of: place.field) }
        page.append(html, inserting: try places.map { ($0.offset, try visit.values.html($0.value, $0.field) ?? HTML()) })
    }

    private mutating func add(_ row: ListRow, _ index: Int) throws {
        let cell = cells[index]
        html += cell.start
        switch cell.kind {
        case .title:
            html.append("<a href=\"")
            html.append(open, row.id)
            html.append("\">")
            html.append(text: try visit.values.text(row.value(index), cell.field))
            html.append("</a>")
        case .titleText:
            html.append("<a href=\"")
            html.append(open, row.id)
            html.append("\">")
            row.withText(index) { html.append(text: $0) }
            html.append("</a>")
        case .special(let view, let needed):
            guard view.speaksWhenEmpty || !row.value(index).isEmpty else { break }
            let values = [row.value(index)] + needed.map { $0.map(row.value) ?? .empty }
            if former[index].values != values { former[index] = (values, try view.render(visit, values)) }
            html += former[index].html
        case .text: row.withText(index) { html.append(text: $0) }
        case .link(let path):
            guard let id = row.reference(index), row.hasTitle(index) else { break }
            html.append("<a href=\"")
            html.append(path, id)
            html.append("\">")
            row.withTitle(index) { html.append(text: $0) }
            html.append("</a>")
        case .reference(let target): try addRecord(target, row, index)
        case .lookedUp: places.append(Place(offset: html.bytes.count, value: row.value(index), field: cell.field))
        case .value: try visit.values.append(row.value(index), cell.field, to: &html)
        }
        html.append("</td>")
    }

    private mutating func addRecord(_ target: String, _ row: ListRow, _ index: Int) throws {
        guard let id = row.reference(index) else { return }
        if let known = shown[index][id] { return html += known }
        guard let title = row.title(index) else { return }
        visit.titles.learn(target, id, title, hue: row.hue(index))
        let record = try visit.values.record(target, id) ?? HTML()
        shown[index][id] = record
        html += record
    }
}

/// One column of a list, with what is the same in all its rows. A class, because it is looked at for every cell.
final class ListCell: Sendable {
    enum Kind: Sendable {
        /// The text that opens the record; `titleText` when it is kept as it is shown.
        case title, titleText
        case special(CellView, needed: [Int?])
        /// A text that is shown as it is kept.
        case text
        /// A link to another record, by its title.
        case link(NumberedPath)
        /// A record that is shown otherwise: a person, a stage with its colour.
        case reference(String)
        /// What is known only when the titles of other records were read.
        case lookedUp
        case value
    }

    let field: FieldDefinition
    /// What each of the cells begins with.
    let start: HTML
    let kind: Kind

    /// - Parameters:
    ///   - columns: all columns that are read; the special cell may need some that are not shown.
    init(_ column: ListColumn, in columns: [ListColumn], of object: ObjectDefinition, special: CellView?, _ visit: PageVisit) {
        field = column.field
        let isPlain = field.type is TextType
        if column.path.text == object.titleField {
            start = "<td class=\"table__title\">"
            kind = isPlain ? .titleText : .title
            return
        }
        start = visit.ui.cellStart(label: FieldNames.label(column.path, of: object, visit), isNumeric: field.isNumeric)
        if let special {
            kind = .special(special, needed: special.needs.map { name in columns.lastIndex { $0.path.text == name } })
        } else if isPlain {
            kind = .text
        } else {
            kind = ListCell.reference(column, visit)
        }
    }

    private static func reference(_ column: ListColumn, _ visit: PageVisit) -> Kind {
        switch column.field.type.input {
        case .references, .link: return .lookedUp
        case .reference(let name):
            guard column.hasTitles, let target = visit.schema.object(name) else { return .lookedUp }
            let isLink = name != "user" && target.field("hue") == nil
            return isLink ? .link(NumberedPath(URLPath(target.path)) { $0.query("as_of", visit.asOf) }) : .reference(name)
        default: return .value
        }
    }
}
