public import Kit

/// How a table is written down.
public struct CSVFormat: Sendable, Hashable {
    public let delimiter: Delimiter
    public let encoding: TextEncoding

    public init(delimiter: Delimiter = .comma, encoding: TextEncoding = .utf8) {
        self.delimiter = delimiter
        self.encoding = encoding
    }

    /// What stands between two cells.
    public enum Delimiter: String, Sendable, Hashable, CaseIterable {
        case semicolon = ";"
        case comma = ","
        case tab = "\t"
        case pipe = "|"

        var byte: UInt8 {
            switch self {
            case .semicolon: 59
            case .comma: 44
            case .tab: 9
            case .pipe: 124
            }
        }

        /// Spreadsheets split at a semicolon where the comma is the decimal mark.
        public static func usual(_ language: Language) -> Delimiter { language == .ru ? .semicolon : .comma }

        /// The one by which the rows of a sample agree best with their heading. A comma when there is but one column.
        static func recognise(_ sample: [UInt8]) -> Delimiter {
            if let named = named(sample) { return named.delimiter }
            let scores = allCases.map { ($0, score(sample, $0)) }
            return scores.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil } ?? .comma
        }

        /// The `sep=;` line that Excel understands, and its length without the line break.
        static func named(_ sample: [UInt8]) -> (delimiter: Delimiter, length: Int)? {
            guard sample.count >= 6, sample.starts(with: Array("sep=".utf8)), sample[5] == 10 || sample[5] == 13 else { return nil }
            return allCases.first { $0.byte == sample[4] }.map { ($0, 5) }
        }

        private static func score(_ sample: [UInt8], _ delimiter: Delimiter) -> Int {
            var scanner = CSVScanner(delimiter: delimiter.byte)
            var position = 0
            var widths: [Int] = []
            while widths.count < 200, let row = try? scanner.next(sample, &position) { widths.append(row.cells.count) }
            if widths.isEmpty, let row = try? scanner.finish() { widths.append(row.cells.count) }
            guard let heading = widths.first, heading > 1 else { return 0 }
            let agreeing = widths.count { $0 == heading }
            return agreeing * 1000 / widths.count * 100 + min(heading, 99)
        }
    }
}
