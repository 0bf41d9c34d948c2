import Definitions
import Kit
@testable import RecordEngine
import Sales
import Storage
import Testing
import TestSupport

@Suite struct WorthTests {
    private static let today = Day(year: 2026, month: 11, day: 22)

    @Test(arguments: StorageEngine.allCases)
    func `an open deal is worth what today's rate makes it, a closed one stays as it was counted`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let rate = try await world.rate("1.1", from: WorthTests.today?.adding(days: -10))
            let (open, closed) = (try await world.deal(10_000), try await world.deal(20_000))
            try await world.win(closed, on: nil)
            #expect(try await world.worths(open, closed) == [11_000, 22_000])
            await #expect(throws: Failure.self) { try await world.rate("2", from: WorthTests.today, of: "USD") }
            let version = try await world.read(as: nil) { try $0.record("deal", open).version }

            let newer = try await world.rate("1.2", from: WorthTests.today)
            #expect(try await world.worths(open, closed) == [12_000, 22_000])
            #expect(try await world.read(as: nil) { try $0.record("deal", open).version } == version)
            // Rates of other days are not today's.
            try await world.rate("7", from: WorthTests.today?.adding(days: -3))
            try await world.rate("9", from: WorthTests.today?.adding(days: 3))
            #expect(try await world.worth(open) == 12_000)

            try await world.write(as: nil) { try $0.delete(CurrencyRate.object, newer) }
            #expect(try await world.worth(open) == 70_000)
            let change = try await world.write(as: nil) { records -> Int64 in
                var draft = Draft(CurrencyRate.object)
                draft[CurrencyRate.day] = WorthTests.today
                try records.update(rate, draft)
                return records.batch ?? 0
            }
            #expect(try await world.worth(open) == 11_000)
            _ = try await world.write(as: nil) { try $0.undo(change) }
            #expect(try await world.worths(open, closed) == [70_000, 22_000])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a deal closed on a former day is counted at the rate of that day`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.rate("1.1", from: WorthTests.today?.adding(days: -10))
            try await world.rate("1.2", from: WorthTests.today)
            let deal = try await world.deal(10_000)
            #expect(try await world.worth(deal) == 12_000)
            try await world.win(deal, on: WorthTests.today?.adding(days: -1))
            #expect(try await world.worth(deal) == 11_000)
            // What is corrected after the closing is counted at the rate of the closing too.
            try await world.update(deal) { $0[Deal.amount] = Money(minor: 30_000, currency: .eur) }
            #expect(try await world.worth(deal) == 33_000)
            // On this day there was no rate yet: it keeps its worth, but a new amount can't be counted.
            try await world.update(deal) { $0[Deal.closed] = WorthTests.today?.adding(days: -20) }
            #expect(try await world.worth(deal) == 33_000)
            await #expect(throws: Failure.self) { try await world.update(deal) { $0[Deal.amount] = Money(minor: 1, currency: .eur) } }
            // A closed deal has a day of closing.
            try await world.update(deal) { $0[Deal.closed] = nil }
            #expect(try await world.read(as: nil) { try $0.record("deal", deal)[Deal.closed] } == WorthTests.today)
            #expect(try await world.worth(deal) == 36_000)
            _ = try await world.write(as: nil) { try $0.perform("reopen", on: Deal.object, deal, Draft(Deal.object)) }
            #expect(try await world.read(as: nil) { try $0.record("deal", deal)[Deal.closed] } == nil)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a rate for a day to come counts from that day on, and for what was deleted meanwhile`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            let today = try await world.read(as: nil) { $0.engine.settings.zone.day(of: $0.now) }
            try await world.rate("1.1", from: today)
            try await world.rate("1.5", from: today.adding(days: 1))
            let (deal, deleted) = (try await world.deal(10_000), try await world.deal(10_000))
            try await world.write(as: nil) { try $0.delete(Deal.object, deleted) }
            #expect(try await world.worth(deal) == 11_000)
            time.advance(seconds: 86_400)
            try await world.write(as: nil) { try $0.revalue() }
            _ = try await world.write(as: nil) { try $0.restore(Deal.object, deleted) }
            #expect(try await world.worths(deal, deleted) == [15_000, 15_000])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `SQL converts to the same minor unit as Swift`(engine: StorageEngine) async throws {
        let currencies = try ["EUR", "JPY", "KWD"].map { try #require(Currency($0)) }
        let rates: [Int64] = [1, 999_999, 1_234_567, 88_123_457, 83_000_000_001]
        let amounts: [Int64] = [0, 1, -1, 49, 50, 51, -50, 500_000, -500_000, 123_456_789_012, -99_999_999_999_999, .max, -.max]
        try await engine.withDatabase { database in
            for currency in currencies {
                for base in currencies {
                    for rate in rates {
                        let conversion = Conversion(of: currency, to: base, at: rate)
                        for amount in amounts {
                            let column = "CAST(\(amount) AS \(database.dialect.type(.integer)))" as SQL
                            let sql: SQL = "SELECT \(conversion.of(column))"
                            let converted = try await database.read { try $0.first(sql) { $0.optionalInt(0) } }
                            #expect(converted == .some(conversion(amount)), "\(amount) \(currency.code) in \(base.code) at \(rate)")
                        }
                    }
                }
            }
        }
    }
}

extension World {
    @discardableResult
    fileprivate func rate(_ rate: String, from day: Day?, of currency: String = "EUR") async throws -> Int64 {
        try await write(as: nil) { records in
            var draft = Draft(CurrencyRate.object)
            draft[CurrencyRate.currency] = currency
            draft[CurrencyRate.day] = day
            draft[CurrencyRate.rate] = Scaled(units: try DecimalText.parse(plain: rate, digits: 6))
            return try records.create(draft).id
        }
    }

    /// A deal over so many euro cents.
    fileprivate func deal(_ minor: Int64) async throws -> Int64 {
        try await write(as: nil) { records in
            var draft = Draft(Deal.object)
            draft[Deal.title] = "In euros"
            draft[Deal.amount] = Money(minor: minor, currency: .eur)
            return try records.create(draft).id
        }
    }

    fileprivate func update(_ deal: Int64, _ change: @escaping @Sendable (inout Draft) -> Void) async throws {
        try await write(as: nil) { records in
            var draft = Draft(Deal.object)
            change(&draft)
            try records.update(deal, draft)
        }
    }

    fileprivate func win(_ deal: Int64, on day: Day?) async throws {
        try await write(as: nil) { records in
            try records.perform("win", on: Deal.object, deal, Draft(Deal.object))
            guard let day else { return }
            var draft = Draft(Deal.object)
            draft[Deal.closed] = day
            try records.update(deal, draft)
        }
    }

    fileprivate func worths(_ one: Int64, _ other: Int64) async throws -> [Int64?] { [try await worth(one), try await worth(other)] }

    /// What the database keeps as the worth in dollars.
    fileprivate func worth(_ deal: Int64) async throws -> Int64? {
        try await read(as: nil) { try $0.connection.first("SELECT amount_base FROM deal WHERE id = \(deal)") { $0.int(0) } }
    }
}
