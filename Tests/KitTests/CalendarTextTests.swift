import Kit
import Testing

struct CalendarTextTests {
    @Test(arguments: [
        "22.11.2026", "2026-11-22", "22.11.26", "22/11/2026", "22-11-2026", "22 ноября 2026 г.", "22 Nov 2026", "Nov 22, 2026",
        "22 ноя 2026", "2026.11.22",
        "2026/11/22", " 22.11.2026 ", "22 November 2026", "22 НОЯБРЯ 2026 года",
    ])
    func `a day is one day in every spelling`(_ text: String) { #expect(Day(text: text)?.iso == "2026-11-22") }

    @Test(arguments: [
        "31.02.2024", "29.02.2023", "32.01.2024", "0.1.2024", "1.13.2024", "", "сегодня", "2026", "22.11", "22.11.20266", "1.2.3.4",
        "22.11.2026.5",
        "00.00.0000", "99999999999999999999.1.1", "-1.1.2024", "22:11:2026",
    ])
    func `an impossible day is refused`(_ text: String) { #expect(Day(text: text) == nil) }

    @Test func `American files put the month first`() {
        #expect(Day(text: "11/22/2026", order: .monthFirst)?.iso == "2026-11-22")
        #expect(Day(text: "11/22/2026") == nil)
        #expect(Day(text: "2026-11-22", order: .monthFirst)?.iso == "2026-11-22")
        #expect(Day(text: "1.2.70")?.iso == "1970-02-01")
        #expect(Day(text: "1.2.69")?.iso == "2069-02-01")
    }

    @Test func `days are shown in both languages`() throws {
        let day = try #require(Day(year: 2026, month: 3, day: 5))
        #expect(day.formatted(.ru) == "05.03.2026")
        #expect(day.formatted(.en) == "5 Mar 2026")
    }

    @Test func `every day of four centuries is written and read as itself`() throws {
        let first = try #require(Day(year: 1800, month: 1, day: 1)), last = try #require(Day(year: 2200, month: 1, day: 1))
        var number = first.number
        while number <= last.number {
            let day = Day(number: number)
            #expect(Day(iso: day.iso) == day)
            #expect(Day(text: day.formatted(.ru)) == day)
            #expect(Day(text: day.formatted(.en)) == day)
            number += 17
        }
    }

    @Test(arguments: [
        ("2026-11-22T08:00:00Z", "2026-11-22T08:00:00Z"), ("2026-11-22T11:00:00+03:00", "2026-11-22T08:00:00Z"),
        ("2026-11-22t08:00:00.250z", "2026-11-22T08:00:00.250Z"), ("2026-11-22T08:00:00.5Z", "2026-11-22T08:00:00.500Z"),
        ("2026-11-22T08:00Z", "2026-11-22T08:00:00Z"), ("2026-01-01T00:00:00-05:30", "2026-01-01T05:30:00Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("2026-11-22T08:00:00.123456789Z", "2026-11-22T08:00:00.123Z"), ("2026-11-22 08:00:00+0000", "2026-11-22T08:00:00Z"),
    ])
    func `instants are read and written in ISO 8601`(_ text: String, _ written: String) { #expect(Instant(iso: text)?.iso == written) }

    @Test(arguments: [
        "2026-11-22T08:00:00", "2026-11-22", "2026-11-22T24:00:00Z", "2026-11-22T08:60:00Z", "2026-11-22T08:00:60Z", "2026-02-30T08:00:00Z",
        "2026-11-22T08:00:00.Z", "2026-11-22T08:00:00Z ", "2026-11-22T08:00:00+3", "", "2026-11-22T8:00:00Z", "2026-11-22T08:00:00+24:00",
        "T",
    ])
    func `what is no instant is refused`(_ text: String) { #expect(Instant(iso: text) == nil) }

    @Test func `an instant is written with the offset of a place`() {
        let instant = Instant(milliseconds: 1_795_334_400_000)
        #expect(instant.iso(secondsFromUTC: 10_800) == "2026-11-22T11:00:00+03:00")
        #expect(instant.iso(secondsFromUTC: -12_600) == "2026-11-22T04:30:00-03:30")
    }

    @Test func `a local time is read as people write it`() {
        for text in [
            "22.11.2026 11:00", "2026-11-22T11:00", "2026-11-22 11:00:00", "22 Nov 2026, 11:00", "22.11.2026, 11:00:00.000",
            "22 ноября 2026 г. 11:00",
        ] {
            #expect(LocalTime(text: text)?.milliseconds == 1_795_345_200_000, "\(text)")
        }
        #expect(LocalTime(text: "22.11.2026 9:05")?.clock(withSeconds: false) == "09:05")
        #expect(LocalTime(text: "22.11.2026") == nil)
        #expect(LocalTime(text: "22.11.2026 :") == nil)
    }
}
