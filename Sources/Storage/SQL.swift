/// The text of a statement with its values kept apart. Text enters only as a literal of the source,
/// as an `Identifier` or as another `SQL`; everything else is bound.
///
/// Placeholders are numbered in the order of the text (`$1`, `$2` …), which both engines read alike.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text with `\u{1}` where a value stands.
    private var template: String
    /// The bound values in the order of the text.
    public private(set) var values: [DatabaseValue]
    /// The text of a statement that is run over and over. By it drivers find what they have prepared.
    package private(set) var lasting: LastingText?

    public init(stringLiteral value: StaticString) {
        template = value.description
        values = []
    }

    public init(stringInterpolation: StringInterpolation) {
        template = stringInterpolation.template
        values = stringInterpolation.values
    }

    public init(_ identifier: Identifier) {
        template = "\"\(identifier.name)\""
        values = []
    }

    public static let empty: SQL = ""

    /// The text as the engines read it.
    public var text: String {
        if let lasting { return lasting.text }
        guard !values.isEmpty else { return template }
        return String(unsafeUninitializedCapacity: template.utf8.count + values.count * 6) { out in
            var length = 0
            var number = 0
            for byte in template.utf8 {
                guard byte == 1 else {
                    out[length] = byte
                    length += 1
                    continue
                }
                number += 1
                out[length] = UInt8(ascii: "$")
                length += 1
                for digit in String(number).utf8 {
                    out[length] = digit
                    length += 1
                }
            }
            return length
        }
    }

    /// The statement with its text made once and for all, to be kept and filled again and again.
    public var lastingly: SQL {
        var sql = self
        sql.lasting = LastingText(text)
        return sql
    }

    /// The same statement with other values, as many as it has.
    public func filled(_ values: [DatabaseValue]) -> SQL {
        var sql = self
        sql.values = values
        return sql
    }

    /// The same statement with another last value.
    public func endingWith(_ value: DatabaseValue) -> SQL { filled(values.dropLast() + [value]) }

    public var isEmpty: Bool { template.isEmpty }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    public static func += (left: inout SQL, right: SQL) {
        left.lasting = nil
        left.template += right.template
        left.values += right.values
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var template = ""
        fileprivate var values: [DatabaseValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            template.reserveCapacity(literalCapacity + interpolationCount * 8)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { template += String(decoding: $0, as: UTF8.self) }
        }

        public mutating func appendInterpolation(_ sql: SQL) {
            template += sql.template
            values += sql.values
        }

        public mutating func appendInterpolation(_ identifier: Identifier) {
            template += "\""
            template += identifier.name
            template += "\""
        }

        public mutating func appendInterpolation(_ value: DatabaseValue) {
            template += "\u{1}"
            values.append(value)
        }

        public mutating func appendInterpolation(_ value: Int64) { appendInterpolation(.int(value)) }
        public mutating func appendInterpolation(_ value: Int) { appendInterpolation(.int(Int64(value))) }
        public mutating func appendInterpolation(_ value: Int64?) { appendInterpolation(value.map(DatabaseValue.int) ?? .null) }
        public mutating func appendInterpolation(_ value: String) { appendInterpolation(.text(value)) }
        public mutating func appendInterpolation(_ value: String?) { appendInterpolation(value.map(DatabaseValue.text) ?? .null) }
    }
}

/// A text that is known by its place in memory.
package final class LastingText: Sendable {
    package let text: String
    init(_ text: String) { self.text = text }
}

/// The name of a table or column. Made from literals of the source and from the schema only.
public struct Identifier: Sendable, Hashable, ExpressibleByStringLiteral {
    public let name: String

    public init(_ literal: StaticString) { name = literal.description }
    public init(stringLiteral value: StaticString) { name = value.description }

    /// A name that the schema has checked: lower-case Latin letters, digits and `_`, 1 to 60 of them. Nil otherwise.
    public init?(checked name: String) {
        guard (1...60).contains(name.utf8.count), name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 })
        else { return nil }
        self.name = name
    }

    private init(trusted name: String) { self.name = name }

    /// The name with an ending: `deal` and `_past` make `deal_past`.
    public func adding(_ ending: StaticString) -> Identifier { Identifier(trusted: name + ending.description) }
}

/// A value on its way into a statement. Booleans are 0 and 1; all integers are 64 bits.
public enum DatabaseValue: Sendable, Hashable {
    case null
    case int(Int64)
    case double(Double)
    case text(String)
    case bytes([UInt8])
}

extension Sequence where Element == SQL {
    /// The pieces with a separator between them.
    public func joined(separator: SQL) -> SQL {
        var out = SQL.empty
        var isFirst = true
        for piece in self {
            if !isFirst { out += separator }
            out += piece
            isFirst = false
        }
        return out
    }
}
