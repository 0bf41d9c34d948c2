public import Files
public import Kit

/// A table that somebody wants to import, as a first look shows it.
public struct ImportFile: Sendable {
    public let format: CSVFormat
    /// The names of the columns, none empty and none twice.
    public let header: [String]
    /// The first rows.
    public let sample: [[String]]
    /// Rows below the heading.
    public let rows: Int
    /// The different texts of each column, in the order of the file, up to a limit.
    public let values: [[String]]

    public static let sampleSize = 5
    static let valueLimit = 500

    /// Reads the whole file once.
    /// - Throws: `Failure.unsupportedType` for what is no table, `Failure.malformed` for an empty or broken one.
    public init(_ source: some ByteSource, encoding: TextEncoding? = nil, delimiter: CSVFormat.Delimiter? = nil, _ language: Language)
        throws
    {
        var reader = try CSVReader(source, encoding: encoding, delimiter: delimiter)
        guard let heading = try reader.next() else { throw Failure.malformed(Label("The file is empty.", ru: "Файл пуст.")) }
        format = reader.format
        header = ImportFile.names(heading.cells, language)
        var sample: [[String]] = []
        var count = 0
        var values = [[String]](repeating: [], count: header.count)
        var seen = [Set<String>](repeating: [], count: header.count)
        while let row = try reader.next() {
            count += 1
            if sample.count < ImportFile.sampleSize, row.cells.contains(where: { !$0.trimmed.isEmpty }) { sample.append(row.cells) }
            for (column, cell) in row.cells.prefix(header.count).enumerated() where seen[column].count < ImportFile.valueLimit {
                let text = cell.trimmed
                if !text.isEmpty, seen[column].insert(text).inserted { values[column].append(text) }
            }
        }
        rows = count
        self.sample = sample
        self.values = values
    }

    /// The names of columns as mappings use them.
    static func names(_ cells: [String], _ language: Language) -> [String] {
        var names: [String] = []
        for (index, cell) in cells.enumerated() {
            let name = cell.trimmed.isEmpty ? Label("Column \(index + 1)", ru: "Столбец \(index + 1)")[language] : cell.trimmed
            var unique = name
            var count = 2
            while names.contains(unique) {
                unique = "\(name) (\(count))"
                count += 1
            }
            names.append(unique)
        }
        return names
    }

    /// What tables with the same heading have in common. The columns that a report of rejected rows adds are passed over.
    static func fingerprint(_ header: [String]) -> String {
        let own = RejectedRows.columns.flatMap { [$0.en.folded, $0.ru.folded] }
        return header.map(\.folded).filter { !own.contains($0) }.joined(separator: "\u{1F}")
    }
}
