import Files
import Tables
import Kit
import Testing

struct CSVWriterTests {
    private func text(_ cells: [String]) -> String {
        var writer = CSVWriter(withMark: false)
        writer.row(cells)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    @Test func `cells are quoted where they must be`() {
        #expect(text(["a", "b c", "x,y", "x;y", "\"q\"", "l\nm", ""]) == "a,b c,\"x,y\",\"x;y\",\"\"\"q\"\"\",\"l\nm\",\r\n")
        #expect(text([""]) == "\"\"\r\n")
    }

    @Test(arguments: [
        "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+A1", "\t=1", "\r=1", "＝1+1", "＋A1", "－A1", "＠A1", "'=1", "+7-A1", "-", "+",
    ])
    func `what a spreadsheet would reckon with is made text`(_ cell: String) {
        #expect(text([cell]).drop { $0 == "\"" }.hasPrefix("'"))
    }

    @Test(arguments: ["+7 (495) 123-45-67", "+74951234567", "-1234,56", "-5", "+7 (495) 123-45-67 доб. 350", "a=b", "'a'", "1-2", "−5"])
    func `phones and numbers stay as they are`(_ cell: String) {
        #expect(!text([cell]).drop { $0 == "\"" }.hasPrefix("'+"))
        #expect(text([cell]).contains(cell))
    }

    @Test(arguments: CSVFormat.Delimiter.allCases)
    func `what was written is read again`(_ delimiter: CSVFormat.Delimiter) throws {
        let rows = [
            ["Имя", "Телефон", "Заметка"], ["=1+1", "+7 (495) 123-45-67", "'=1"], ["''+1", "'", "\"\""], ["a;b,c\td|e", "x\r\ny", " "],
            ["-5", "@", "\t"], ["'", "''", "'a"], ["", "", ""], ["＝x", "'＝x", "'''=x"], ["\r", "\n", "'\n"],
        ]
        var writer = CSVWriter(delimiter: delimiter)
        for row in rows { writer.row(row) }
        var reader = try CSVReader(MemorySource(writer.take()))
        #expect(reader.format.delimiter == delimiter)
        for row in rows { #expect(try reader.next()?.cells == row) }
        #expect(try reader.next() == nil)
    }

    @Test func `any text at all survives the way out and in`() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("'=+-@\t\r\n\"\u{301}\u{FF1D};,ж1 a").flatMap(\.unicodeScalars)
        for _ in 0..<500 {
            let row = (0..<3).map { _ in
                var view = String.UnicodeScalarView()
                for _ in 0..<Int.random(in: 0...5, using: &generator) {
                    view.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
                }
                return String(view)
            }
            var writer = CSVWriter()
            writer.row(["a", "b", "c"])
            writer.row(row)
            var reader = try CSVReader(MemorySource(writer.take()), delimiter: .comma)
            _ = try reader.next()
            let read = try reader.next()?.cells ?? []
            #expect(read.map { Array($0.utf8) } == row.map { Array($0.utf8) }, "\(row)")
        }
    }
}
