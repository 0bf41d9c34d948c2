import Definitions
import Kit
import Storage
import Testing

struct TimeFieldTests {
    private func day(_ iso: String) -> DatabaseValue { .int(Int64(Day(iso: iso)?.number ?? 0)) }
    private func moment(_ iso: String) -> DatabaseValue { .int(Instant(iso: iso)?.milliseconds ?? 0) }

    @Test func `a day is read from people and programs`() throws {
        let value = FieldValue.day(try #require(Day(iso: "2026-12-01")))
        #expect(try DayType().json("\"2026-12-01\"") == value)
        #expect(try DayType().read("1.12.2026") == value)
        #expect(try DayType().read("01.12.26 00:00:00") == value)
        #expect(try DayType().read("сегодня") == .day(context().today))
        #expect(DayType.day("12/1/2026", order: .monthFirst) == Day(iso: "2026-12-01"))
        #expect(DayType().written(value) == "\"2026-12-01\"")
        #expect(throws: ValueProblem.self) { try DayType().json("\"01.12.2026\"") }
        #expect(throws: ValueProblem.self) { try DayType().read("31.02.2026") }
        #expect(throws: ValueProblem.self) { try DayType().read("01.12.2026 11:00") }
    }

    @Test(arguments: [
        ("this_week", "2026-11-16", "2026-11-23"), ("last_week", "2026-11-09", "2026-11-16"), ("next_week", "2026-11-23", "2026-11-30"),
        ("this_month", "2026-11-01", "2026-12-01"), ("last_month", "2026-10-01", "2026-11-01"), ("next_month", "2026-12-01", "2027-01-01"),
        ("this_quarter", "2026-10-01", "2027-01-01"), ("last_quarter", "2026-07-01", "2026-10-01"),
        ("next_quarter", "2027-01-01", "2027-04-01"),
        ("this_year", "2026-01-01", "2027-01-01"), ("last_year", "2025-01-01", "2026-01-01"), ("next_year", "2027-01-01", "2028-01-01"),
    ])
    func `a word means a period`(_ word: String, _ start: String, _ end: String) throws {
        let operand = Operand.word(word)
        #expect(try DayType().filter(.equals, operand) == Filter("(x >= $1 AND x < $2)", day(start), day(end)))
        #expect(try DayType().filter(.isIn, operand) == Filter("(x >= $1 AND x < $2)", day(start), day(end)))
        #expect(try DayType().filter(.less, operand) == Filter("x < $1", day(start)))
        #expect(try DayType().filter(.atLeast, operand) == Filter("x >= $1", day(start)))
        #expect(try DayType().filter(.greater, operand) == Filter("x >= $1", day(end)))
        #expect(try DayType().filter(.atMost, operand) == Filter("x < $1", day(end)))
        #expect(try DayType().filter(.differs, operand) == Filter("(NOT (x >= $1 AND x < $2) OR x IS NULL)", day(start), day(end)))
        let midnights = Filter("(x >= $1 AND x < $2)", moment("\(start)T00:00:00+03:00"), moment("\(end)T00:00:00+03:00"))
        #expect(try InstantType().filter(.equals, operand) == midnights)
    }

    @Test func `a week may begin on Sunday`() throws {
        let sunday = context(firstWeekday: 7)
        #expect(
            try DayType().filter(.equals, .word("this_week"), sunday)
                == Filter("(x >= $1 AND x < $2)", day("2026-11-22"), day("2026-11-29")))
    }

    @Test(arguments: [
        ("days_ago", 7, "2026-11-15", "2026-11-16"), ("in_days", 3, "2026-11-25", "2026-11-26"),
        ("last_days", 30, "2026-10-24", "2026-11-23"),
        ("next_days", 7, "2026-11-22", "2026-11-29"),
    ])
    func `a call means days from now`(_ name: String, _ count: Int, _ start: String, _ end: String) throws {
        #expect(try DayType().filter(.less, .call(name, count)) == Filter("x < $1", day(start)))
        #expect(try DayType().filter(.atMost, .call(name, count)) == Filter("x < $1", day(end)))
    }

