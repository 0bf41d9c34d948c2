import Definitions
import Kit
import RecordEngine
import Tables

/// Makes visiting cards of companies and people.
struct ExportCards {
    private let object: ObjectDefinition
    private let columns: [FieldPath]
    private let records: Records

    init(_ object: ObjectDefinition, _ columns: [FieldPath], _ records: Records) {
        self.object = object
        self.columns = columns
        self.records = records
    }

    private static let fields = ["phones", "emails", "city", "website", "birthday", "post", "job_title", "tags", "comment"]

    /// What a card can hold of a record.
    static func columns(of object: ObjectDefinition, _ role: Role) -> [FieldPath] {
        ([object.titleField] + fields).filter { object.field($0) != nil && role.access(object.name, $0) >= .read }.map { FieldPath($0) }
    }

    func cards(_ ids: [Int64], _ rows: [[ExportCell]]) throws -> [CardEntry] {
        let places = try places(of: ids)
        return zip(ids, rows).map { id, row in
            var card = CardEntry()
            card.uid = "krug-\(object.name)-\(id)"
            card.isCompany = object.name == "company"
            if let place = places[id] { (card.company, card.post) = place }
            for (path, cell) in zip(columns, row) { ExportCards.take(cell, of: path.names.first == object.titleField ? "" : path.names.first ?? "", into: &card) }
            return card
        }
    }

    private static func take(_ cell: ExportCell, of field: String, into card: inout CardEntry) {
        switch (field, cell.value) {
        case ("", _): card.name = cell.text
        case ("phones", .texts(let texts)): card.phones = texts
        case ("emails", .texts(let texts)): card.emails = texts
        case ("tags", .texts(let texts)): card.tags = texts
        case ("birthday", .day(let day)): card.birthday = day
        case ("city", _): card.city = cell.text
        case ("website", _): card.website = cell.text
        case ("post", _), ("job_title", _): if !cell.text.isEmpty { card.post = cell.text }
        case ("comment", _): card.note = cell.text
        default: break
        }
    }

    /// Where people work, and as what: the main place, or the first.
    private func places(of ids: [Int64]) throws -> [Int64: (company: String, post: String)] {
        let names = ["person", "company", "title"]
        guard object.name == "person", !ids.isEmpty, records.principal.role.grant("employment").read != .none,
            names.allSatisfy({ records.principal.role.access("employment", $0) >= .read })
        else { return [:] }
        let people = Operand.list(ids.map { .number("\($0)", currency: nil) })
        let query = Query(
            "employment", filter: .compare(FieldPath("person"), .isIn, people), sort: [Sort(FieldPath("is_primary"), descending: true), Sort(FieldPath("id"))],
            columns: names.map { FieldPath($0) }, withTitles: true, limit: 10_000
        )
        var places: [Int64: (String, String)] = [:]
        _ = try records.list(query) { row in
            guard let person = Reference(row.value(0))?.id, places[person] == nil, let company = row.title(1) else { return }
            places[person] = (company, String(row.value(2)) ?? "")
        }
        return places
    }
}
