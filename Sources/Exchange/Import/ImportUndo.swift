import Definitions
import Kit
import RecordEngine

/// How far the taking back of an import is, or of that again.
public struct ImportUndo: Sendable {
    public enum Direction: String, Sendable, Hashable { case undo, redo }

    public let direction: Direction
    public let isRunning: Bool
    public let job: Int64?
    /// Records looked at, of all that the import touched.
    public let done: Int
    public let total: Int
    /// Records that stay as they are.
    public let kept: Int
    /// The batches of the taking back are behind this one.
    let mark: Int64
}

/// A record that was not taken back with its import.
public struct KeptRecord: Sendable {
    public let object: String
    public let id: Int64
    public let reason: String

    /// Where a list goes on behind this record: `company:7`.
    public var place: String { "\(object):\(id)" }

    public static func place(_ text: String?) -> (object: String, id: Int64) {
        let parts = (text ?? "").split(separator: ":").map(String.init)
        guard parts.count == 2, let id = Int64(parts[1]) else { return ("", 0) }
        return (parts[0], id)
    }
}

extension Import {
    /// Whether there is something to take back. What was stopped half way counts, what is under way does not.
    public var mayUndo: Bool {
        guard state == .done, let undo else { return state == .done }
        return !undo.isRunning && (undo.direction == .redo || undo.kept > 0)
    }

    /// Whether it was taken back and can be brought back.
    public var mayRedo: Bool { undo.map { !$0.isRunning && $0.direction == .undo } ?? false }

    public var isTakenBack: Bool { mayRedo }
}

extension Reversal.Kept.Cause {
    /// In words. - Parameter name: what a user, or a record, is called.
    func reason(_ schema: (String) -> Noun?, _ name: (String, Int64) throws -> String?) rethrows -> Label {
        switch self {
        case .changed(let batch):
            guard let author = try batch.author.flatMap({ try name("user", $0) }) else {
                return Label("It was changed later.", ru: "Запись с тех пор менялась.")
            }
            return Label("It was changed later: \(author).", ru: "Запись с тех пор менялась: \(author).")
        case .deleted: return Label("It was deleted later.", ru: "Запись с тех пор удалена.")
        case .used(let link) where link.object == "user":
            return Label("This user has worked here since.", ru: "Этот пользователь уже работал в системе.")
        case .used(let link):
            let noun = schema(link.object)
            let title = try name(link.object, link.id) ?? "\(link.id)"
            return Label(
                "It is in use: \(noun?.english.one ?? link.object) “\(title)” refers to it.",
                ru: "Запись используется: на неё ссылается \(noun?.russian.one ?? link.object) «\(title)»."
            )
        case .refused(let reason): return reason
        }
    }
}
