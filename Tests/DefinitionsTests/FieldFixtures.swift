import Definitions
import Kit
import Storage

/// A Sunday noon in Moscow, in either language, with a dollar at 100 roubles.
func context(_ language: Language = .ru, country: String = "RU", now: String = "2026-11-22T09:00:00Z", firstWeekday: Int = 1) -> ValueContext {
    ValueContext(
        language: language, now: Instant(iso: now) ?? Instant(milliseconds: 0),
        zone: WorkspaceZone(identifier: "Europe/Moscow", firstWeekday: firstWeekday) { _ in 10_800 }, baseCurrency: .rub, country: country,
        me: 5, myTeam: [5, 6]
    ) { money in money.currency == .usd ? money.minor.multipliedReportingOverflow(by: 100).partialValue : nil }
}

/// The stored columns of one field as a row lends them.
final class StoredRow: Row {
    private let values: [DatabaseValue]

    init(_ values: [DatabaseValue]) { self.values = values }

    func isNull(_ column: Int) -> Bool { values[column] == .null }
    func int(_ column: Int) -> Int64 { if case .int(let value) = values[column] { value } else { 0 } }
    func double(_ column: Int) -> Double { Double(int(column)) }

    func bytes<T>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        guard case .text(var text) = values[column] else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        return try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
    }
}

extension FieldType {
    func read(_ text: String, _ context: ValueContext = context()) throws -> FieldValue { try parse(text: text, context) }

    func json(_ text: String, _ context: ValueContext = context()) throws -> FieldValue { try parse(try JSON.parse(text), context) }

    /// The JSON of a value, after the way through the database.
    func written(_ value: FieldValue, _ context: ValueContext = context()) -> String {
        let row = StoredRow(store(value, context))
        var direct = JSONWriter(), loaded = JSONWriter()
        write(row, at: 0, into: &direct)
        write(load(row, at: 0), into: &loaded)
        let text = String(decoding: direct.bytes, as: UTF8.self)
        return direct.bytes == loaded.bytes ? text : "\(text) differs from \(String(decoding: loaded.bytes, as: UTF8.self))"
    }

    /// The text and the values of a condition on columns called `x`.
    func filter(_ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext = context()) throws -> Filter {
        let columns: [SQL] = ["x", "x1", "x2"]
        let sql = try condition(comparison, operand, context) { columns[$0] }
        return Filter(text: sql.text, values: sql.values)
    }
}

struct Filter: Equatable {
    let text: String
    let values: [DatabaseValue]

    init(text: String, values: [DatabaseValue]) {
        self.text = text
        self.values = values
    }

    init(_ text: String, _ values: DatabaseValue...) { self.init(text: text, values: values) }
}
