public import Kit
import Packing

/// What a cell of a workbook holds. Nothing of it is ever a formula.
public enum WorkbookCell: Sendable, Hashable {
    case empty
    case text(String)
    /// A decimal number in its plain spelling: `-1234.5`.
    case number(String)
    /// The same in a currency, which the cell's format keeps.
    case amount(String, Currency)
    case day(Day)
    case moment(LocalTime)
    case flag(Bool)
}

/// Writes a workbook (XLSX) row by row; `WorkbookReader` reads the same again. What does not fit on a sheet goes on the next one.
public struct WorkbookWriter {
    private var zip = ZipWriter()
    private let title: String
    private var heading: [String] = []
    private var sheets = 0
    private var row = 0
    private var currencies: [Currency] = []

    /// A sheet ends before it has so many bytes.
    private static let sheetLimit: Int64 = 1_200 << 20

    public init(title: String) {
        let kept = title.filter { !"[]:*?/\\'".contains($0) }.prefix(25)
        self.title = kept.isEmpty ? "Krug" : String(kept)
    }

    public mutating func heading(_ names: [String]) throws {
        heading = names
        try zip.open("[Content_Types].xml")
        zip.write(WorkbookWriter.contentTypes)
        try openSheet()
    }

    public mutating func row(_ cells: [WorkbookCell]) throws {
        if row == SheetScanner.rowCountLimit || zip.size > WorkbookWriter.sheetLimit { try openSheet() }
        write(cells)
    }

    public mutating func finish() throws {
        closeSheet()
        try write("_rels/.rels", "<Relationships xmlns=\"\(Namespaces.packages)\">\(relation(1, "officeDocument", "xl/workbook.xml"))</Relationships>")
        let names = (1...sheets).map { "<sheet name=\"\(xml(name($0)))\" sheetId=\"\($0)\" r:id=\"rId\($0)\"/>" }.joined()
        try write("xl/workbook.xml", """
            <workbook xmlns="\(Namespaces.main)" xmlns:r="\(Namespaces.office)"><sheets>\(names)</sheets></workbook>
            """)
        let parts = (1...sheets).map { relation($0, "worksheet", "worksheets/sheet\($0).xml") }.joined()
        try write("xl/_rels/workbook.xml.rels", """
            <Relationships xmlns="\(Namespaces.packages)">\(parts)\(relation(sheets + 1, "styles", "styles.xml"))</Relationships>
            """)
        try write("xl/styles.xml", styles)
        try zip.finish()
    }

    /// The bytes since the last time.
    public mutating func take() -> [UInt8] { zip.take() }

    private func name(_ sheet: Int) -> String { sheet == 1 ? title : "\(title) \(sheet)" }

    private mutating func openSheet() throws {
        closeSheet()
        sheets += 1
        row = 0
        try zip.open("xl/worksheets/sheet\(sheets).xml")
        zip.write("""
            \(WorkbookWriter.declaration)<worksheet xmlns="\(Namespaces.main)"><sheetViews><sheetView workbookViewId="0">\
            <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
            <sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="\(max(heading.count, 1))" width="20" customWidth="1"/></cols><sheetData>
            """)
        write(heading.map(WorkbookCell.text), style: 1)
    }

    private mutating func closeSheet() {
        if sheets > 0 { zip.write("</sheetData></worksheet>") }
    }

