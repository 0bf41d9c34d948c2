public import Definitions
import Kit
public import RecordEngine

/// What stands on top of a record's timeline, for everybody who may read the record: an activity, a file, or an action of the history.
public enum Pin {
    public static let about = Field.link("about", Label("Record", ru: "Запись"), required: true, indexed: true)
    public static let event = Field.text(
        "event", Label("Entry", ru: "Событие"), required: true,
        help: Label("activity:17, file:3, or change:1042 by the number of an action.", ru: "activity:17, file:3 или change:1042 — по номеру действия."))

    public static let object = ObjectDefinition(
        "pin", path: "pins",
        Noun(en: ("pin", "pins"), ru: .neuter("закрепление", "закрепления", "закреплений", genitive: "закрепления")),
        icon: "map-pin", title: "event", list: ["event", "about", "created_by", "created_at"], sort: ("id", true), isInNavigation: false,
        dependence: Dependence(on: "about")
    ) {
        about
        event
    }

    public static let limit = 20

    static let preparation = Preparation("pin") { draft, original, records in
        guard let link = draft[about] ?? original?[about] else { return }
        // What may not be read is not there.
        _ = try records.record(link.object, link.id)
        guard let text = draft[event], text != original?[event] || link != original?[about] else { return }
        guard let named = RecordLink(text: text), ["activity", "file", "change"].contains(named.object) else {
            return draft.issue(event.name, Label("An entry is activity:17, file:3 or change:1042.", ru: "Событие — это activity:17, file:3 или change:1042."))
        }
        if named.object != "change", (try? records.record(named.object, named.id)) == nil {
            return draft.issue(event.name, Label("There is no such entry.", ru: "Такого события нет."))
        }
        let known = try events(of: link, records)
        if known[text] != nil { draft.issue(event.name, Label("This is pinned already.", ru: "Это уже закреплено.")) }
        if known.count >= limit, try !makeRoom(among: known, records) {
            draft.issue(event.name, Label("At most \(limit) entries are pinned.", ru: "Закрепить можно не больше \(limit) событий."))
        }
    }

    /// Lets pins go whose entry was deleted. They stay as long as nobody needs their place: what is restored is pinned again.
    /// - Returns: whether there were any.
    private static func makeRoom(among known: [String: Int64], _ records: Records) throws -> Bool {
        // What is only closed to whoever pins is there.
        let all = Records(records.engine, records.connection, .system(), now: records.now)
        let links = known.keys.compactMap(RecordLink.init(text:)).filter { $0.object != "change" }
        let gone = try Dictionary(grouping: links, by: \.object).flatMap { object, links -> [RecordLink] in
            guard all.schema.object(object) != nil else { return [] }
            let among = Filter.compare(FieldPath("id"), .isIn, .list(links.map { .number("\($0.id)", currency: nil) }))
            let there = Set(try all.list(Query(object, filter: among, limit: limit), make: \.id).rows)
            return links.filter { !there.contains($0.id) }
        }
        for link in gone { try known[link.text].map { try records.delete(records.current(object), $0) } }
        return !gone.isEmpty
    }

    /// What is pinned on a record, and the number of each pin.
    public static func events(of link: RecordLink, _ records: Records) throws -> [String: Int64] {
        guard let object = records.schema.object(Pin.object.name), records.principal.role.grant(object.name).read != .none else { return [:] }
        let filter = Filter.compare(FieldPath(about.name), .equals, .call(link.object, Int(clamping: link.id)))
        let query = Query(object.name, filter: filter, columns: [FieldPath(event.name)], limit: limit)
        let pins = try records.list(query) { (String($0.value(0)) ?? "", $0.id) }.rows
        return Dictionary(pins, uniquingKeysWith: { first, _ in first })
    }

    /// Pins an entry, or lets it go.
    public static func toggle(_ text: String, of link: RecordLink, _ records: Records) throws {
        let object = records.current(object)
        if let id = try events(of: link, records)[text] { return try records.delete(object, id) }
        try records.create(Draft(object, [about.name: .link(link), event.name: .text(text)]))
    }
}
