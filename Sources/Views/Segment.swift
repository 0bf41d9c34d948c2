public import Definitions
import Kit

/// A part of the records of one object under a name: those that a filter matches now, or those that somebody has put there.
public enum Segment {
    public static let title = Field.text("title", Label("Name", ru: "Название"), required: true, searched: true)
    public static let subject = Field.text(
        "object", Label("Object", ru: "Объект"), required: true, indexed: true,
        help: Label("By its name in the API: deal, company.", ru: "По имени в API: deal, company."))
    public static let kind = Field.choice(
        "kind", Label("Kind", ru: "Вид"),
        choices: [
            Choice(fixed, Label("Chosen by hand", ru: "Отобран вручную")), Choice(dynamic, Label("By a filter", ru: "По фильтру")),
        ], required: true, standard: .value(.text(fixed)))
    public static let filter = Field.longText(
        "filter", Label("Filter", ru: "Фильтр"), help: Label("amount >= 100000 and owner = me", ru: "amount >= 100000 and owner = me"))
    public static let owner = Field.user("owner", Label("Owner", ru: "Владелец"), standard: .me)
    public static let note = Field.longText("description", Label("Description", ru: "Описание"))

    public static let fixed = "static"
    public static let dynamic = "dynamic"

    public static let object = ObjectDefinition(
        "segment", path: "segments",
        Noun(en: ("segment", "segments"), ru: .masculine("сегмент", "сегменты", "сегментов", genitive: "сегмента")),
        icon: "target", title: "title", owner: "owner", list: ["title", "object", "kind", "owner", "filter"], sort: ("title", false),
        related: [RelatedList("segment_entry", by: "segment", Label("Entries", ru: "Состав"))], isInNavigation: false
    ) {
        title
        subject
        kind
        filter
        owner
        note
    }
}

/// That a record belongs to a segment, with what is said of it there.
public enum SegmentEntry {
    public static let segment = Field.reference(
        "segment", Label("Segment", ru: "Сегмент"), to: "segment", onDelete: .cascade, required: true)
    public static let record = Field.link("record", Label("Record", ru: "Запись"), required: true)
    public static let status = Field.text(
        "status", Label("Status", ru: "Статус"), help: Label("Invited, came, declined …", ru: "Приглашён, пришёл, отказался …"))
    public static let note = Field.text("note", Label("Note", ru: "Заметка"))

    public static let object = ObjectDefinition(
        "segment_entry", path: "segment_entries",
        Noun(
            en: ("segment entry", "segment entries"),
            ru: .feminine("запись сегмента", "записи сегмента", "записей сегмента", accusative: "запись сегмента")),
        icon: "target", title: "note", list: ["segment", "record", "status", "note", "created_by", "created_at"], sort: ("id", true),
        indexes: [["segment", "id"]], isInNavigation: false
    ) {
        segment
        record
        status
        note
    }
}
