import Kit

/// Cuts UTF-8 text into rows and cells (RFC 4180), with a mild eye for quotes that stand where they shouldn't.
struct CSVScanner {
    static let rowLimit = 1_048_576
    static let cellLimit = 100_000

    private enum State {
        case cellStart, plain, quoted
        /// Behind a quote inside quotes: the end of the cell, or the first of two.
        case quoteSeen
    }

    private let delimiter: UInt8
    private var state = State.cellStart
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var size = 0
    private var line = 1
    private var rowLine = 1
    private var wasQuoted = false
    private var skipsLineFeed = false

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// The next row of `buffer` from `position`. Nil when the buffer ends before the row does.
    mutating func next(_ buffer: [UInt8], _ position: inout Int) throws(Failure) -> TableRow? {
        while position < buffer.count {
            let byte = buffer[position]
            if skipsLineFeed {
                skipsLineFeed = false
                if byte == 10 {
                    position += 1
                    continue
                }
            }
            switch state {
            case .cellStart where byte == 34:
                state = .quoted
                wasQuoted = true
                position += 1
            case .quoteSeen where byte == 34:
                try append([34])
                state = .quoted
                position += 1
            case .quoted:
                let end = buffer[position...].firstIndex(of: 34) ?? buffer.count
                line += buffer[position..<end].count { $0 == 10 }
                try append(buffer[position..<end])
                position = end
                if end < buffer.count {
                    state = .quoteSeen
                    position += 1
                }
            case .cellStart, .plain, .quoteSeen:
                if let row = try plain(buffer, &position) { return row }
            }
        }
        return nil
    }

    /// The row that the text ends in without a line break.
    /// - Throws: `Failure.malformed` for quotes that were never closed.
    mutating func finish() throws(Failure) -> TableRow? {
        if state == .quoted {
            throw .malformed(
                Label(
                    "The quotes opened in the row of line \(rowLine) are never closed.",
                    ru: "Кавычки в строке \(rowLine) открыты, но не закрыты."))
        }
        return cells.isEmpty && cell.isEmpty && !wasQuoted ? nil : try closeRow()
    }

    private mutating func plain(_ buffer: [UInt8], _ position: inout Int) throws(Failure) -> TableRow? {
        state = .plain
        let end = buffer[position...].firstIndex { $0 == delimiter || $0 == 10 || $0 == 13 } ?? buffer.count
        try append(buffer[position..<end])
        position = end
        guard end < buffer.count else { return nil }
        position += 1
        if buffer[end] == delimiter {
            try closeCell()
            return nil
        }
        skipsLineFeed = buffer[end] == 13
        line += 1
        // A line without anything is no row.
        guard !cells.isEmpty || !cell.isEmpty || wasQuoted else {
            state = .cellStart
            rowLine = line
            return nil
        }
        return try closeRow()
    }

    private mutating func closeRow() throws(Failure) -> TableRow {
        try closeCell()
        let row = TableRow(cells: cells, line: rowLine)
        cells = []
        size = 0
        rowLine = line
        return row
    }

    private mutating func closeCell() throws(Failure) {
        guard cells.count < CSVScanner.cellLimit else { throw tooLarge }
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        wasQuoted = false
        state = .cellStart
        size += 1
    }

    private mutating func append(_ bytes: some Collection<UInt8>) throws(Failure) {
        size += bytes.count
        guard size <= CSVScanner.rowLimit else { throw tooLarge }
        cell += bytes
    }

    private var tooLarge: Failure {
        .tooLarge(
            Label(
                "The row of line \(rowLine) is too long. A quote may not be closed.",
                ru: "Строка таблицы, начатая в строке \(rowLine) файла, слишком длинная. Возможно, не закрыта кавычка."))
    }
}
