import Files
import Kit
import Packing

@testable import Tables

extension Parser {
    static let files = [
        Parser("csv") { bytes in
            var reader = try CSVReader(MemorySource(bytes))
            var writer = CSVWriter(delimiter: .semicolon)
            var rows: [[String]] = []
            while let row = try reader.next() {
                if rows.count < 50 { rows.append(row.cells) }
            }
            for row in rows { writer.row(row) }
            _ = writer.take()
        },
        Parser("table") { try rows(of: try FileSource.temporary($0)) },
        Parser("cards") { try rows(of: try FileSource.temporary(Array("BEGIN:VCARD\r\n".utf8) + $0)) },
        Parser("lines") { try rows(of: try FileSource.temporary(Array("{".utf8) + $0)) },
        // What changes a workbook by chance breaks its checksums, so its parts are put together anew: a sheet, words, styles and the book.
        Parser("workbook") { bytes in
            let parts = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false)
            var archive = ZipWriter()
            let names = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
            for (name, part) in zip(names, parts) { try archive.add(name, part) }
            try archive.add("xl/_rels/workbook.xml.rels", Array(relations.utf8)[...])
            if parts.count < 4 { try archive.add("xl/workbook.xml", Array(book.utf8)[...]) }
            try archive.finish()
            try rows(of: try FileSource.temporary(archive.take()))
        },
        Parser("zip") { bytes in
            let archive = try ZipArchive(try FileSource.temporary(bytes).handle)
            for entry in archive.entries.prefix(20) {
                var reader = try archive.open(entry, limit: 1 << 20)
                while try !reader.read().isEmpty {}
            }
        },
        Parser("document") { bytes in
            var zip = ZipWriter()
            try zip.add("word/document.xml", bytes[...])
            try zip.finish()
            _ = try DocumentText.office(try FileSource.temporary(zip.take()), upTo: 1 << 16)
        },
        Parser("plain-text") { _ = try DocumentText.plain(try FileSource.temporary($0), upTo: 1 << 16) },
        Parser("banks") { _ = try BankDirectory.read(try FileSource.temporary($0), .ru) },
    ]

    private static func rows(of file: FileSource) throws {
        var table = try TableFile(file, .ru)
        while try table.next() != nil {}
    }

    private static let relations = """
        <Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>\
        <Relationship Id="s" Type="x/styles" Target="styles.xml"/>\
        <Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>
        """
    private static let book = """
        <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>\
        </workbook>
        """
}

extension ZipWriter {
    fileprivate mutating func add(_ name: String, _ bytes: ArraySlice<UInt8>) throws {
        try open(name)
        write(Array(bytes))
    }
}
