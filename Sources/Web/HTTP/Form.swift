public import Files
public import Kit

/// The fields of a form as they were typed, in their order. A name may come several times.
public struct Form: Sendable {
    public let fields: [(name: String, text: String)]
    /// The files of a multipart form.
    public let files: [UploadedFile]

    public static let empty = Form(fields: [], files: [])

    public init(fields: [(name: String, text: String)], files: [UploadedFile] = []) {
        self.fields = fields
        self.files = files
    }

    /// The first field of this name.
    public func first(_ name: String) -> String? { fields.first { $0.name == name }?.text }

    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.text) }

    /// Reads `a=1&b=2`. - Throws: `Failure.malformed` for bytes that are not UTF-8.
    public init(urlEncoded bytes: some Collection<UInt8>) throws(Failure) {
        var fields: [(name: String, text: String)] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard fields.count < 2_000 else {
                throw .tooLarge(Label("The form has more than 2,000 fields.", ru: "В форме больше 2000 полей."))
            }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Form.decode(parts[0]), let text = parts.count > 1 ? Form.decode(parts[1]) : "" else {
                throw Form.notUTF8
            }
            fields.append((name, text))
        }
        self.init(fields: fields)
    }

    static let notUTF8 = Failure.malformed(Label("The request is not valid UTF-8.", ru: "Запрос не в кодировке UTF-8."))

    /// Percent-decodes, `+` as a space; nil when the result is not UTF-8.
    static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = true) -> String? {
        let isPlain = bytes.allSatisfy { $0 != UInt8(ascii: "%") && ($0 != UInt8(ascii: "+") || !plusIsSpace) }
        if isPlain { return String(validating: bytes, as: UTF8.self) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var pending: [UInt8] = []
        for byte in bytes {
            if !pending.isEmpty {
                pending.append(byte)
                guard pending.count == 3 else { continue }
                guard let high = hex(pending[1]), let low = hex(pending[2]) else { return nil }
                decoded.append(high << 4 | low)
                pending = []
            } else if byte == UInt8(ascii: "%") {
                pending = [byte]
            } else {
                decoded.append(byte == UInt8(ascii: "+") && plusIsSpace ? 32 : byte)
            }
        }
        guard pending.isEmpty else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

/// A file that came with a form.
public struct UploadedFile: Sendable {
    public let field: String
    public let name: String
    /// At its beginning, without a name on the disk.
    public let content: FileSource
    public let size: Int
}
