package import Definitions
public import Kit
import Storage

/// What amounts are worth in the base currency: at the rate of the day on which their record was closed; today's until then.
extension Records {
    /// The day whose rates count for a record with these values.
    func rateDay(_ object: ObjectDefinition, _ values: [FieldValue]) -> Day {
        let closing = object.closingField.flatMap { object.position(of: $0) }.flatMap { Day(values[$0]) }
        return closing ?? engine.settings.zone.day(of: now)
    }

    /// The context in which a record's values are stored.
    package func context(of object: ObjectDefinition, _ values: [FieldValue]) throws -> ValueContext {
        try context(ratesOf: values.contains { $0.isMoney } ? rateDay(object, values) : nil)
    }

    /// The fields to store when these have changed: amounts too when the day that their rate is of has.
    func stored(_ changed: [String], _ object: ObjectDefinition, _ values: [FieldValue], _ context: ValueContext) -> [String] {
        guard let closing = object.closingField, changed.contains(closing) else { return changed }
        let amounts = zip(object.fields, values).filter { field, value in
            // Without a rate of that day an amount keeps what it was worth.
            Money(value).map { context.toBase($0) != nil && !changed.contains(field.name) } ?? false
        }
        return changed + amounts.map(\.0.name)
    }

    /// Brings the worth of amounts in line with today's rates where records are not closed: one statement for each field, which
    /// touches only what differs. The worth is derived, so this makes no versions and no history.
    /// - Parameter currency: only amounts in this currency; in all that have a rate for nil.
    public func revalue(_ currency: Currency? = nil) throws {
        knownRates = [:]
        let (tx, base) = (try writing(), engine.settings.baseCurrency)
        for (code, rate) in try rates(of: engine.settings.zone.day(of: now)).sorted(by: { $0.key < $1.key }) {
            guard let each = Currency(code), each != base, currency == nil || currency == each else { continue }
            let conversion = Conversion(of: each, to: base, at: rate)
            for object in schema.objects {
                for field in object.fields where field.type is MoneyType {
                    try tx.send(revaluation(field, of: object, each, conversion))
                }
            }
        }
    }

    /// The same for a record that was away while rates changed.
    func revalue(_ record: Record) throws {
        if let closing = record.object.closingField, !record[closing].isEmpty { return }
        let context = try context(of: record.object, record.values)
        for (field, value) in zip(record.object.fields, record.values) {
            guard let money = Money(value), let worth = context.toBase(money) else { continue }
            try writing().send("UPDATE \(record.object.table) SET \(field.identifiers[2]) = \(worth) WHERE id = \(record.id)")
        }
    }

    private func revaluation(_ field: FieldDefinition, of object: ObjectDefinition, _ currency: Currency, _ conversion: Conversion) -> SQL {
        let (minor, code, worth) = (field.identifiers[0], field.identifiers[1], field.identifiers[2])
        let converted = conversion.of("\(minor)")
        var sql: SQL = """
            UPDATE \(object.table) SET \(worth) = \(converted)
            WHERE \(code) = \(currency.code) AND (\(worth) IS NULL OR \(worth) <> \(converted))
            """
        if let closing = object.closingField.flatMap(Identifier.init(checked:)) { sql += " AND \(closing) IS NULL" }
        return sql
    }
}