    @Test func `a count of days without measure is refused`() {
        for count in [-1, 36_526, .max, .min] { #expect(throws: ValueProblem.self) {
            try DayType().filter(.equals, .call("days_ago", count)) }
        }
        #expect(throws: ValueProblem.self) { try DayType().filter(.equals, .call("evil", 1)) }
        #expect(throws: ValueProblem.self) { try DayType().filter(.equals, .word("this_century")) }
        #expect(throws: ValueProblem.self) { try DayType().filter(.equals, .number("5", currency: nil)) }
    }

    @Test func `one day is compared as one day`() throws {
        #expect(try DayType().filter(.equals, .string("2026-11-22")) == Filter("x = $1", day("2026-11-22")))
        #expect(try DayType().filter(.greater, .word("today")) == Filter("x >= $1", day("2026-11-23")))
        let list = Operand.list([.string("2026-11-22"), .word("this_month")])
        #expect(
            try DayType().filter(.isIn, list)
                == Filter("(x = $1 OR (x >= $2 AND x < $3))", day("2026-11-22"), day("2026-11-01"), day("2026-12-01")))
        #expect(try DayType().filter(.isIn, .list([])) == Filter("(1 = 0)"))
    }

    @Test func `an instant compared with a day means the whole day here`() throws {
        let whole = Filter("(x >= $1 AND x < $2)", moment("2026-11-21T21:00:00Z"), moment("2026-11-22T21:00:00Z"))
        #expect(try InstantType().filter(.equals, .string("2026-11-22")) == whole)
        #expect(try InstantType().filter(.equals, .string("2026-11-22T11:00")) == Filter("x = $1", moment("2026-11-22T08:00:00Z")))
        #expect(try InstantType().filter(.less, .word("now")) == Filter("x < $1", moment("2026-11-22T09:00:00Z")))
        #expect(try InstantType().filter(.less, .string("2026-11-22T08:00:00Z")) == Filter("x < $1", moment("2026-11-22T08:00:00Z")))
    }

    @Test func `an instant is read by the clock here and shown by it`() throws {
        let value = FieldValue.instant(try #require(Instant(iso: "2026-11-22T08:00:00Z")))
        for text in ["22.11.2026 11:00", "2026-11-22T11:00", "2026-11-22T11:00:00+03:00", "2026-11-22 08:00:00Z"] {
            #expect(try InstantType().read(text) == value)
        }
        #expect(try InstantType().read("22.11.2026") == .instant(try #require(Instant(iso: "2026-11-21T21:00:00Z"))))
        #expect(InstantType().format(value, context()) == "22.11.2026 11:00")
        #expect(InstantType().format(value, context(.en)) == "22 Nov 2026, 11:00")
        #expect(InstantType().written(value) == "\"2026-11-22T08:00:00Z\"")
        #expect(throws: ValueProblem.self) { try InstantType().json("\"2026-11-22T08:00:00\"") }
    }

    @Test func `a zone keeps the days of its clock`() throws {
        let berlin = try #require(WorkspaceZone.make(identifier: "Europe/Berlin"))
        let march = try #require(Day(iso: "2026-03-29"))
        #expect(berlin.start(of: march).iso == "2026-03-28T23:00:00Z")
        #expect(berlin.start(of: march.adding(days: 1)).iso == "2026-03-29T22:00:00Z")
        #expect(berlin.day(of: try #require(Instant(iso: "2026-03-29T22:00:00Z"))) == march.adding(days: 1))
        let moscow = try #require(WorkspaceZone.make(identifier: "Europe/Moscow"))
        #expect(moscow.secondsFromUTC(at: try #require(Instant(iso: "2012-01-01T00:00:00Z"))) == 14_400)
        #expect(moscow.secondsFromUTC(at: try #require(Instant(iso: "2026-01-01T00:00:00Z"))) == 10_800)
        let change = try #require(Instant(iso: "2014-10-25T22:00:00Z"))
        #expect(moscow.secondsFromUTC(at: Instant(milliseconds: change.milliseconds - 1)) == 14_400)
        #expect(moscow.secondsFromUTC(at: change) == 10_800)
        #expect(WorkspaceZone.make(identifier: "Mars/Olympus") == nil)
    }

    @Test func `an hour that comes twice is exported with its offset`() throws {
        let berlin = try #require(WorkspaceZone.make(identifier: "Europe/Berlin"))
        let here = ValueContext(language: .ru, now: Instant(milliseconds: 0), zone: berlin, baseCurrency: .eur, country: "DE")
        for iso in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T00:59:59.999Z"] {
            let value = FieldValue.instant(try #require(Instant(iso: iso)))
            #expect(try InstantType().parse(text: InstantType().export(value, here), here) == value, "\(iso)")
        }
    }
}
