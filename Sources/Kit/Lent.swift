/// Objects that are looked at for every row of a list. Who borrows one is not counted: threads that answer with the same list would wait
/// for each other's counts.
public struct Lent<Object: AnyObject & Sendable>: Sendable {
    public let all: [Object]
    @usableFromInline let uncounted: [Unmanaged<Object>]

    public init(_ all: [Object]) {
        self.all = all
        uncounted = all.map(Unmanaged.passUnretained)
    }

    public var count: Int { uncounted.count }

    /// Lends one for the time of a closure.
    @inlinable
    public func with<T>(_ index: Int, _ body: (Object) throws -> T) rethrows -> T {
        try withExtendedLifetime(all) { try uncounted[index]._withUnsafeGuaranteedRef(body) }
    }
}
