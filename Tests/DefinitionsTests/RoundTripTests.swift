import Definitions
import Kit
import Storage
import Testing

struct RoundTripTests {
    static let choices = [
        Choice("new", Label("New", ru: "Новая")), Choice("won", Label("Won", ru: "Выиграна")), Choice("won2", Label("Won", ru: "Выиграна")),
    ]

    static let values: [(any FieldType, [FieldValue])] = [
        (TextType(), ["a", "ООО «Ёлка»", "=1+1", "+7", "'quoted", "a \\ % _ b"].map(FieldValue.text)),
        (LongTextType(), ["one\ntwo\n\nthree\t!", "=SUM(A1)"].map(FieldValue.text)),
        (IntegerType(), [0, -5, .max, .min].map(FieldValue.integer)),
        (DecimalType(digits: 0), [0, -5, .max].map(FieldValue.integer)),
        (DecimalType(digits: 2), [0, -5, 123_456, .max].map(FieldValue.integer)),
        (DecimalType(digits: 3), [1234, 1_234_567, 1, -.max].map(FieldValue.integer)),
        (
            MoneyType(),
            [(0, Currency.rub), (-123_456, .usd), (.max, .eur), (12_345_600, .rub)].map { .money(Money(minor: $0.0, currency: $0.1)) }
        ),
        (BooleanType(), [.boolean(true), .boolean(false)]),
        (DayType(), [Day(number: 0), Day(number: 20_779), Day(number: -40_000)].map(FieldValue.day)),
        (
            InstantType(),
            [0, 1_795_334_400_000, 1_795_334_401_000, 1_795_334_400_250, -1].map { .instant(Instant(milliseconds: $0)) }
        ),
        (ChoiceType(choices), ["new", "won", "won2"].map(FieldValue.text)),
        (ReferenceType(to: "company"), [.reference(1), .reference(.max)]),
        (ReferencesType(to: "company"), [.references([1]), .references([12, 15, 3])]),
        (LinkType(), [.link(RecordLink(object: "deal", id: 7))]),
        (EmailsType(), [.list(["a@b.ru"]), .list(["Ivan@b.ru", "директор@пример.рф"])]),
        (PhonesType(), [.list(["+74951234567;350", "+79001112233"]), .list(["350"]), .list(["+12125551234", "102"])]),
        (URLType(), [.text("https://example.com/?a=1,2")]),
        (PercentType(), [0, 1250, -5, 100_000].map(FieldValue.integer)),
        (DurationType(), [0, 59, 5400, 5415, 360_000].map(FieldValue.integer)),
        (RatingType(), [.integer(1), .integer(5)]), (ColorType(), [.text("#1e90ff")]),
        (ChoicesType(choices), [.list(["new"]), .list(["new", "won2"])]),
        (
            AddressType(),
            [
                PostalAddress(postcode: "125009", city: "Москва", street: "ул. Тверская, 1"),
                PostalAddress(postcode: "440000", region: "Пензенская область", city: "г. Пенза", street: "ул. Мира, д. 5", country: "Россия"),
            ].map(FieldValue.address)
        ),
        (BIKType(), [.text("044525225")]), (BankAccountType(), [.text("40702810138250123017")]), (SNILSType(), [.text("11223344595")]),
        (IBANType(), [.text("DE89370400440532013000")]), (VATNumberType(), [.text("DE811907980")]), (JSONType(), [.text("{\"a\":[1,2.50,null]}")]),
        (INNType(), [.text("7707083893")]), (KPPType(), [.text("7736AB001")]), (OGRNType(), [.text("1027700132195")]),
    ]

    @Test(arguments: Language.allCases)
    func `what a file holds is read as the same value`(_ language: Language) throws {
        for (type, values) in RoundTripTests.values {
            for value in values {
                let text = type.export(value, context(language))
                #expect(try type.parse(text: text, context(language)) == value, "\(type.kind): \(text)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `what a form shows is read as the same value`(_ language: Language) throws {
        for (type, values) in RoundTripTests.values where !["instant", "choice", "choices"].contains(type.kind) {
            for value in values {
                let text = type.format(value, context(language))
                #expect(try type.parse(text: text, context(language)) == value, "\(type.kind): \(text)")
            }
        }
    }

    @Test func `what the database holds is loaded as the same value`() {
        for (type, values) in RoundTripTests.values {
            for value in values + [.empty] {
                let stored = type.store(value, context())
                #expect(stored.count == type.columns.count)
                #expect(type.load(StoredRow(stored), at: 0) == value, "\(type.kind)")
            }
        }
    }

    @Test func `what a program reads it may send back`() throws {
        for (type, values) in RoundTripTests.values {
            for value in values { #expect(try type.json(type.written(value)) == value, "\(type.kind): \(type.written(value))") }
            #expect(["null", "[]"].contains(type.written(.empty)))
        }
    }

    @Test func `no type takes what is not its shape, and none of them falls over`() {
        let shapes = [
            "1e300", "-9223372036854775809", "{}", "[]", "[[]]", "[null]", "{\"minor\":1}", "{\"minor\":1e5,\"currency\":\"RUB\"}",
            "[1,-1]", "[\"\"]",
            "\"\\u0000\"", "\"2026-13-45\"", "\"9999999999-01-01T00:00:00Z\"", "true", "0.5", "{\"object\":\"a b\",\"id\":1}", "[{}]",
        ]
        for (type, _) in RoundTripTests.values {
            for shape in shapes {
                guard let value = try? type.json(shape) else { continue }
                #expect(type.store(value, context()).count == type.columns.count)
            }
        }
    }

    @Test func `every comparison that a type offers can be made`() throws {
        for (type, values) in RoundTripTests.values {
            for comparison in type.operators {
                let operands: [Operand] = [
                    .none, .string(type.export(values[0], context())), .number("1", currency: nil),
                    .word("true"), .word("today"), .list([]),
                ]
                let made = operands.contains { (try? type.filter(comparison, $0)) != nil }
                #expect(made, "\(type.kind) \(comparison)")
            }
        }
    }

    @Test func `values of a filter are never part of the statement`() {
        let canary = "canary'\"--;%_\\"
        let operands: [Operand] = [
            .string(canary), .word(canary), .number(canary, currency: canary), .call(canary, 1), .list([.string(canary), .word(canary)]),
        ]
        for (type, _) in RoundTripTests.values {
            for comparison in FilterOperator.allCases {
                for operand in operands {
                    guard let filter = try? type.filter(comparison, operand) else { continue }
                    #expect(!filter.text.contains("canary"), "\(type.kind)")
                }
            }
        }
    }
}
