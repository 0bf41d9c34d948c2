import Definitions
import Kit
import People
import Sales
import Testing

@testable import Formulas

@Suite struct FormulaTests {
    @Test(arguments: [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("= 2 - -3", "5"), ("0.1 + 0.2", "0.3"), ("10 / 4", "2.5"),
        ("1 / 3 * 3", "0.999999999999"),
        ("7 % * 100", "7"), ("-2 * 3", "-6"), ("2 - 3 - 4", "-5"), ("100 / 10 / 5", "2"),
        ("ROUND(2.345, 2)", "2.35"), ("ROUND(-2.5)", "-3"), ("ОКРУГЛ(1234; -2)", "1200"), ("ABS(-4.5)", "4.5"), ("MIN(3, 1, 2)", "1"),
        ("МАКС(3; 1; 2)", "3"),
        (#"IF(1 < 2, "yes", "no")"#, "yes"), (#"ЕСЛИ(1 > 2; "да"; "нет")"#, "нет"), (#"IF(1 = 1.0 and not (2 <> 2), "a", "b")"#, "a"),
        ("IF(true, 1)", "1"), ("IF(false, 1)", ""), ("ISBLANK(BLANK())", "true"), ("COALESCE(1 / 0, 5)", "5"), ("1 / 0", ""),
        ("BLANK() & 1", "1"),
        (#"LEN("привет")"#, "6"), (#"UPPER("Straße")"#, "STRASSE"), (#"LEFT("Krug", 2) & "-" & RIGHT("Krug", 1)"#, "Kr-g"),
        (#"TRIM("  a   b ")"#, "a b"),
        (#"CONTAINS("Ёлка зимой", "ЕЛКА")"#, "true"), (#""a" = "A""#, "true"), (#""a" < "b""#, "true"),
        ("DATE(2026, 2, 28) + 1", "2026-03-01"), ("DATE(2024, 2, 30)", ""), ("DATE(2026, 3, 1) - DATE(2026, 2, 1)", "28"),
        (#"DAYS("2026-12-31", "2026-01-01")"#, "364"), (#"EDATE("2026-01-31", 1)"#, "2026-02-28"), ("EDATE(DATE(1, 1, 1), -24)", ""),
        (#"YEAR("2026-05-06") * 100 + MONTH("2026-05-06")"#, "202605"), (#"DATE(2026, 1, 1) > "2025-12-31""#, "true"),
        ("1000 RUB * 0.1", "100 RUB"), ("10 USD + 5 EUR", ""), ("10 USD / 4 USD", "2.5"), ("AMOUNT(12.50 USD) + 1", "13.5"),
        (#"MONEY(5, "EUR") & """#, "5 EUR"),
        ("CURRENCY(1 RUB)", "RUB"), ("1 RUB < 2 USD", "false"), ("9223372036854775807 * 9223372036854775807 * 9223372036854775807", ""),
        ("IF(1 / 0 > 1, 1, 2)", "2"), ("И(ИСТИНА; ИЛИ(ЛОЖЬ; НЕ(ЛОЖЬ)))", "true"), ("DATE(9999, 12, 31) + 1", ""),
        ("DATE(2026, 1, 1) + 99999999999", ""),
    ])
    func `formulas compute as a spreadsheet does, exactly, and what can't be computed is empty`(text: String, result: String) throws {
        let formula = try Formula(text, on: Deal.object, among: Self.objects)
        #expect(formula.node.value([], Self.zone).text == result)
    }

    @Test(arguments: [
        ("", "character 1"), ("1 +", "character 4"), ("(1", "character 3"), ("1 2", "character 3"),
        ("foo", "character 1: there is no field “foo”"),
        ("1 + NOPE(2)", "character 5: there is no function"), ("TODAY() - started_on", "changes by itself"),
        ("СЕГОДНЯ()", "changes by itself"),
        (#"1 + "a""#, "character 5: texts are joined with &"), ("amount + 1", "an amount of money and a number"),
        ("amount * amount", "don't go together"),
        ("IF(1, 2, 3)", "character 4: here yes or no is wanted, and this is a number"),
        (#"IF(true, 1, "a")"#, "this is a text, and the one before is a number"),
        ("LEN(5)", "here a text is wanted"), ("company", "this is a value that formulas only ask for"), ("company & 1", "company.city"),
        ("people.first_name", "does not refer to one record"), ("company.owner.name", "only one step"), ("company.nope", "no field “nope”"),
        (#"status = "gone""#, "none of open, won, lost"), (#"expected_close > "soon""#, "is not a day"), ("id * 2", "not known"),
        ("BLANK()", "this is nothing"),
        ("ROUND(1, 2, 3)", "is written ROUND(x, 2)"), (#"MONEY(1, "XXX")"#, "not a currency"), ("1 = true", "can't be compared"),
        ("«a", "quotation mark"),
        ("true < false", "can't be compared"), ("1.2.3", "is not a number"), ("1,5 * 2", "a fraction is written with a point"),
        ("МАКС(1,5; 2)", "character 9: a fraction"), ("a ^ b", "character 3"),
    ])
    func `what is wrong with a formula is said with its place`(text: String, message: String) {
        #expect(throws: Failure.self) {
            do { _ = try Formula(text, on: Deal.object, among: Self.objects) } catch Failure.malformed(let problem) {
                #expect(problem.en.contains(message), "\(problem.en)")
                throw Failure.malformed(problem)
            }
        }
    }

    @Test func `what is too long, too deep or too large is refused, and what is wide is not`() throws {
        let bad = [
            String(repeating: "1+", count: 5_000) + "1", String(repeating: "(", count: 50) + "1" + String(repeating: ")", count: 50),
            String(repeating: "not ", count: 900) + "true and", String(repeating: "1+", count: 150) + "1",
            "MIN(" + String(repeating: "1,", count: 60) + "1)",
            String(repeating: "ABS(", count: 45) + "1" + String(repeating: ")", count: 45),
            "COALESCE(" + String(repeating: "\"abc\" & \"def\",", count: 260) + "\"\")", String(repeating: "-", count: 3_000),
        ]
        for text in bad { #expect(throws: Failure.self, "\(text.prefix(30))") { try Formula(text, on: Deal.object, among: Self.objects) } }
        let sum = try Formula(String(repeating: "1+", count: 90) + "1", on: Deal.object, among: Self.objects)
        #expect(sum.node.value([], Self.zone).text == "91")
        _ = try Formula(String(repeating: "-", count: 1_500) + "1", on: Deal.object, among: Self.objects)
    }

    @Test func `a formula has the type of its result, and knows what it reads`() throws {
        let results: [(String, DerivedResult)] = [
            ("amount * 0.1", .money), ("1 + 2", .integer), ("1 / 2", .decimal), ("title & source", .text),
            ("expected_close - started_on", .integer),
            ("expected_close + 14", .day), (#"status = "won""#, .boolean), ("created_at", .instant), ("company.city", .text),
            ("ROUND(1 / 3)", .integer),
        ]
        for (text, result) in results { #expect(try Formula(text, on: Deal.object, among: Self.objects).result == result, "\(text)") }
        let formula = try Formula("IF(ISBLANK(company), title, company.city & company.title & title)", on: Deal.object, among: Self.objects)
        #expect(formula.subjects == ["company", "title"])
        #expect(formula.inputs.map { $0.across?.name ?? $0.name } == ["company", "title", "city", "title"])
    }

    /// Texts made of the language's own pieces, in any order and in its grammar.
    @Test func `no text and no value makes a formula trap`() {
        var random = Dice(state: 42)
        let pieces =
            [
                "1", "2.5", "0", "amount", "title", "expected_close", "created_at", "status", "company.city", "true", "\"x\"",
                "\"2026-01-31\"", "5 USD",
            ]
            + ["+", "-", "*", "/", "&", "=", "<>", "<", ">=", "(", ")", ",", ";", "%", "and", "or", "not"]
            + FormulaFunction.allCases.map { "\($0.rawValue)(" }
        let values: [FormulaValue] = [
            .empty, .number(Exact(.max)), .number(Exact(.min)), .number(Exact(0)), .number(Exact(units: 5, digits: 12)),
            .money(Exact(.max), .usd), .text(""),
            .text("é\u{301}🙂"), .boolean(true), .day(Day(number: .max)), .day(Day(number: .min)),
            .instant(Instant(milliseconds: .max / 1_000_000)),
        ]
        var (read, computed) = (0, 0)
        for _ in 0..<3_000 {
            let text = (0..<random.next(12) + 1).map { _ in pieces[random.next(pieces.count)] }.joined(separator: " ")
            if (try? Formula(text, on: Deal.object, among: Self.objects)) != nil { read += 1 }
        }
        for _ in 0..<3_000 {
            guard let formula = try? Formula(random.expression(3), on: Deal.object, among: Self.objects) else { continue }
            computed += 1
            for _ in 0..<5 {
                // Also what its typing rules out: a field may have been of another type.
                let inputs = formula.inputs.map { _ in values[random.next(values.count)] }
                _ = formula.result.value(formula.node.value(inputs, Self.zone), digits: 2)
            }
        }
        #expect(read > 50 && computed > 1_500, "\(read), \(computed)")
    }

    static let objects = Dictionary([Deal.object, Company.object].map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    static let zone = WorkspaceZone(identifier: "UTC", firstWeekday: 1) { _ in 0 }
}

/// The same numbers each time.
struct Dice {
    var state: UInt64

    mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(count, 1)
    }

    /// A number, written in some way.
    mutating func expression(_ depth: Int) -> String {
        if depth == 0 {
            return [
                "1", "0", "2.5", "9223372036854775807", "LEN(title)", "YEAR(expected_close)", "AMOUNT(amount)",
                "expected_close - started_on",
            ][next(8)]
        }
        let (one, two) = (expression(depth - 1), expression(depth - 1))
        switch next(9) {
        case 0: return "(\(one) + \(two))"
        case 1: return "(\(one) - \(two))"
        case 2: return "\(one) * (\(two))"
        case 3: return "(\(one)) / (\(two))"
        case 4: return "IF(\(one) < \(two), \(one), \(two))"
        case 5: return "ROUND(\(one), \(next(5)))"
        case 6: return "MAX(\(one), \(two))"
        case 7: return "DAYS(DATE(\(one.count), 2, 3) + ROUND(\(two)), expected_close)"
        default: return "AMOUNT(amount * (\(one)) - 5 USD / (\(two)))"
        }
    }
}
