import Files
import Foundation
import Kit
import Packing
import Tables

/// A workbook put together of its XML, as a spreadsheet program would have written it.
struct WorkbookFile {
    var sheets: [(name: String, xml: String)]
    var formats: [String] = []
    var shared: [String] = []
    var properties = ""
    var extra: [(name: String, bytes: [UInt8])] = []

    init(_ rows: String) { sheets = [("Sheet1", rows)] }

    var bytes: [UInt8] {
        get throws {
            var zip = ZipWriter()
            try zip.open("[Content_Types].xml")
            zip.write("<Types/>")
            for (name, xml) in parts {
                try zip.open(name)
                zip.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml)
            }
            for (name, bytes) in extra {
                try zip.open(name)
                zip.write(bytes)
            }
            try zip.finish()
            return zip.take()
        }
    }

    private var parts: [(String, String)] {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        let list = sheets.indices.map { "<sheet name=\"\(sheets[$0].name)\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>" }.joined()
        let relations = sheets.indices.map {
            "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet\($0 + 1).xml\"/>"
        }
        let codes = formats.enumerated().map { "<numFmt numFmtId=\"\(200 + $0)\" formatCode=\"\($1)\"/>" }.joined()
        let cells = formats.indices.map { "<xf numFmtId=\"\(200 + $0)\"/>" }.joined()
        return [
            (
                "_rels/.rels",
                "<Relationships><Relationship Id=\"a\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            ("xl/workbook.xml", "<workbook \(main) xmlns:r=\"\(office)\"><workbookPr \(properties)/><sheets>\(list)</sheets></workbook>"),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships>\(relations.joined())<Relationship Id=\"s\" Type=\"\(office)/styles\" Target=\"/xl/styles.xml\"/>"
                    + "<Relationship Id=\"t\" Type=\"\(office)/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
            (
                "xl/styles.xml",
                "<styleSheet \(main)><numFmts>\(codes)</numFmts><cellXfs><xf numFmtId=\"0\"/>\(cells)</cellXfs></styleSheet>"
            ),
            ("xl/sharedStrings.xml", "<sst \(main)>\(shared.map { "<si>\($0)</si>" }.joined())</sst>"),
        ]
            + sheets.enumerated().map {
                ("xl/worksheets/sheet\($0 + 1).xml", "<worksheet \(main)><sheetData>\($1.xml)</sheetData></worksheet>")
            }
    }

    /// What an import reads of it.
    func rows(sheet: String? = nil) throws -> [[String]] { try TableBytes.rows(try bytes, as: sheet.map { .workbook(sheet: $0) }) }
}

/// A table that is written into a file for a moment and read.
enum TableBytes {
    static func rows(_ bytes: [UInt8], as wish: TableFormat? = nil, _ language: Language = .en) throws -> [[String]] {
        try open(bytes, as: wish, language) { table in
            var rows: [[String]] = []
            while let row = try table.next() { rows.append(row.cells) }
            return rows
        }
    }

    static func open<T>(
        _ bytes: [UInt8], as wish: TableFormat? = nil, _ language: Language = .en, _ body: (inout TableFile) throws -> T
    ) throws -> T {
        var table = try TableFile(FileSource.temporary(bytes), as: wish, language)
        return try body(&table)
    }
}
