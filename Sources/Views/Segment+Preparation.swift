import Definitions
import Kit
import RecordEngine

extension Segment {
    static let preparation = Preparation("segment") { draft, original, records in
        func value(_ field: Field<String>) -> String? { draft.values[field.name] == nil ? original?[field] : draft[field] }
        for field in [subject, kind] {
            if let original, let sent = draft[field], sent != original[field] {
                draft.issue(field.name, Label("This stays as it was made.", ru: "Это не меняется после создания."))
            }
        }
        guard let name = value(subject) else { return }
        guard (try? records.object(name)) != nil else {
            return draft.issue(subject.name, Label("There is no such object.", ru: "Такого объекта нет."))
        }
        let text = value(filter) ?? ""
        guard value(kind) == dynamic else {
            if !text.isEmpty {
                draft.issue(
                    filter.name, Label("A segment chosen by hand has no filter.", ru: "У отобранного вручную сегмента нет фильтра."))
            }
            return
        }
        if text.isEmpty { return draft.issue(filter.name, Label("Say by what it is chosen.", ru: "Укажите, по какому условию отбирать.")) }
        do {
            let condition = try Filter(text)
            if let id = original?.id, try records.segments(in: condition).contains(id) {
                draft.issue(filter.name, Label("A segment can't be chosen by itself.", ru: "Сегмент нельзя отбирать по нему самому."))
            }
            _ = try records.statement(Query(name, filter: condition))
        } catch Failure.malformed(let problem) {
            draft.issue(filter.name, problem)
        }
    }
}

extension SegmentEntry {
    /// A record is once in a segment that was chosen by hand, of the object that the segment is of.
    static let preparation = Preparation("segment_entry") { draft, original, records in
        guard let link = draft[record] ?? original?[record], let id = (draft[segment] ?? original?[segment])?.id else { return }
        if let original, original[record] == link, original[segment]?.id == id { return }
        guard let known = try? records.record(Segment.object.name, id) else { return }
        if known[Segment.kind] == Segment.dynamic {
            draft.issue(segment.name, Label("This segment is chosen by a filter.", ru: "Этот сегмент отбирается по фильтру."))
        } else if known[Segment.subject] != link.object {
            draft.issue(record.name, Label("The segment is of other records.", ru: "В этом сегменте другие записи."))
        } else if try records.isInSegment(id, link) {
            draft.issue(record.name, Label("It is there already.", ru: "Эта запись там уже есть."))
        }
    }
}
