import Foundation
import Kit
import Packing
import Tables
import Testing

struct WorkbookReaderTests {
    @Test func `cells give what a person sees in them`() throws {
        var file = WorkbookFile(
            """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>Сум</t></r><r><t>ма</t></r></is></c><c r="C1" t="str"><f>1</f><v>x</v></c></row>
            <row r="2"><c r="A2"><v>45000</v></c><c r="B2"><v>1234.5</v></c><c r="C2" t="b"><v>1</v></c></row>
            <row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3" t="b"><v>0</v></c></row>
            """)
        file.shared = ["<t xml:space=\"preserve\"> Имя</t><rPh><t>nope</t></rPh>", "<t>a_x000D_\nb &amp; _x005F_x0041_</t>"]
        #expect(try file.rows() == [[" Имя", "Сумма", "x"], ["45000", "1234.5", "true"], ["a\r\nb & _x0041_", "", "false"]])
    }

    @Test(arguments: [
        ("dd.mm.yyyy", "45000", "2023-03-15"), ("[$-419]d mmmm yyyy;@", "45000.75", "2023-03-15"),
        ("yyyy-mm-dd hh:mm", "45000.75", "2023-03-15 18:00:00"),
        ("h:mm:ss", "0.5", "12:00:00"), ("[h]:mm", "1.5", "36:00:00"), ("dd.mm.yyyy", "1", "1900-01-01"), ("m/d/yy", "61", "1900-03-01"),
        ("0.00%", "0.155", "15.5"), ("0%", "1", "100"), ("0000000000", "274062111", "0274062111"),
        ("#,##0.00\\ [$₽-419]", "1234.5", "1234.5 RUB"),
        ("&quot;$&quot;#,##0.00", "0.1", "0.1 USD"), ("General", "0.30000000000000004", "0.3"), ("General", "1.2345E+4", "12345"),
        ("General", "7707083893", "7707083893"), ("General", "-1E-3", "-0.001"), ("#,##0&quot; шт&quot;", "12", "12"),
        ("dd.mm.yyyy", "-5", "-5"),
        ("yyyy", "99999999999", "99999999999"), ("General", "nan", "nan"),
    ])
    func `a number is read as its format shows it`(_ format: String, _ number: String, _ text: String) throws {
        var file = WorkbookFile("<row><c t=\"str\"><v>h</v></c></row><row><c s=\"1\"><v>\(number)</v></c></row>")
        file.formats = [format]
        #expect(try file.rows() == [["h"], [text]])
    }

    @Test func `a workbook that counts from 1904 gives the same days`() throws {
        var file = WorkbookFile("<row><c t=\"str\"><v>h</v></c></row><row><c s=\"1\"><v>43538</v></c></row>")
        file.formats = ["dd.mm.yyyy"]
        file.properties = "date1904=\"1\""
        #expect(try file.rows() == [["h"], ["2023-03-15"]])
    }

    @Test func `empty rows count between others, neither above the heading nor at the end`() throws {
        let file = WorkbookFile(
            """
            <row r="2"/><row r="3"><c r="B3" t="str"><v>h</v></c></row><row r="6"><c r="A6"><v>1</v></c><c r="D6" s="0"/></row><row r="9"><c r="A9" s="0"/></row>
            """)
        #expect(try file.rows() == [["", "h"], [], [], ["1"]])
    }

    @Test func `one of several sheets is read, and which there are is told`() throws {
        var file = WorkbookFile("<row><c t=\"str\"><v>first</v></c></row>")
        file.sheets.append(("Итоги", "<row><c t=\"str\"><v>second</v></c></row>"))
        #expect(try file.rows() == [["first"]])
        #expect(try file.rows(sheet: "Итоги") == [["second"]])
        #expect(try TableBytes.open(file.bytes) { $0.sheets } == ["Sheet1", "Итоги"])
    }

    @Test func `a long sheet comes through a small window`() throws {
        let file = WorkbookFile((1...20_000).map { "<row><c t=\"s\"><v>\($0 % 2)</v></c><c><v>\($0)</v></c></row>" }.joined())
        var shared = file
        shared.shared = ["<t>even</t>", "<t>odd</t>"]
        let rows = try shared.rows()
        #expect(rows.count == 20_000)
        #expect(rows[19_998] == ["odd", "19999"])
    }
}

struct HostileTableTests {
    private func failure(_ bytes: [UInt8]) -> Failure? {
        do {
            _ = try TableBytes.rows(bytes)
            return nil
        } catch { return error as? Failure }
    }

