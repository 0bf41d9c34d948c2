public import Definitions
public import Duplicates
import Kit
public import RecordEngine

/// What is to happen when a record is made or changed that is, to all appearances, there already. Of each object the newest rule counts;
/// an object without one has the usual one.
public enum DuplicateRule {
    public static let subject = Field<String>(
        FieldDefinition("object", Label("Records", ru: "Записи"), ChoiceType(objects), required: true))
    public static let warns = Field.choice(
        "warn_from", Label("Ask before saving", ru: "Спрашивать перед сохранением"), choices: levels, required: true,
        standard: .value(.text(Certainty.likely.name)))
    public static let refuses = Field.choice(
        "refuse_from", Label("Refuse to save", ru: "Не давать сохранить"), choices: levels, required: true, standard: .value(.text(never)))

    public static let object = ObjectDefinition(
        "duplicate_rule", path: "duplicate_rules",
        Noun(
            en: ("duplicate rule", "duplicate rules"),
            ru: .neuter("правило для дублей", "правила для дублей", "правил для дублей", genitive: "правила для дублей")),
        icon: "copy", title: "object", list: ["object", "warn_from", "refuse_from"], sort: ("id", false), isInNavigation: false
    ) {
        subject
        warns
        refuses
    }

    /// The objects whose records are recognized.
    public static let objects = [
        Choice("company", Label("Companies", ru: "Компании")), Choice("person", Label("People", ru: "Контакты")),
    ]

    private static let never = "never"
    public static let levels = [
        Choice("certain", Label("When it is certain", ru: "Когда это точно"), hue: .red),
        Choice("likely", Label("When it is likely", ru: "Когда это вероятно"), hue: .amber),
        Choice("possible", Label("When it is possible", ru: "Когда это возможно"), hue: .gray), Choice(never, Label("Never", ru: "Никогда")),
    ]

    /// The least certainty from which a person is asked, and from which nothing is saved; nil for never.
    public static func levels(of object: String, _ records: Records) throws -> (warns: Certainty?, refuses: Certainty?) {
        guard let rule = try record(of: object, records) else { return (.likely, nil) }
        return (rule[warns].flatMap(Certainty.init(name:)), rule[refuses].flatMap(Certainty.init(name:)))
    }

    /// The rule of an object as it was set, whoever asks.
    public static func record(of object: String, _ records: Records) throws -> Record? {
        let own = Records(records.engine, records.connection, .system(), now: records.now)
        let filter = Filter.compare(FieldPath(subject.name), .equals, .word(object))
        let query = Query(self.object.name, filter: filter, sort: [Sort(FieldPath("id"), descending: true)], limit: 1)
        guard let id = try own.list(query, make: \.id).rows.first else { return nil }
        return try own.record(self.object.name, id)
    }
}

/// What the exchange of data with the outside keeps as records.
public let exchangeDepartment = Department("exchange", Label("Exchange", ru: "Обмен данными"), objects: [DuplicateRule.object])
