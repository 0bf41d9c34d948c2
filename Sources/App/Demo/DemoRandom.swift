import Kit

/// The same numbers every time (SplitMix64), so that the demonstration data never change.
struct DemoRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    /// One of a list; the list is never empty.
    mutating func one<T>(of list: [T]) -> T { list[number(0...list.count - 1)] }

    mutating func digits(_ count: Int) -> String { (0..<count).map { _ in String(number(0...9)) }.joined() }

    /// An INN of an organisation.
    mutating func inn() -> String { completed("7" + digits(8), TaxNumbers.isINN) }

    /// An OGRN of an organisation.
    mutating func ogrn() -> String { completed("1" + digits(11), TaxNumbers.isOGRN) }

    /// The number with the one check digit that makes it right.
    private func completed(_ digits: String, _ isRight: (String) -> Bool) -> String {
        (0...9).lazy.map { "\(digits)\($0)" }.first(where: isRight) ?? digits
    }
}
