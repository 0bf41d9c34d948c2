import Synchronization

/// What a site has answered since it was made, and how long that took.
public final class RequestFigures: Sendable {
    /// Requests of one kind: assets, the API or pages, by method and status.
    public struct Kind: Sendable, Hashable {
        public let area: String
        public let method: String
        public let status: Int
    }

    /// Requests of one area as a histogram.
    public struct Times: Sendable {
        /// How many took at most as long as the bound in the same place, and longer than the one before; the last took longer than all.
        public fileprivate(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
        public fileprivate(set) var seconds = 0.0
    }

    /// In seconds.
    public static let bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let known = Mutex<(counts: [Kind: Int], times: [String: Times])>(([:], [:]))

    init() {}

    func note(_ request: WebRequest, _ status: Int, _ time: Duration) {
        let area = request.path.hasPrefix("/assets/") ? "assets" : request.path.hasPrefix("/api/") ? "api" : "pages"
        let seconds = time / .seconds(1)
        let place = RequestFigures.bounds.firstIndex { seconds <= $0 } ?? RequestFigures.bounds.count
        known.withLock { known in
            known.counts[Kind(area: area, method: request.method.rawValue, status: status), default: 0] += 1
            known.times[area, default: Times()].counts[place] += 1
            known.times[area, default: Times()].seconds += seconds
        }
    }

    public var counts: [Kind: Int] { known.withLock { $0.counts } }
    public var times: [String: Times] { known.withLock { $0.times } }
}
