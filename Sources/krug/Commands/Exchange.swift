import App
import ArgumentParser
import Exchange
import Foundation
import Kit

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make records of a table, and say what became of every row.",
        usage: "krug import FILE [options]\nkrug import --undo NUMBER",
        discussion: """
            Columns fill fields by their headings, in English or Russian, or as a mapping says. To write one: save what --show-map prints, \
            change it, and give it back with --map.

            Interrupted, it goes on when the same command is given again, or when a server has the data; no row is done twice.

            Ends with 2 when rows were rejected. They are in FILE.rejected.csv with the reasons behind; corrected, it can be imported again.

            --undo takes a whole import back, however long ago it was. What somebody has changed since stays and is named; then it ends with 2.
            """
    )

    @OptionGroup var place: PlaceOptions
    @Argument(help: "The table: a workbook (XLSX), CSV, contacts (VCF) or JSON Lines; its content says which.") var file: String?
    @Option(help: "A file with the mapping, in JSON as the API takes it; guessed by the headings without it.") var map: String?
    @Flag(help: "Print the mapping, and import nothing.") var showMap = false
    @Flag(help: "Say what would become of every row, and import nothing.") var dryRun = false
    @Option(help: "What the rows are about, for the guess: company, person, deal, …") var object: String?
    @Option(
        name: .customLong("as"),
        help: "The e-mail of the user for whom it acts, with that user's rights; the first administrator without it.")
    var author: String?
    @Option(help: "Where rejected rows go; FILE.rejected.csv without it.") var rejected: String?
    @Option(help: "Take the import of this number back, instead of importing.") var undo: Int64?
    @Option(help: "Bring the import of this number back that was taken back.") var redo: Int64?

    func validate() throws {
        guard [file != nil, undo != nil, redo != nil].count(where: \.self) == 1 else {
            throw ValidationError("Name a file to import, or an import to take back with --undo or to bring back with --redo.")
        }
    }

    func run() async throws {
        guard let file else {
            let order = ImportTurnOrder(id: undo ?? redo ?? 0, isRedo: redo != nil, author: author)
            switch try await Command.turn(order).run(at: place.configuration) {
            case 0: return
            case let code: throw ExitCode(code)
            }
        }
        let output = rejected ?? "\(file).rejected.csv"
        let order = ImportOrder(
            fileName: URL(fileURLWithPath: file).lastPathComponent, mapping: try mapping(), object: object, author: author,
            showsMapping: showMap, isDry: dryRun
        )
        switch try await Command.bring(order).run(at: place.configuration, input: file, output: output) {
        case 0: break
        case 2 where dryRun: throw ExitCode(2)
        case 2:
            print("The rejected rows are in \(output)")
            throw ExitCode(2)
        case let code:
            let note =
                "Interrupted. What was imported stays; the rest follows when you give the same command again, or when a server has the data.\n"
            try FileHandle.standardError.write(contentsOf: Data(note.utf8))
            throw ExitCode(code)
        }
    }

    private func mapping() throws -> String? {
        guard let map else { return nil }
        guard let data = FileManager.default.contents(atPath: map) else { throw Complaint("There is no file “\(map)” that can be read.") }
        return String(decoding: data, as: UTF8.self)
    }
}

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the records of an object as a table, which krug import reads again.",
        discussion: "With --language ru the headings are Russian and cells end at a semicolon, as spreadsheets there expect it."
    )

    @OptionGroup var place: PlaceOptions
    @Argument(help: "company, person, deal, …") var object: String
    @Option(help: "Which of them: status = open and amount > 1000") var filter = ""
    @Option(help: "In which order: -amount,title") var sort: String?
    @Option(help: "Which columns, across references too: title,company.city; those of the list without it.") var fields: String?
    @Option(help: "csv, xlsx, vcf or jsonl; by the name of the output without it.") var format: String?
    @Option(help: "The file to write; the standard output without it.") var output: String?

    func run() async throws {
        let ending = output.flatMap { URL(fileURLWithPath: $0).pathExtension.lowercased() }
        guard let known = ExportFormat(rawValue: format ?? ending ?? "") ?? (format == nil ? .csv : nil) else {
            throw Complaint(
                "There is no format “\(format ?? "")”. Choose one of: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let order = ExportOrder(
            object: object, filter: filter, sort: sort, fields: fields.map { $0.split(separator: ",").map(String.init) }, format: known,
            language: place.language == .ru ? .ru : .en
        )
        try await place.perform(.export(order), output: output)
    }
}
