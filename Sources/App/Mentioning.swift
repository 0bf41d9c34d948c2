import Definitions
import Kit
import Notices
import RecordEngine
import Work

/// Who is named with “@” in an activity takes part in it from then on, and so may read it.
enum Mentioning {
    static let preparation = Preparation(Activity.object.name) { draft, original, records in
        guard records.principal.via.kind != .importing else { return }
        let written = draft.object.fields.compactMap { field in draft.values[field.name].map { (field, $0) } }
        let owner = (draft[Activity.owner] ?? original?[Activity.owner])?.id
        let named = try Mentions.added(by: written, to: original, records).filter { $0 != owner }
        guard !named.isEmpty else { return }
        let colleagues = References(draft.values[Activity.colleagues.name] ?? original?[Activity.colleagues.name] ?? .empty)?.ids ?? []
        draft[Activity.colleagues] = References(colleagues + named.filter { !colleagues.contains($0) })
    }
}
