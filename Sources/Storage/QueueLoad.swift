/// How a queue before the database has been doing since the program began, for whoever watches it.
public struct QueueLoad: Sendable, Hashable {
    /// What waits in it: "write", "read", or "any" where connections do both.
    public let name: String
    /// How many units wait right now.
    public let waiting: Int
    /// How many units have been taken out, in how many turns: units that are taken in one turn are committed together.
    public let units: Int
    public let turns: Int
    /// How long all units together have waited.
    public let seconds: Double

    package init(_ name: String, waiting: Int, units: Int, turns: Int, seconds: Double) {
        (self.name, self.waiting, self.units, self.turns, self.seconds) = (name, waiting, units, turns, seconds)
    }
}
