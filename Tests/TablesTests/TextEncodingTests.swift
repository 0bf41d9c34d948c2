import Files
import Tables
import Kit
import Testing

struct TextEncodingTests {
    private static let windows: [Character: UInt8] = table(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя", 0xE0, "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", 0xC0
    ).merging(["ё": 0xB8, "Ё": 0xA8, "«": 0xAB, "»": 0xBB, "№": 0xB9, "\u{A0}": 0xA0]) { first, _ in first }
    private static let koi: [Character: UInt8] = table("юабцдефгхийклмнопярстужвьызшэщчъ", 0xC0, "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ", 0xE0)
        .merging(["ё": 0xA3, "Ё": 0xB3, "\u{A0}": 0x9A]) { first, _ in first }

    private static func table(_ small: String, _ smallStart: Int, _ capital: String, _ capitalStart: Int) -> [Character: UInt8] {
        let pairs = small.enumerated().map { ($1, UInt8(smallStart + $0)) } + capital.enumerated().map { ($1, UInt8(capitalStart + $0)) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private func encoded(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
        func one(_ table: [Character: UInt8]) -> [UInt8] { text.map { table[$0] ?? $0.asciiValue ?? 63 } }
        switch encoding {
        case .utf8: return Array(text.utf8)
        case .utf16LittleEndian: return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        case .utf16BigEndian: return [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        case .windows1251: return one(TextEncodingTests.windows)
        case .koi8r: return one(TextEncodingTests.koi)
        }
    }

    @Test(
        arguments: TextEncoding.allCases,
        [
            "Название;Город\nООО Ромашка;Санкт-Петербург\nИП Ёлкин;Орёл\n",
            "НАЗВАНИЕ;ГОРОД\nООО РОМАШКА;САНКТ-ПЕТЕРБУРГ\nИП ИВАНОВ;МОСКВА\n",
            "id;имя\n1;Анна\n2;Пётр\n",
        ])
    func `an encoding is recognised by what it says`(_ encoding: TextEncoding, _ text: String) throws {
        var reader = try CSVReader(MemorySource(encoded(text, encoding)))
        #expect(reader.format == CSVFormat(delimiter: .semicolon, encoding: encoding))
        let expected = text.split(separator: "\n").map { $0.split(separator: ";").map(String.init) }
        for cells in expected { #expect(try reader.next()?.cells == cells) }
        #expect(try reader.next() == nil)
    }

    @Test func `a byte order mark is no part of the heading`() throws {
        var reader = try CSVReader(MemorySource([0xEF, 0xBB, 0xBF] + Array("a,b\n".utf8)))
        #expect(try reader.next()?.cells == ["a", "b"])
    }

    @Test func `Cyrillic far behind the beginning still decides`() throws {
        let ascii = String(repeating: "abc;def\n", count: 20_000)
        var reader = try CSVReader(MemorySource(encoded(ascii + "Иванов;Иван\n", .windows1251)))
        var last: [String] = []
        while let row = try reader.next() { last = row.cells }
        #expect(last == ["Иванов", "Иван"])
    }

    @Test func `one torn character leaves UTF-8 what it is`() throws {
        let text = String(repeating: "Иванов;Иван\n", count: 10)
        let reader = try CSVReader(MemorySource(Array(text.utf8) + [0xD0, 10]))
        #expect(reader.format.encoding == .utf8)
    }

    @Test func `the user may know better`() throws {
        var reader = try CSVReader(MemorySource([0xEF, 0x2C, 0x31]), encoding: .koi8r, delimiter: .comma)
        #expect(try reader.next()?.cells == ["О", "1"])
    }
}
