import Kit
import Testing

struct JSONParserTests {
    @Test(arguments: [
        "null", "true", " false ", "0", "-0", "-12.5e+10", "1E400", "\"\"", "[]", "{}", "[1,[2,{\"a\":[]}],\"x\"]", "\"\\ud83d\\ude00\"",
        "\"😀\"",
        "{\"a\":1,\"b\":{\"a\":2}}", "\"\\u0000\"", "\t\n\r [ 1 , 2 ] ", "\"\u{7f}\"", "123456789012345678901234567890",
    ])
    func `valid texts are read`(_ text: String) throws { _ = try JSON.parse(text) }

    @Test(arguments: [
        "", " ", "nul", "tru e", "True", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "[1,]", "[,1]", "[1 2]",
        "{,}", "{\"a\"}",
        "{\"a\":}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "[", "{", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"",
        "\"\\u12g4\"", "\"\n\"", "\"\t\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "1 2", "[] []", "null,", "]", "}", "[1}", "{\"a\":1]",
        "\u{FEFF}1", "/**/1", "1//",
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "-a", "--1", "\"\u{1}\"",
    ])
    func `invalid texts are refused`(_ text: String) {
        #expect(throws: Failure.self) { try JSON.parse(text) }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        for wrong: [UInt8] in [[34, 0xFF, 34], [34, 0xC3, 34], [34, 0xED, 0xA0, 0x80, 34], [34, 0xC0, 0x80, 34], [34, 92, 110, 0x80, 34]] {
            #expect(throws: Failure.self) { try JSON.parse(wrong) }
        }
    }

    @Test func `nesting ends at 64`() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        _ = try JSON.parse(nested(64))
        #expect(throws: Failure.self) { try JSON.parse(nested(65)) }
        #expect(throws: Failure.self) { try JSON.parse(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: Failure.self) { try JSON.parse(String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test func `the parts keep their text and order`() throws {
        let json = try JSON.parse(#"{"b": 1.50, "a": ["\u0416\n\"\\\/", true, null]}"#)
        #expect(json == .object([("b", .number("1.50")), ("a", .array([.string("Ж\n\"\\/"), .bool(true), .null]))]))
        #expect(json["b"]?.int == nil)
        #expect(json.members?.map(\.name) == ["b", "a"])
    }

    @Test func `what the writer writes the parser reads`() throws {
        let json = JSON.object([("имя \"x\"\u{1}", .array([.number("-1e5"), .string("\u{0}\n\t😀"), .bool(false), .null, .object([])]))])
        var writer = JSONWriter()
        writer.value(json)
        #expect(try JSON.parse(writer.bytes) == json)
    }

    @Test func `the position of a mistake is told`() {
        let failure = Failure.malformed(Label("This is not JSON: see byte 4.", ru: "Это не JSON: ошибка в байте 4."))
        #expect(throws: failure) { try JSON.parse("[1,]") }
    }
}
