package import Definitions
public import Kit
import RecordEngine

/// How far the taking back of a work of many batches is, or of that again: of an import, or of a bulk change.
public struct Turn: Sendable {
    public enum Direction: String, Sendable, Hashable { case undo, redo }

    public let direction: Direction
    public let isRunning: Bool
    public let job: Int64?
    /// Records looked at, of all that the work touched.
    public let done: Int
    public let total: Int
    /// Records that stay as they are.
    public let kept: Int
    /// The batches of the taking back are behind this one.
    let mark: Int64

    /// Whether there is something left to take back.
    public var mayUndo: Bool { !isRunning && (direction == .redo || kept > 0) }

    /// Whether it was taken back and can be brought back.
    public var mayRedo: Bool { !isRunning && direction == .undo }
}

/// A record that stays as it is, and why.
public struct KeptRecord: Sendable {
    public let object: String
    public let id: Int64
    public let reason: Label

    /// Where a list goes on behind this record: `company:7`.
    public var place: String { "\(object):\(id)" }

    public static func place(_ text: String?) -> (object: String, id: Int64) {
        let parts = (text ?? "").split(separator: ":").map(String.init)
        guard parts.count == 2, let id = Int64(parts[1]) else { return ("", 0) }
        return (parts[0], id)
    }
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

extension Failure {
    /// Whether it is about what stands in records, and would be the same at another time.
    package var isOfRecords: Bool {
        switch self {
        case .invalid, .conflict, .forbidden, .notFound, .malformed, .stale: true
        default: false
        }
    }

    /// In words. - Parameter object: what the fields of which something is wrong are fields of.
    package func reason(_ object: ObjectDefinition?, else other: Label) -> Label {
        switch self {
        case .conflict(let words), .forbidden(let words), .malformed(let words): return words
        case .invalid(let issues):
            guard !issues.isEmpty else { return other }
            func words(_ issue: FieldIssue) -> Label {
                guard let field = object?.field(issue.field) else { return issue.message }
                return Label("\(field.label.en): \(issue.message.en)", ru: "\(field.label.ru): \(issue.message.ru)")
            }
            let all = issues.map(words)
            return Label(all.map(\.en).joined(separator: " "), ru: all.map(\.ru).joined(separator: " "))
        default: return other
        }
    }
}
