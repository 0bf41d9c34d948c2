import Kit
import Markup
import Pages
import RecordEngine
import Synchronization

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

    private let surroundings = Mutex<[Key: Surroundings]>([:])
    private let pieces = Mutex<[Key: HTML]>([:])
    private static let limit = 1_000

    func surroundings(_ key: Key, _ make: () -> Surroundings) -> Surroundings { Fragments.kept(surroundings, key, make) }

    func html(_ key: Key, _ make: () -> HTML) -> HTML { Fragments.kept(pieces, key, make) }

    private static func kept<Piece: Sendable>(_ known: borrowing Mutex<[Key: Piece]>, _ key: Key, _ make: () -> Piece) -> Piece {
        if let piece = known.withLock({ $0[key] }) { return piece }
        let piece = make()
        known.withLock { known in
            if known.count >= limit { known = [:] }
            known[key] = piece
        }
        return piece
    }
}
