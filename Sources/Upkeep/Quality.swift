public import Definitions
public import Kit
public import RecordEngine

/// What is wrong with the records of one object: missing, unowned, stale, against a rule. Each finding is a filter, so it opens its rows.
public struct Quality {
    public enum Kind: Sendable { case unowned, missing, invalid, stale }

    public struct Finding: Sendable {
        public let kind: Kind
        public let label: Label
        public let filter: String
        public let count: Int
        /// The field that is empty, where it is one.
        public let field: String?
    }

    public let object: ObjectDefinition
    public let all: Int
    /// Those of which there are some, the most frequent of each kind first.
    public let findings: [Finding]

    /// After so many days without a change a record is stale.
    public static let staleDays = 180

    /// Everything is counted by one statement. What the principal may not read is neither looked at nor named.
    public init(_ object: ObjectDefinition, _ records: Records) throws {
        self.object = object
        let wanted = Quality.questions(object, records)
        let counts = try records.counts(object.name, wanted.map(\.filter))
        all = counts.all
        let found = zip(wanted, counts.each).filter { $1 > 0 }
        let order: [Kind] = [.unowned, .missing, .invalid, .stale]
        findings = order.flatMap { kind in
            found.filter { $0.0.kind == kind }.sorted { $0.1 > $1.1 }.map { question, count in
                Finding(kind: kind, label: question.label, filter: question.filter.text, count: count, field: question.field)
            }
        }
    }

    private static func questions(_ object: ObjectDefinition, _ records: Records) -> [(
        kind: Kind, label: Label, filter: Filter, field: String?
    )] {
        let role = records.principal.role
        func isReadable(_ name: String) -> Bool { role.access(object.name, name) >= .read }
        // What is over is not mended any more.
        var open = ""
        if let closing = object.closingField, isReadable(closing) { open = " and \(closing) is empty" }
        if object.name == "activity" { open = " and done_at is empty" }
        var texts: [(Kind, Label, String, String?)] = []
        if let owner = object.ownerField, isReadable(owner) {
            texts.append((.unowned, Label("Nobody's", ru: "Без ответственного"), "\(owner) is empty\(open)", nil))
            if role.grant("user").read == .all {
                texts.append(
                    (
                        .unowned, Label("Of somebody who has left", ru: "У отключённых пользователей"), "\(owner).is_active = false\(open)",
                        nil
                    ))
            }
        }
        let names = object.listColumns + object.cardFields + object.fields.filter { $0.isRequired && $0.isCustom }.map(\.name)
        var known: Set<String> = [object.ownerField ?? "", object.closingField ?? "", "done_at"]
        for name in names where isReadable(name) && known.insert(name).inserted {
            guard let field = object.field(name), !field.isHidden, !field.isReadOnly, field.type.operators.contains(.isEmpty) else {
                continue
            }
            texts.append(
                (.missing, Label("Without “\(field.label.en)”", ru: "Не заполнено: \(field.label.ru)"), "\(name) is empty\(open)", name))
        }
        let stale = Label("Not changed for \(staleDays) days", ru: "Не менялись \(staleDays) дней")
        let day = records.engine.settings.zone.day(of: records.now).adding(days: -staleDays)
        texts.append((.stale, stale, "updated_at < \"\(day.iso)\"\(open)", nil))
        let rules = (records.engine.rules[object.name] ?? []).map { (Kind.invalid, $0.message, $0.condition, nil as String?) }
        let all = texts.compactMap { text in (try? Filter(text.2)).map { (text.0, text.1, $0, text.3) } } + rules
        // A rule may look at what is closed to the reader.
        return all.filter { (try? records.statement(Query(object.name, filter: $0.2))) != nil }.map {
            (kind: $0.0, label: $0.1, filter: $0.2, field: $0.3)
        }
    }
}
