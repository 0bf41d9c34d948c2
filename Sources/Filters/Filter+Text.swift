public import Definitions
import Kit

extension Filter {
    /// The text form, which reads as the same filter again. Empty for no condition.
    public var text: String {
        switch self {
        case .all: ""
        case .and(let parts): parts.map { $0.isOr ? "(\($0.text))" : $0.text }.joined(separator: " and ")
        case .or(let parts): parts.map(\.text).joined(separator: " or ")
        case .not(.has(let path, let part)): "has no \(Filter.text(path, part))"
        case .not(let part): "not (\(part.text))"
        case .has(let path, let part): "has \(Filter.text(path, part))"
        case .compare(let path, let comparison, let operand):
            operand == .none ? "\(path.text) \(comparison.rawValue)" : "\(path.text) \(comparison.rawValue) \(operand.text)"
        }
    }

    /// The conditions that all must hold.
    public var parts: [Filter] {
        switch self {
        case .all: []
        case .and(let parts): parts
        default: [self]
        }
    }

    /// All of them as one.
    public static func all(of parts: [Filter]) -> Filter {
        parts.count > 1 ? .and(parts) : parts.first ?? .all
    }

    /// The fields of the object itself that the condition begins its paths with.
    public var subjects: Set<String> {
        switch self {
        case .all, .has: []
        case .and(let parts), .or(let parts): parts.reduce(into: []) { $0.formUnion($1.subjects) }
        case .not(let part): part.subjects
        case .compare(let path, _, _): path.names.first.map { [$0] } ?? []
        }
    }

    private static func text(_ path: FieldPath, _ part: Filter) -> String { part == .all ? path.text : "\(path.text) where (\(part.text))" }

    private var isOr: Bool { if case .or = self { true } else { false } }
}

extension Operand {
    /// The operand as a filter spells it.
    public var text: String {
        switch self {
        case .none: ""
        case .string(let text): text.filterQuoted
        case .number(let digits, let currency): currency.map { "\(digits) \($0)" } ?? digits
        case .word(let word): word
        case .call(let name, let count): "\(name)(\(count))"
        case .list(let items): "(\(items.map(\.text).joined(separator: ", ")))"
        }
    }
}
