/// What goes to the server: a command in one line of JSON, and after it the file that belongs to it.
struct Letter: Codable {
    /// Nil for the default one.
    let workspace: String?
    let command: Command

    static let path = "/command"
}

/// What comes back, piece by piece: a byte for the kind, four for the length, the content. The last one is an end.
enum Frame: Equatable {
    case line(String)
    case bytes([UInt8])
    case warning(String)
    case note(String)
    /// With the exit code.
    case done(Int32)
    /// With what to do about it.
    case refused(String)

    var encoded: [UInt8] {
        let (kind, content): (UInt8, [UInt8]) =
            switch self {
            case .line(let text): (1, Array(text.utf8))
            case .bytes(let bytes): (2, bytes)
            case .warning(let text): (3, Array(text.utf8))
            case .note(let text): (4, Array(text.utf8))
            case .done(let code): (5, [UInt8(truncatingIfNeeded: code)])
            case .refused(let text): (6, Array(text.utf8))
            }
        let length = UInt32(truncatingIfNeeded: content.count)
        return [kind] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + content
    }

    /// Takes the first whole frame from what has come so far; nil when there is none yet, or it is unknown.
    init?(takenFrom bytes: inout [UInt8]) {
        guard bytes.count >= 5 else { return nil }
        let length = bytes[1...4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count - 5 >= length else { return nil }
        let content = Array(bytes[5..<5 + length])
        let text = String(decoding: content, as: UTF8.self)
        switch bytes[0] {
        case 1: self = .line(text)
        case 2: self = .bytes(content)
        case 3: self = .warning(text)
        case 4: self = .note(text)
        case 5: self = .done(Int32(content.first ?? 1))
        default: self = .refused(text)
        }
        bytes.removeFirst(5 + length)
    }
}
