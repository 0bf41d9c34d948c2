import Definitions
import Kit
import Storage
import Testing

struct NumberFieldTests {
    @Test func `a decimal keeps its places and nothing more`() throws {
        let type = DecimalType(digits: 2)
        #expect(try type.json("12.5") == .integer(1250))
        #expect(try type.json("\"12.50\"") == .integer(1250))
        #expect(try type.json("1e2") == .integer(10_000))
        #expect(try type.read("1 234,5") == .integer(123_450))
        #expect(type.written(.integer(1250)) == "12.50")
        #expect(type.format(.integer(-123_450), context()) == "−1\u{A0}234,50")
        #expect(try type.filter(.atLeast, .number("12.5", currency: nil)) == Filter("x >= $1", .int(1250)))
        for wrong in ["0.001", "1e300", "true", "\"abc\"", "92233720368547758.08"] { #expect(throws: ValueProblem.self) {
            try type.json(wrong) }
        }
    }

    @Test func `an integer of 65 bits is refused`() {
        #expect(throws: ValueProblem.self) { try IntegerType().json("9223372036854775808") }
        #expect(throws: ValueProblem.self) { try IntegerType().json("1e3") }
        #expect(throws: ValueProblem.self) { try IntegerType().read("9 223 372 036 854 775 808") }
    }

    @Test func `money is stored with its currency and in base`() throws {
        let dollars = FieldValue.money(Money(minor: 123_456, currency: .usd))
        #expect(try MoneyType().json(#"{"minor":123456,"currency":"USD"}"#) == dollars)
        #expect(MoneyType().store(dollars, context()) == [.int(123_456), .text("USD"), .int(12_345_600)])
        #expect(MoneyType().store(.money(Money(minor: 5, currency: .rub)), context()) == [.int(5), .text("RUB"), .int(5)])
        #expect(MoneyType().store(.money(Money(minor: 5, currency: .eur)), context()) == [.int(5), .text("EUR"), .null])
        #expect(try MoneyType().read("1 234 567,89 ₽") == .money(Money(minor: 123_456_789, currency: .rub)))
        #expect(try MoneyType().read("2715885.35") == .money(Money(minor: 271_588_535, currency: .rub)))
        for wrong in [
            #"{"minor":1.5,"currency":"USD"}"#, #"{"minor":1,"currency":"usd"}"#, #"{"minor":1}"#, "5",
            #"{"minor":1,"currency":"RUB","x":1}"#,
        ] {
            #expect(throws: ValueProblem.self) { try MoneyType().json(wrong) }
        }
    }

    @Test func `money is compared in major units of any currency`() throws {
        #expect(try MoneyType().filter(.atLeast, .number("1000", currency: "USD")) == Filter("x2 >= $1", .int(10_000_000)))
        #expect(try MoneyType().filter(.less, .number("99.5", currency: nil)) == Filter("x2 < $1", .int(9950)))
        #expect(try MoneyType().filter(.isEmpty, .none) == Filter("x IS NULL"))
        #expect(throws: ValueProblem.self) { try MoneyType().filter(.less, .number("1", currency: "EUR")) }
        #expect(throws: ValueProblem.self) { try MoneyType().filter(.less, .number("1", currency: "ZZZ")) }
        #expect(throws: ValueProblem.self) { try MoneyType().filter(.less, .number("1.001", currency: nil)) }
        #expect(throws: ValueProblem.self) { try MoneyType().filter(.less, .string("1")) }
    }

    @Test func `yes and no are understood in two languages`() throws {
        for yes in ["да", "ДА", "yes", "true", "1", "+"] { #expect(try BooleanType().read(yes) == .boolean(true)) }
        for no in ["нет", "No", "false", "0", "-"] { #expect(try BooleanType().read(no) == .boolean(false)) }
        #expect(throws: ValueProblem.self) { try BooleanType().read("может быть") }
        #expect(try BooleanType().filter(.equals, .word("true")) == Filter("x = $1", .int(1)))
        #expect(BooleanType().format(.boolean(true), context(.en)) == "Yes")
    }
}
