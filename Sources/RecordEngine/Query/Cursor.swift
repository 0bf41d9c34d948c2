public import Kit
public import Storage

/// The place after a row in an order: the row's sort keys and its id. Its text is opaque to clients.
public struct Cursor: Sendable, Hashable {
    /// One value for each sort key, the id last.
    public let keys: [DatabaseValue]

    public init(keys: [DatabaseValue]) { self.keys = keys }

    /// - Throws: `Failure.malformed` for anything that was not made by `text`.
    public init(_ text: String) throws(Failure) {
        guard text.utf8.count <= 8_000, let data = [UInt8](base64URL: text),
            let items = (try? JSON.parse(data))?.array, !items.isEmpty
        else { throw Cursor.unknown }
        var keys: [DatabaseValue] = []
        for item in items {
            switch item {
            case .null: keys.append(.null)
            case .string(let text) where !text.utf8.contains(0): keys.append(.text(text))
            case .number:
                guard let number = item.int else { throw Cursor.unknown }
                keys.append(.int(number))
            default: throw Cursor.unknown
            }
        }
        guard case .int? = keys.last else { throw Cursor.unknown }
        self.keys = keys
    }

    public var text: String {
        var json = JSONWriter(capacity: 64)
        json.array { json in
            for key in keys {
                switch key {
                case .int(let number): json.int(number)
                case .text(let text): json.string(text)
                default: json.null()
                }
            }
        }
        return String(decoding: json.bytes.base64URL, as: UTF8.self)
    }

    public static let unknown = Failure.malformed(
        Label("“after” is not a place in this list; begin from its first page.", ru: "«after» не указывает на место в этом списке; начните с первой страницы.")
    )
}
