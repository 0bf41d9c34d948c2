import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Pieces of pages that are the same in many of them, kept so that they are laid out once.
final class Fragments: Sendable {
    /// Everything that a piece follows from. The schema and the rights are told by numbers, which are others for every change of them.
    struct Key: Hashable, Sendable {
        let kind: String
        let engine: Int
        let role: Int
        let language: Language
        /// What else the piece follows from.
        let parts: [String]

        init(_ kind: String, _ visit: PageVisit, _ parts: [String]) {
            self.kind = kind
            engine = visit.records.engine.number
            role = visit.principal.role.number
            language = visit.ui.language
            self.parts = parts
        }
    }

    private let surroundings = Kept<Key, Surroundings>()
    let bars = Kept<Key, ViewBar>(limit: 300)
    let lists = Kept<Key, ListShape>(limit: 300)
    let tables = Kept<Key, ListTable>(limit: 300)

    func surroundings(_ key: Key, _ make: () -> Surroundings) -> Surroundings { surroundings.value(key, make) }
}
