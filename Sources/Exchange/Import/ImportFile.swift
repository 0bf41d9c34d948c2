public import Files
public import Kit
public import Tables

/// A table that somebody wants to import, as a first look shows it.
public struct ImportFile: Sendable {
    public let format: TableFormat
    /// The sheets that there are to choose from; none in formats without sheets.
    public let sheets: [String]
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
    /// A longer text names nothing that could be looked up.
    private static let valueLength = 300

    /// Reads the whole file once, stepping aside for others now and then.
    /// - Parameter wish: how the user says it is written; recognised without.
    /// - Throws: `Failure.unsupportedType` for what is no table, `Failure.malformed` for an empty or broken one.
    public init(_ source: FileSource, as wish: TableFormat? = nil, _ language: Language) async throws {
        var table = try TableFile(source, as: wish, language)
        guard let heading = try table.next() else { throw Failure.malformed(Label("The file is empty.", ru: "Файл пуст.")) }
        header = ImportFile.names(heading.cells, language)
        var sample: [[String]] = []
        var count = 0
        var values = [[String]](repeating: [], count: header.count)
        var seen = [Set<String>](repeating: [], count: header.count)
        while let row = try table.next() {
            count += 1
            if count % 500 == 0 { await Task.yield() }
            if sample.count < ImportFile.sampleSize, row.cells.contains(where: { !$0.trimmed.isEmpty }) { sample.append(row.cells) }
            for (column, cell) in row.cells.prefix(header.count).enumerated() where seen[column].count < ImportFile.valueLimit {
                let text = cell.trimmed
                guard !text.isEmpty, text.utf8.count <= ImportFile.valueLength else { continue }
                if seen[column].insert(text).inserted { values[column].append(text) }
            }
        }
        format = table.format
        sheets = table.sheets
        rows = count
        self.sample = sample
        self.values = values
    }

    /// The names of columns as mappings use them.
    static func names(_ cells: [String], _ language: Language) -> [String] {
        var names: [String] = []
        var taken: Set<String> = []
        for (index, cell) in cells.enumerated() {
            let name = cell.trimmed.isEmpty ? Label("Column \(index + 1)", ru: "Столбец \(index + 1)")[language] : cell.trimmed
            var unique = name
            var count = 2
            while !taken.insert(unique).inserted {
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

/// The form in which a look is kept, so that nobody reads a long file twice to choose its columns.
extension ImportFile {
    init?(_ text: String) {
        func texts(_ json: JSON?) -> [String] { (json?.array ?? []).compactMap(\.string) }
        guard let json = try? JSON.parse(text), let format = json["format"].flatMap(TableFormat.init), let rows = json["rows"]?.int
        else { return nil }
        self.format = format
        self.rows = Int(rows)
        sheets = texts(json["sheets"])
        header = texts(json["header"])
        sample = (json["sample"]?.array ?? []).map(texts)
        values = (json["values"]?.array ?? []).map(texts)
        guard values.count == header.count else { return nil }
    }

    var text: String {
        func list(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
        return JSON.object([
            ("format", format.json), ("rows", .number("\(rows)")), ("sheets", list(sheets)), ("header", list(header)),
            ("sample", .array(sample.map(list))), ("values", .array(values.map(list))),
        ]).text
    }
}