    private mutating func write(_ cells: [WorkbookCell], style: Int = 0) {
        row += 1
        var bytes = Array("<row r=\"\(row)\">".utf8)
        for (column, cell) in cells.enumerated() {
            let place = " r=\"\(WorkbookWriter.letters(column))\(row)\""
            switch cell {
            case .empty: continue
            case .text(let text): bytes += self.text(text, place, style)
            case .number(let number):
                bytes += SheetNumber.isExact(number) ? Array("<c\(place)><v>\(number)</v></c>".utf8) : self.text(number, place, style)
            case .amount(let number, let currency):
                let isExact = SheetNumber.isExact(number)
                bytes += isExact
                    ? Array("<c\(place) s=\"\(self.style(of: currency))\"><v>\(number)</v></c>".utf8)
                    : self.text("\(number) \(currency.code)", place, style)
            case .day(let day):
                bytes += SheetDay.serial(day).map { Array("<c\(place) s=\"2\"><v>\($0)</v></c>".utf8) } ?? self.text(day.iso, place, style)
            case .moment(let local): bytes += moment(local, place)
            case .flag(let flag): bytes += Array("<c\(place) t=\"b\"><v>\(flag ? 1 : 0)</v></c>".utf8)
            }
        }
        zip.write(bytes + Array("</row>".utf8))
    }

    private func text(_ text: String, _ place: String, _ style: Int) -> [UInt8] {
        Array("<c\(place) t=\"inlineStr\" s=\"\(style)\"><is><t xml:space=\"preserve\">".utf8) + SheetEscape.escaped(text) + Array("</t></is></c>".utf8)
    }

    private func moment(_ local: LocalTime, _ place: String) -> [UInt8] {
        guard let serial = SheetDay.serial(local.day) else {
            return text("\(local.day.iso) \(local.clock(withSeconds: true))", place, 0)
        }
        // Fifteen digits hold a thousandth of a second.
        let fraction = DecimalText.plain(local.millisecondsOfDay * 1_000_000_000 / 864, digits: 14).dropFirst()
        return Array("<c\(place) s=\"3\"><v>\(serial)\(fraction)</v></c>".utf8)
    }

    private mutating func style(of currency: Currency) -> Int {
        if let known = currencies.firstIndex(of: currency) { return known + WorkbookWriter.ownStyles }
        currencies.append(currency)
        return currencies.count - 1 + WorkbookWriter.ownStyles
    }

    /// Text, heading, day, moment; then one a currency.
    private static let ownStyles = 4

    private var styles: String {
        let codes = currencies.enumerated().map { index, currency in
            let places = currency.exponent > 0 ? "." + String(repeating: "0", count: currency.exponent) : ""
            return "<numFmt numFmtId=\"\(170 + index)\" formatCode=\"#,##0\(places)\\ [$\(currency.code)]\"/>"
        }
        let formats = currencies.indices.map { "<xf numFmtId=\"\(170 + $0)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>" }
        return """
            <styleSheet xmlns="\(Namespaces.main)"><numFmts count="\(codes.count + 2)"><numFmt numFmtId="168" formatCode="dd\\.mm\\.yyyy"/>\
            <numFmt numFmtId="169" formatCode="dd\\.mm\\.yyyy\\ hh:mm:ss"/>\(codes.joined())</numFmts>\
            <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
            <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
            <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
            <cellXfs count="\(formats.count + WorkbookWriter.ownStyles)"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
            <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
            <xf numFmtId="168" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
            <xf numFmtId="169" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\(formats.joined())</cellXfs></styleSheet>
            """
    }

    private mutating func write(_ name: String, _ text: String) throws {
        try zip.open(name)
        zip.write(WorkbookWriter.declaration + text)
    }

    private func relation(_ id: Int, _ type: String, _ target: String) -> String {
        "<Relationship Id=\"rId\(id)\" Type=\"\(Namespaces.office)/\(type)\" Target=\"\(target)\"/>"
    }

    private func xml(_ text: String) -> String { String(decoding: SheetEscape.escaped(text), as: UTF8.self).replacing("\"", with: "&quot;") }

    /// The letters of a column: 0 is A, 27 is AB.
    static func letters(_ column: Int) -> String {
        var letters = ""
        var rest = column
        repeat {
            letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }

    private enum Namespaces {
        static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        static let packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"

    /// Whatever is not named is a sheet, since their number is not known when this is written.
    private static let contentTypes = """
        \(declaration)<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>\
        <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
        <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
        """
}
