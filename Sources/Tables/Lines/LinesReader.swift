import Files
import Kit

/// Reads JSON Lines as a table: an object a row, the names of its members as columns. Objects inside become columns of their own
/// (`company.city`), lists the lines of one cell, amounts a text such as `1234.50 RUB`.
struct LinesReader: TableReader {
    let columns: [String]
    private let positions: [String: Int]
    private var lines: LineReader
    private var isFirst = true

    static let columnLimit = 1_000

    /// - Parameter columns: when they are known; else the source is read once for them.
    init(_ source: some ByteSource, columns known: [String]?) throws {
        var source = source
        let encoding = try TextEncoding.recognise(&source)
        if let known {
            columns = known
        } else {
            var lines = LineReader(source, encoding, limit: CSVScanner.rowLimit)
            var names = Names()
            while let row = try LinesReader.row(&lines) { for (name, _) in row { try names.add(name) } }
            columns = names.inOrder
            try source.rewind()
        }
        positions = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        lines = LineReader(source, encoding, limit: CSVScanner.rowLimit)
    }

    mutating func next() throws -> TableRow? {
        if isFirst {
            isFirst = false
            return TableRow(cells: columns, line: 0)
        }
        guard let row = try LinesReader.row(&lines) else { return nil }
        var cells = [String](repeating: "", count: columns.count)
        for (name, text) in row { if let position = positions[name] { cells[position] = text } }
        return TableRow(cells: cells, line: lines.number)
    }

    private static func row(_ lines: inout LineReader) throws -> [(String, String)]? {
        while let line = try lines.next() {
            if line.allSatisfy({ $0 == 32 || $0 == 9 }) { continue }
            let number = lines.number
            let json: JSON
            do throws(Failure) {
                json = try JSON.parse(line)
            } catch {
                throw wrong(number)
            }
            guard case .object(let members) = json else { throw wrong(number) }
            var cells: [(String, String)] = []
            for member in members { flatten(member.value, member.name, into: &cells) }
            return cells
        }
        return nil
    }

    private static func flatten(_ json: JSON, _ name: String, into cells: inout [(String, String)]) {
        if case .object(let members) = json, amount(json) == nil {
            for member in members { flatten(member.value, "\(name).\(member.name)", into: &cells) }
        } else {
            cells.append((name, text(json)))
        }
    }

    private static func text(_ json: JSON) -> String {
        switch json {
        case .null: return ""
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let digits): return digits
        case .string(let text): return text
        case .array(let items): return items.map(text).filter { !$0.isEmpty }.joined(separator: "\n")
        case .object:
            return amount(json) ?? json.text
        }
    }

    /// `{"minor": 123450, "currency": "RUB"}`, as the API writes amounts.
    private static func amount(_ json: JSON) -> String? {
        guard json.members?.count == 2, let minor = json["minor"]?.int, let currency = json["currency"]?.string.flatMap(Currency.init(_:))
        else { return nil }
        return Money(minor: minor, currency: currency).plain(.en)
    }

    private static func wrong(_ line: Int) -> Failure {
        .malformed(Label("Line \(line) is not a JSON object.", ru: "Строка \(line) — не объект JSON."))
    }

    /// The names of columns in the order in which they appear.
    private struct Names {
        private var seen: Set<String> = []
        private(set) var inOrder: [String] = []

        mutating func add(_ name: String) throws(Failure) {
            guard seen.insert(name).inserted else { return }
            inOrder.append(name)
            guard inOrder.count <= LinesReader.columnLimit else {
                throw .tooLarge(
                    Label(
                        "The objects have more than \(LinesReader.columnLimit) different names.",
                        ru: "В объектах больше \(LinesReader.columnLimit) разных имён."
                    ))
            }
        }
    }
}
