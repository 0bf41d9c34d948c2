import Foundation

extension Clock {
    /// The clock of the machine.
    public static let system = Clock { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
