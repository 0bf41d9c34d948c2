public import Definitions
import Kit
public import RecordEngine

/// For how long deleted records and former versions of one object are kept. Without one, for ever.
public enum RetentionPolicy {
    public static let subject = Field.text(
        "object", Label("Object", ru: "Объект"), required: true,
        help: Label("By its name in the API: deal, company.", ru: "По имени в API: deal, company."))
    public static let deletedDays = Field.integer(
        "deleted_days", Label("Keep deleted records for days", ru: "Хранить удалённые записи, дней"),
        help: Label("Then they are erased for good. For ever when left out.", ru: "Потом они стираются навсегда. Если не указать — всегда.")
    )
    public static let historyMonths = Field.integer(
        "history_months", Label("Keep history for months", ru: "Хранить историю, месяцев"),
        help: Label(
            "Then former values are erased for good. For ever when left out.",
            ru: "Потом прежние значения стираются. Если не указать — всегда."))

    public static let object = ObjectDefinition(
        "retention_policy", path: "retention_policies",
        Noun(
            en: ("retention policy", "retention policies"),
            ru: .masculine("срок хранения", "сроки хранения", "сроков хранения", genitive: "срока хранения")),
        icon: "clock", title: "object", list: ["object", "deleted_days", "history_months"], sort: ("id", false), isInNavigation: false
    ) {
        subject
        deletedDays
        historyMonths
    }

    /// For as long as this everything can be undone at least.
    static let fewestDays: Int64 = 1

    static let preparation = Preparation("retention_policy") { draft, original, records in
        if let name = draft[subject], records.schema.object(name) == nil {
            draft.issue(subject.name, Label("There is no such object.", ru: "Такого объекта нет."))
        }
        for (field, most) in [(deletedDays, Int64(36_500)), (historyMonths, 1_200)] {
            guard let count = draft[field], !(fewestDays...most).contains(count) else { continue }
            draft.issue(
                field.name, Label("From \(fewestDays) to \(most); nothing for ever.", ru: "От \(fewestDays) до \(most); пусто — всегда."))
        }
    }
}

public let upkeepDepartment = Department(
    "upkeep", Label("Upkeep", ru: "Порядок в базе"), objects: [RetentionPolicy.object],
    verbs: [Archive.archive, Archive.unarchive], preparations: [RetentionPolicy.preparation])
