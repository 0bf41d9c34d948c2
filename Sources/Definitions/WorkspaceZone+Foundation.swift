import Foundation
import Kit

extension WorkspaceZone {
    /// The zone of an IANA name, "Europe/Moscow", its changes of offset from 1970 to 2100 worked out beforehand. Nil for an unknown name.
    public static func make(identifier: String, firstWeekday: Int = 1) -> WorkspaceZone? {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        let changes = Changes(of: zone)
        return WorkspaceZone(identifier: identifier, firstWeekday: firstWeekday) { changes.offset(at: $0) }
    }
}

/// Since when which offset has been in force.
private struct Changes: Sendable {
    private var since: [Int64] = []
    private var offsets: [Int64] = []

    init(of zone: TimeZone) {
        func offset(_ seconds: Int64) -> Int64 { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))) }
        let step: Int64 = 10 * 86_400
        var before: Int64 = 0
        var current = offset(before)
        since.append(.min)
        offsets.append(current)
        while before < 4_102_444_800 {
            let after = before + step
            let next = offset(after)
            if next != current {
                // Halve the days between until the second of the change is found.
                var low = before, high = after
                while high - low > 1 {
                    let middle = low + (high - low) / 2
                    if offset(middle) == current { low = middle } else { high = middle }
                }
                since.append(high * 1000)
                offsets.append(next)
                current = next
            }
            before = after
        }
    }

    func offset(at instant: Instant) -> Int64 {
        var low = 0, high = since.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if since[middle] <= instant.milliseconds { low = middle } else { high = middle }
        }
        return offsets[low]
    }
}