    private func isTooLarge(_ failure: Failure?) -> Bool { if case .tooLarge? = failure { true } else { false } }
    private func isMalformed(_ failure: Failure?) -> Bool { if case .malformed? = failure { true } else { false } }

    @Test func `a million columns are refused`() throws {
        #expect(isTooLarge(failure(try WorkbookFile("<row r=\"1\"><c r=\"BDWGN1\"><v>1</v></c></row>").bytes)))
        #expect(isTooLarge(failure(try WorkbookFile("<row>" + String(repeating: "<c><v>1</v></c>", count: 2_001) + "</row>").bytes)))
    }

    @Test func `a row beyond the end of every sheet is refused`() throws {
        #expect(isTooLarge(failure(try WorkbookFile("<row r=\"9999999999\"><c><v>1</v></c></row>").bytes)))
    }

    @Test func `a bomb is refused by what it claims, before anything is unpacked`() throws {
        let file = WorkbookFile(String(repeating: " ", count: 70 << 20))
        #expect(isTooLarge(failure(try file.bytes)))
    }

    @Test func `a sheet of two gigabytes is refused before anything is unpacked, however honestly it is packed`() throws {
        var bytes = try WorkbookFile("<row><c><v>1</v></c></row>").bytes
        let sheet = Array("xl/worksheets/sheet1.xml".utf8)
        let place = try #require(bytes.indices.last { bytes[$0...].starts(with: sheet) })
        // The packed size stands 26 bytes before the name in the directory, the unpacked one 22: 512 MB become 2 GB.
        for (offset, size) in [(26, 1 << 29), (22, 1 << 31)] {
            for byte in 0..<4 { bytes[place - offset + byte] = UInt8(truncatingIfNeeded: size >> (8 * byte)) }
        }
        let refusal = failure(bytes)
        #expect(isTooLarge(refusal) && "\(refusal as Any)".contains("Split the table"), "\(refusal as Any)")
    }

    @Test func `a bomb that hides its size is refused by what comes out`() throws {
        var bytes = try WorkbookFile("<row>" + String(repeating: "<c><v>1</v></c>", count: 1_000) + "</row>").bytes
        let size = Array("xl/worksheets/sheet1.xml".utf8)
        let place = try #require(bytes.indices.last { bytes[$0...].starts(with: size) })
        // The unpacked size stands 22 bytes before the name in the directory.
        for offset in 0..<4 { bytes[place - 22 + offset] = offset == 0 ? 100 : 0 }
        #expect(isMalformed(failure(bytes)))
    }

    @Test func `a document type is refused, and with it every entity bomb`() throws {
        var file = WorkbookFile("")
        file.sheets[0].xml = "</sheetData></worksheet>"
        file.extra = [("xl/worksheets/sheet2.xml", Array("<!DOCTYPE a [<!ENTITY b \"cc\">]><a>&b;</a>".utf8))]
        file.sheets = [("x", "<row><c t=\"str\"><v>&b;</v></c></row>")]
        #expect(isMalformed(failure(try file.bytes)))
    }

    @Test func `a workbook of ten thousand parts and more is refused`() throws {
        var file = WorkbookFile("<row><c><v>1</v></c></row>")
        file.extra = (0..<10_001).map { ("x/\($0)", []) }
        #expect(isTooLarge(failure(try file.bytes)))
    }

    @Test func `a workbook cut off or changed anywhere is refused or read, but never a trap`() throws {
        let whole = try WorkbookFile((1...50).map { "<row><c t=\"s\"><v>\($0)</v></c></row>" }.joined()).bytes
        for length in stride(from: 4, to: whole.count, by: 37) { #expect(failure(Array(whole.prefix(length))) != nil) }
        var generator = SplitMix(state: 7)
        for _ in 0..<300 {
            var bytes = whole
            for _ in 0..<3 { bytes[Int.random(in: 4..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
            _ = failure(bytes)
        }
    }

    @Test(arguments: [
        ("%PDF-1.7", "PDF"), ("\u{D0}", "old"), ("PK\u{3}\u{4}photos/1.jpg", "ZIP"), ("<html><table>", "page"),
        ("[\n{\"a\":1}]", "JSON Lines"), ("Rar!", "archive"),
    ])
    func `what is no table is refused with what to do instead`(_ text: String, _ word: String) throws {
        let bytes = text == "\u{D0}" ? [0xD0, 0xCF, 0x11, 0xE0, 0xA1] : Array(text.utf8)
        guard case .unsupportedType(let message)? = failure(bytes) else {
            Issue.record("not refused")
            return
        }
        #expect(message.en.contains(word))
    }
}

/// Numbers that look random and are the same every time.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
