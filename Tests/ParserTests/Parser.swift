import Definitions
import Formulas
import Kit

/// Something of Krug that reads what anybody may send: it gives a value or throws what a person is told. Anything else is a fault.
struct Parser: Sendable {
    let name: String
    let read: @Sendable (_ bytes: [UInt8]) throws -> Void

    init(_ name: String, _ read: @escaping @Sendable (_ bytes: [UInt8]) throws -> Void) {
        self.name = name
        self.read = read
    }

    /// One that reads text, which arrives as valid UTF-8 because the doors before it see to that.
    init(text name: String, _ read: @escaping @Sendable (_ text: String) throws -> Void) {
        self.init(name) { try read(String(decoding: $0, as: UTF8.self)) }
    }

    /// Whether an error says something to a person.
    static func isForPeople(_ error: any Error) -> Bool { error is Failure || error is ValueProblem || error is Rollup.Problem }

    static let all = values + languages + files + requests + packages
}

/// What reads back otherwise than it was written.
struct Unfaithful: Error {
    let first: String
    let second: String

    static func check(_ first: String, _ second: String) throws {
        if first != second { throw Unfaithful(first: first, second: second) }
    }
}
