import Definitions
import Kit
import Storage
import Testing

struct TextFieldTests {
    @Test func `a text is trimmed and kept in composed form beside its folded form`() throws {
        #expect(try TextType().read("  Ёлка\nи \tК°  ") == .text("Ёлка и  К°"))
        #expect(try TextType().json("\"  \"") == .empty)
        #expect(TextType().store(.text("Ёлка"), context()) == [.text("Ёлка"), .text("елка")])
        #expect(try TextType().json("\"e\u{301}\"").hashValue == FieldValue.text("é").hashValue)
    }

    @Test func `a text with controls, or too long, is refused`() {
        for text in ["\"a\\u0000\"", "\"a\\nb\"", "\"\\u202e\"", "1", "[]", "\"\(String(repeating: "я", count: 2001))\""] {
            #expect(throws: ValueProblem.self) { try TextType().json(text) }
        }
        #expect(throws: Never.self) { try TextType().json("\"\(String(repeating: "я", count: 2000))\"") }
        #expect(throws: ValueProblem.self) { try LongTextType().read(String(repeating: "a", count: 100_001)) }
        #expect(throws: ValueProblem.self) { try LongTextType().read("a\u{0}") }
    }

    @Test func `a long text keeps its lines`() throws {
        #expect(try LongTextType().read("a\r\nb\rc\n\nd ") == .text("a\nb\nc\n\nd"))
    }

    @Test func `comparisons see the folded form, and signs of LIKE stand for themselves`() throws {
        #expect(try TextType().filter(.equals, .string("ЁЛКА")) == Filter("x1 = $1", .text("елка")))
        #expect(try TextType().filter(.contains, .string("50%_\\")) == Filter("x1 LIKE $1 ESCAPE '\\'", .text("%50\\%\\_\\\\%")))
        #expect(try TextType().filter(.startsWith, .string("Ел")) == Filter("x1 LIKE $1 ESCAPE '\\'", .text("ел%")))
        #expect(try TextType().filter(.differs, .string("a")) == Filter("(x1 <> $1 OR x1 IS NULL)", .text("a")))
        #expect(try TextType().filter(.isIn, .list([.string("A"), .string("b")])) == Filter("x1 IN ($1, $2)", .text("a"), .text("b")))
        #expect(throws: ValueProblem.self) { try TextType().filter(.contains, .string(String(repeating: "я", count: 101))) }
        #expect(throws: ValueProblem.self) { try TextType().filter(.equals, .string("\u{0}")) }
        #expect(throws: ValueProblem.self) { try TextType().filter(.equals, .word("today")) }
    }

    @Test func `a choice is known by its value or its label`() throws {
        let type = ChoiceType(RoundTripTests.choices)
        #expect(try type.read("новая") == .text("new"))
        #expect(try type.read("NEW") == .text("new"))
        #expect(type.format(.text("won"), context()) == "Выиграна")
        #expect(type.format(.text("gone"), context()) == "gone")
        #expect(type.export(.text("won2"), context()) == "won2")
        #expect(try type.filter(.equals, .word("new")) == Filter("x = $1", .text("new")))
        #expect(throws: ValueProblem.self) { try type.json("\"other\"") }
        #expect(throws: ValueProblem.self) { try type.filter(.equals, .string("other")) }
    }

    @Test func `codes lose spaces and dashes and are checked where they come from`() throws {
        #expect(try INNType().read(" 7707 0838-93 ") == .text("7707083893"))
        #expect(throws: ValueProblem.self) { try INNType().read("7707083894") }
        #expect(try INNType().read("12-AB 345", context(country: "DE")) == .text("12AB345"))
        #expect(throws: ValueProblem.self) { try INNType().read("77AB1", context(country: "KZ")) }
        #expect(try KPPType().read("7736ab001") == .text("7736AB001"))
        #expect(try KPPType().read("36601001", context()) == .text("036601001"))
        #expect(try OGRNType().read("304500116000157") == .text("304500116000157"))
        #expect(try INNType().filter(.startsWith, .number("7707", currency: nil)) == Filter("x LIKE $1 ESCAPE '\\'", .text("7707%")))
    }

    @Test func `a page has an address of the web`() throws {
        #expect(try URLType().read("Example.com/x") == .text("https://example.com/x"))
        #expect(throws: ValueProblem.self) { try URLType().json("\"javascript:alert(1)\"") }
        #expect(throws: ValueProblem.self) { try URLType().json("\"example.com\"") }
    }
}
