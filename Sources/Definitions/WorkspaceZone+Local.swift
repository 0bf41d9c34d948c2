public import Kit

extension WorkspaceZone {
    /// What calendar and clock show here at an instant.
    public func local(_ instant: Instant) -> LocalTime {
        LocalTime(milliseconds: instant.milliseconds &+ secondsFromUTC(at: instant) &* 1000)
    }

    /// The instant of a reading here, or of the offset written with it. Of the two instants of an hour that is repeated, the later;
    /// a reading that is skipped lies as far behind the gap.
    public func instant(_ local: LocalTime) -> Instant {
        if let offset = local.secondsFromUTC { return Instant(milliseconds: local.milliseconds &- offset &* 1000) }
        let naive = local.milliseconds
        let first = naive &- secondsFromUTC(at: Instant(milliseconds: naive)) &* 1000
        return Instant(milliseconds: naive &- secondsFromUTC(at: Instant(milliseconds: first)) &* 1000)
    }
}
