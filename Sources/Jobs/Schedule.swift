/// Work that comes again and again. What was missed while nothing ran is done once, not many times.
public struct Schedule: Sendable {
    public let name: String
    public let kind: String
    public let seconds: Int64
    public let payload: String

    public static func every(_ seconds: Int64, _ name: String, kind: String, payload: String = "{}") -> Schedule {
        Schedule(name: name, kind: kind, seconds: max(seconds, 1), payload: payload)
    }
}
