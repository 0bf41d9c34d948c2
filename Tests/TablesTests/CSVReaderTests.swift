import Files
import Tables
import Kit
import Testing

struct CSVReaderTests {
    private func rows(_ bytes: [UInt8], encoding: TextEncoding? = nil) throws -> [[String]] {
        var reader = try CSVReader(MemorySource(bytes), encoding: encoding)
        var rows: [[String]] = []
        while let row = try reader.next() { rows.append(row.cells) }
        return rows
    }

    private func rows(_ text: String) throws -> [[String]] { try rows(Array(text.utf8)) }

    @Test func `quotes hold delimiters, line breaks and quotes`() throws {
        #expect(try rows("a,b\r\n\"x, \"\"y\"\"\r\nz\",2\r\n") == [["a", "b"], ["x, \"y\"\r\nz", "2"]])
        #expect(try rows("a,b\n\"\",\"\"\"\"\n") == [["a", "b"], ["", "\""]])
    }

    @Test func `quotes where they shouldn't be are taken as they stand`() throws {
        #expect(try rows("a;b\n5\" pipe;ok\n\"x\"y;z\n") == [["a", "b"], ["5\" pipe", "ok"], ["xy", "z"]])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines end as any system ends them`(_ end: String) throws {
        let text = ["a,b", "1,2", "", "3,4"].joined(separator: end)
        #expect(try rows(text) == [["a", "b"], ["1", "2"], ["3", "4"]])
        #expect(try rows(text + end) == [["a", "b"], ["1", "2"], ["3", "4"]])
    }

    @Test(arguments: [";", ",", "\t", "|"])
    func `the delimiter is recognised`(_ delimiter: String) throws {
        let lines = [["Name", "Amount", "Note"], ["Roga", "\"1 234,56\"", "a"], ["Kopyta", "5.00", "x"]]
        let text = lines.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
        #expect(try rows(text).map(\.count) == [3, 3, 3])
    }

    @Test func `decimal commas don't make columns`() throws {
        #expect(try rows("Название;Сумма\nА;1,5\nБ;2,5\nВ;3,5\n")[1] == ["А", "1,5"])
        #expect(try rows("sep=|\r\na;b|c\r\n") == [["a;b", "c"]])
        #expect(try rows("Имя\nИван\nПётр, Павел\n") == [["Имя"], ["Иван"], ["Пётр", " Павел"]])
    }

    @Test func `rows may be ragged`() throws {
        #expect(try rows("a,b,c\n1\n1,2,3,4\n,,\n") == [["a", "b", "c"], ["1"], ["1", "2", "3", "4"], ["", "", ""]])
    }

    @Test func `rows know their lines`() throws {
        var reader = try CSVReader(MemorySource(Array("a,b\n\n\"x\ny\",1\nz,2".utf8)))
        var lines: [Int] = []
        while let row = try reader.next() { lines.append(row.line) }
        #expect(lines == [1, 3, 5])
    }

    @Test func `quotes that are never closed are told with their line`() {
        #expect(throws: Failure.self) { try rows("a,b\n1,\"x\n2,3\n") }
        let endless = Array("a,b\n\"".utf8) + [UInt8](repeating: 120, count: 1_100_000)
        #expect(throws: Failure.self) { try rows(endless) }
        #expect(throws: Failure.self) { try rows("a\n" + String(repeating: ",", count: 100_001)) }
    }

    @Test func `a row crosses the pieces in which a file is read`() throws {
        let long = String(repeating: "ж\"\"", count: 60_000)
        let text = "a;b\n\"\(long)\";1\n2;3\n"
        let result = try rows(text)
        #expect(result.count == 3)
        #expect(result[1][0] == String(repeating: "ж\"", count: 60_000))
    }

    @Test func `what is no text is refused`() {
        #expect(throws: Failure.self) { try CSVReader(MemorySource([0x89, 0x50, 0x4E, 0x47, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])) }
        #expect(throws: Failure.self) { try CSVReader(MemorySource([])) }
    }
}
