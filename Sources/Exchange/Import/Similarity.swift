import Kit

/// Finds what somebody probably meant: `GTXPro` is close to `GTX Pro`, «Иванова А.» to «Иванова Анна».
enum Similarity {
    /// The closest of the known texts, or nil when none is close.
    static func closest(to text: String, among known: some Sequence<String>) -> String? {
        let wanted = Shape(text)
        guard !wanted.letters.isEmpty else { return nil }
        var best: (text: String, distance: Int)?
        for candidate in known {
            guard let distance = wanted.distance(to: Shape(candidate), below: best?.distance ?? .max) else { continue }
            best = (candidate, distance)
        }
        return best?.text
    }

    /// The letters and digits of a text alone.
    static func letters(_ text: String) -> String { String(String.UnicodeScalarView(Shape(text).letters)) }

    private struct Shape {
        let letters: [Unicode.Scalar]
        let words: [Substring]

        init(_ text: String) {
            let folded = String(text.prefix(80)).folded
            letters = folded.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            words = folded.split { " .,".contains($0) }
        }

        /// 0 for the same letters, 1 for a name shortened to initials, then the count of mistakes plus one. Nil when too far.
        func distance(to other: Shape, below limit: Int) -> Int? {
            if letters == other.letters { return limit > 0 ? 0 : nil }
            if limit > 1, isShortened(words, other.words) || isShortened(other.words, words) { return 1 }
            let most = min(max(letters.count, other.letters.count) / 5, 3, limit - 2)
            guard most >= 1, abs(letters.count - other.letters.count) <= most else { return nil }
            let mistakes = mistakes(other.letters)
            return mistakes <= most ? mistakes + 1 : nil
        }

        private func isShortened(_ short: [Substring], _ long: [Substring]) -> Bool {
            guard let first = short.first, short.count > 1 || first.count > 3, short.count <= long.count, first == long.first
            else { return false }
            return zip(short, long).allSatisfy { $1.hasPrefix($0) }
        }

        /// Letters changed, added, missing, or swapped with their neighbours.
        private func mistakes(_ other: [Unicode.Scalar]) -> Int {
            var before: [Int] = []
            var previous = Array(0...other.count)
            for (i, letter) in letters.enumerated() {
                var current = [i + 1]
                for (j, theirs) in other.enumerated() {
                    var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (letter == theirs ? 0 : 1))
                    if i > 0, j > 0, letter == other[j - 1], letters[i - 1] == theirs { cost = min(cost, before[j - 1] + 1) }
                    current.append(cost)
                }
                (before, previous) = (previous, current)
            }
            return previous[other.count]
        }
    }
}
