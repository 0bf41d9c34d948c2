import Foundation
import Testing

/// For bin/sanitize: two threads touch one number without knowing of each other, and ThreadSanitizer must see it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["KRUG_PLANTED"] == "race")) struct RaceTests {
    @Test func `a race that is planted is seen`() {
        nonisolated(unsafe) let number = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        number.initialize(to: 0)
        DispatchQueue.concurrentPerform(iterations: 64) { _ in
            for _ in 0..<10_000 { number.pointee &+= 1 }
        }
        #expect(number.pointee > 0)
        number.deallocate()
    }
}
