import Kit
import Packing

/// The texts that cells of a workbook refer to by number.
struct SharedStrings {
    private let texts: Spill?

    static var none: SharedStrings { SharedStrings(texts: nil) }

    /// Reads them out of their part.
    static func read(_ part: ZipEntryReader) throws -> SharedStrings {
        let scanner = Scanner(try Spill.Writer())
        try WorkbookPart.read(part, into: scanner)
        return SharedStrings(texts: try scanner.finish())
    }

    subscript(index: Int) -> String? { texts?[index] }

    private final class Scanner: XMLHandler {
        private var writer: Spill.Writer
        private var text = SheetText()

        init(_ writer: Spill.Writer) { self.writer = writer }

        func start(_ name: XMLWord, _ attributes: XMLAttributes) { text.start(name) }

        func end(_ name: XMLWord) throws(Failure) {
            if name == "si" {
                try writer.append(text.take())
            } else {
                text.end(name)
            }
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) { try text.append(bytes) }

        func finish() throws(Failure) -> Spill { try writer.finish() }
    }
}

/// A text of a workbook, put together of its runs; how it is pronounced, which stands beside it, is passed over.
struct SheetText {
    private var bytes: [UInt8] = []
    private var isOpen = false
    private var isPhonetic = false

    mutating func start(_ name: XMLWord) {
        if name == "t" { isOpen = !isPhonetic } else if name == "rPh" { isPhonetic = true }
    }

    mutating func end(_ name: XMLWord) {
        if name == "t" { isOpen = false } else if name == "rPh" { isPhonetic = false }
    }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>) throws(Failure) {
        guard isOpen else { return }
        bytes += more
        guard bytes.count <= CSVScanner.rowLimit else {
            throw .tooLarge(Label("A cell of the workbook is larger than 1 MB.", ru: "Ячейка книги больше 1 МБ."))
        }
    }

    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return SheetEscape.restored(bytes)
    }
}

/// `_x000D_`: how a workbook writes characters that XML can't hold.
enum SheetEscape {
    static func restored(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(95) else { return bytes }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let unit = unit(bytes, index), let scalar = Unicode.Scalar(unit) {
                out += Array(String(scalar).utf8)
                index += 7
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }

    /// The text as XML inside a cell.
    static func escaped(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 16)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 38: out += Array("&amp;".utf8)
            case 60: out += Array("&lt;".utf8)
            case 62: out += Array("&gt;".utf8)
            case 95 where unit(bytes, index) != nil: out += Array("_x005F_".utf8)
            case 0..<32 where byte != 9 && byte != 10:
                out += Array("_x00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))_".utf8)
            default: out.append(byte)
            }
        }
        return out
    }

    private static func unit(_ bytes: [UInt8], _ index: Int) -> UInt16? {
        guard index + 6 < bytes.count, bytes[index] == 95, bytes[index + 1] == 120, bytes[index + 6] == 95 else { return nil }
        let digits = String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self)
        return digits.utf8.allSatisfy { $0 != 43 } ? UInt16(digits, radix: 16) : nil
    }
}
