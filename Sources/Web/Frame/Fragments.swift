import Kit
import Markup
import Pages
import Synchronization

/// Pieces of pages that are the same in many of them, kept so that they are laid out once.
final class Fragments: Sendable {
    /// Everything that a piece follows from. Rights are told by the role's number, which changes with every one of them.
    struct Key: Hashable, Sendable {
        let kind: String
        let role: Int
        let language: Language
        /// What else the piece follows from.
        var parts: [String] = []
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
