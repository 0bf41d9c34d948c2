import Definitions
import Files
import Kit
import People
import RecordEngine
import Tables
import Testing

@testable import Exchange

/// Whatever value a field of whatever type has: out in any format, in again, it is the same.
struct ExportRoundTripTests {
    private static let choices = [Choice("won", Label("Won", ru: "Выиграна")), Choice("won2", Label("Won", ru: "Выиграна"))]

    private static var types: [(any FieldType, (inout Dice) -> FieldValue)] {
        [
        (TextType(), { .text($0.text(lines: false)) }), (LongTextType(), { .text($0.text(lines: true)) }),
        (IntegerType(), { .integer($0.number()) }), (DecimalType(digits: 2), { .integer($0.number()) }), (DecimalType(digits: 6), { .integer($0.number()) }),
        (MoneyType(), { dice in .money(Money(minor: dice.number(), currency: dice.pick([.rub, .usd, Currency("JPY") ?? .eur]))) }),
        (BooleanType(), { .boolean($0.pick([true, false])) }),
        (DayType(), { .day(Day(number: Int32(truncatingIfNeeded: $0.pick([-40_000, -25_509, -25_508, 0, 20_000]) + $0.below(9_000)))) }),
        (InstantType(), { .instant(Instant(milliseconds: Int64($0.below(4_000_000_000)) * 997)) }),
        (ChoiceType(choices), { .text($0.pick(["won", "won2"])) }), (LinkType(), { .link(RecordLink(object: "deal", id: Int64(1 + $0.below(99)))) }),
        (EmailsType(), { $0.pick([.list(["a@b.ru"]), .list(["ivan@b.ru", "директор@пример.рф"])]) }),
        (PhonesType(), { $0.pick([.list(["+74951234567;350", "+79001112233"]), .list(["350"]), .list(["+12125551234", "102"])]) }),
        (URLType(), { _ in .text("https://example.com/?a=1,2;3") }), (INNType(), { $0.pick([.text("7707083893"), .text("0274062111")]) }),
        (KPPType(), { _ in .text("7736AB001") }), (OGRNType(), { _ in .text("1027700132195") }),
        ]
    }

    @Test(arguments: [ExportFormat.csv, .xlsx, .jsonl], Language.allCases)
    func `a value of any type that goes out comes in as the same value`(_ format: ExportFormat, _ language: Language) throws {
        var dice = Dice(state: 42)
        let types = ExportRoundTripTests.types
        let values = (0..<40).map { _ in types.map { _, make in make(&dice) } }
        let fields = types.enumerated().map { FieldDefinition("f\($0)", Label("Field \($0)", ru: "Поле \($0)"), $1.0) }
        var writer = ExportWriter(format, title: "Всё: [и]/сразу", delimiter: .usual(language))
        try writer.begin(ExportHeading(labels: fields.map { $0.label[language] }, names: fields.map(\.name)))
        let context = context(language)
        let rows = values.map { row in zip(row, fields).map { ExportCell($0, $1, named: [], context) } }
        try writer.write(ExportPage(rows: rows, cards: [], next: nil))
        try writer.finish()
        var table = try TableFile(FileSource.temporary(writer.take()), language)
        let header = try #require(try table.next()).cells
        let mapping = ImportMapping(parts: [], dateOrder: language == .ru ? .dayFirst : .monthFirst, language: language)
        let reading = ImportReading(mapping, context, Principal.system(language).role)
        let part = ImportPlan.Part(
            name: "thing", object: Tag.object,
            fields: zip(fields, header).enumerated().map { index, pair in
                .init(definition: pair.0, origin: .columns([index], separator: " "), source: .init(pair.0.name, .column(pair.1)), column: pair.1)
            },
            clientKey: [], keys: [], existing: .update, mode: .upsert
        )
        for row in values {
            let cells = try #require(try table.next()).cells
            let draft = reading.draft(part, cells)
            #expect(draft.notes.isEmpty, "\(draft.notes) \(cells)")
            for (value, field) in zip(row, fields) { #expect(draft.values[field.name] == value, "\(field.type.kind): \(cells)") }
        }
        #expect(try table.next() == nil)
    }

    @Test(arguments: [["a"], ["a; b", "c"], ["\"q\"", "d\"e", "f;"], ["x", "«y»; \"z\""], ["\"q\" r", "s"]])
    func `names in one cell come apart again`(_ names: [String]) {
        #expect(Names.split(Names.joined(names)) == names)
    }

    private func context(_ language: Language) -> ValueContext {
        // The clock goes back in the autumn, so one hour comes twice.
        let zone = WorkspaceZone(identifier: "Test", firstWeekday: 1) { $0.milliseconds / 15_778_800_000 % 2 == 0 ? 3_600 : 7_200 }
        return ValueContext(language: language, now: Instant(milliseconds: 0), zone: zone, baseCurrency: .rub, country: "RU")
    }
}

/// Values that look random and are the same every time.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
    mutating func number() -> Int64 { pick([Int64(below(2_000)) - 1_000, Int64(below(1 << 40)), .max - Int64(below(9)), 0]) }

    mutating func text(lines: Bool) -> String {
        let pieces = ["=1+1", "+7", "'", "\"", ";", ",", "ё", "_x0041_", "&<>", "\\n", "007", "1e5", "true", "2026-01-01", "«Ж»", "{\"a\":1}", "@x", "-5"]
        let count = 1 + below(4)
        return (0..<count).map { _ in pick(pieces) }.joined(separator: lines ? pick(["\n", " ", "\n\n"]) : " ")
    }
}
