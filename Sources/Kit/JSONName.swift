/// The name of a member, escaped once, with the comma before it: `,"title":`.
public struct JSONName: Sendable {
    let bytes: [UInt8]

    public init(_ name: String) {
        var json = JSONWriter(capacity: name.utf8.count + 3)
        json.name(name)
        bytes = [UInt8(ascii: ",")] + json.bytes
    }
}
