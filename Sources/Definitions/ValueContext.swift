public import Kit

/// What a value's meaning depends on: who reads or writes it, where and when.
public struct ValueContext: Sendable {
    public let language: Language
    public let now: Instant
    /// The workspace's time zone, the same for everyone, as seconds east of UTC at an instant.
    public let zone: WorkspaceZone
    public let baseCurrency: Currency
    /// Country of phone numbers and tax numbers that do not name one: "RU".
    public let country: String
    /// The user behind the principal, if it is one.
    public let me: Int64?
    /// The users of the principal's teams, the principal among them.
    public let myTeam: [Int64]
    /// An amount in minor units of the base currency, at the rate of the day that matters; nil when no rate is known.
    public let toBase: @Sendable (Money) -> Int64?

    public init(
        language: Language, now: Instant, zone: WorkspaceZone, baseCurrency: Currency, country: String, me: Int64? = nil, myTeam: [Int64] = [],
        toBase: @escaping @Sendable (Money) -> Int64? = { _ in nil }
    ) {
        self.language = language
        self.now = now
        self.zone = zone
        self.baseCurrency = baseCurrency
        self.country = country
        self.me = me
        self.myTeam = myTeam
        self.toBase = toBase
    }

    /// Today in the workspace's zone.
    public var today: Day { zone.day(of: now) }
}

/// The time zone and first weekday by which a workspace reckons days.
public struct WorkspaceZone: Sendable {
    public let identifier: String
    /// 1 is Monday.
    public let firstWeekday: Int
    private let offset: @Sendable (Instant) -> Int64

    /// `offset` gives the seconds east of UTC that are in force at an instant.
    public init(identifier: String, firstWeekday: Int, offset: @escaping @Sendable (Instant) -> Int64) {
        self.identifier = identifier
        self.firstWeekday = firstWeekday
        self.offset = offset
    }

    public func day(of instant: Instant) -> Day {
        let local = instant.milliseconds + offset(instant) * 1000
        return Day(number: Int32(truncatingIfNeeded: local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000))
    }

    /// The instant at which a day begins here.
    public func start(of day: Day) -> Instant {
        let naive = Int64(day.number) * 86_400_000
        let first = naive - offset(Instant(milliseconds: naive)) * 1000
        return Instant(milliseconds: naive - offset(Instant(milliseconds: first)) * 1000)
    }

    /// Seconds east of UTC in force at an instant.
    public func secondsFromUTC(at instant: Instant) -> Int64 { offset(instant) }
}
