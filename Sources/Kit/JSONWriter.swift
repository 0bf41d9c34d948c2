/// Writes JSON straight into bytes, without a tree in between.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows { try nest(123, 125, body) }
    public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows { try nest(91, 93, body) }

    /// The name of a member; its value is written next.
    public mutating func name(_ literal: StaticString) {
        comma()
        bytes.append(34)
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(34)
        bytes.append(58)
        needsComma = false
    }

    /// A name that is written often.
    public mutating func name(_ name: JSONName) {
        let start = needsComma ? 0 : 1
        name.bytes.withUnsafeBufferPointer { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[start...])) }
        needsComma = false
    }

    public mutating func name(_ text: String) {
        string(text)
        bytes.append(58)
        needsComma = false
    }

    public mutating func null() { raw("null") }
    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    public mutating func int(_ value: Int64) {
        comma()
        bytes.appendDigits(value)
        needsComma = true
    }

    public mutating func optional(_ value: Int64?) { if let value { int(value) } else { null() } }
    public mutating func optional(_ value: String?) { if let value { string(value) } else { null() } }

    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(UnsafeRawBufferPointer($0)) }
    }

    /// A string from UTF-8 bytes.
    public mutating func string(_ utf8: UnsafeRawBufferPointer) {
        guard utf8.hasAny(where: { $0 < 32 || $0 == 34 || $0 == 92 }) else { return plain(utf8) }
        comma()
        bytes.append(34)
        var start = 0
        for index in 0..<utf8.count where utf8[index] < 32 || utf8[index] == 34 || utf8[index] == 92 {
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[start..<index]))
            appendEscaped(utf8[index])
            start = index + 1
        }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[start...]))
        bytes.append(34)
        needsComma = true
    }

    /// A number in its JSON spelling: digits, sign, point.
    public mutating func number(_ text: String) {
        comma()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// A value that is JSON already.
    public mutating func encoded(_ text: String) { number(text) }

    public mutating func value(_ json: JSON) {
        switch json {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let text): number(text)
        case .string(let text): string(text)
        case .array(let items): array { writer in for item in items { writer.value(item) } }
        case .object(let members):
            object { writer in
                for member in members {
                    writer.name(member.name)
                    writer.value(member.value)
                }
            }
        }
    }

    /// A string of which nothing has to be escaped.
    private mutating func plain(_ utf8: UnsafeRawBufferPointer) {
        let separator = needsComma ? 1 : 0
        bytes.append(addingCapacity: utf8.count + 3) { out in
            out.withUnsafeMutableBufferPointer { room, count in
                if separator == 1 { room[0] = 44 }
                room[separator] = 34
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[(separator + 1)...]).copyMemory(from: utf8)
                count = utf8.count + separator + 2
                room[count - 1] = 34
            }
        }
        needsComma = true
    }

    private mutating func raw(_ literal: StaticString) {
        comma()
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws -> Void) rethrows {
        comma()
        bytes.append(open)
        needsComma = false
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(44) }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case 34, 92: bytes += [92, byte]
        case 10: bytes += [92, 110]
        case 13: bytes += [92, 114]
        case 9: bytes += [92, 116]
        default:
            let hex = Array("0123456789abcdef".utf8)
            bytes += [92, 117, 48, 48, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        }
    }
}
