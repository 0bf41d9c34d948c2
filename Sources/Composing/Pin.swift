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
        if known.count >= limit {
            draft.issue(event.name, Label("At most \(limit) entries are pinned.", ru: "Закрепить можно не больше \(limit) событий."))
        }
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
