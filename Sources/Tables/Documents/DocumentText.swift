public import Files
import Kit
import Packing

/// The words of a document, to be searched by: of plain text in any usual encoding, and of the documents, workbooks and slides of Office.
/// Bounded in what it unpacks and in what it gives, whatever the file claims.
public enum DocumentText {
    /// How many bytes of one part are unpacked at most.
    private static let partLimit: Int64 = 64 << 20
    /// How many parts are looked at: sheets, slides, headers.
    private static let mostParts = 200

    /// The text of a file without markup. - Throws: `Failure.unsupportedType` for what is no text.
    public static func plain(_ file: FileSource, upTo limit: Int) throws -> String {
        try file.rewind()
        var recognition = EncodingRecognition()
        let bytes = try file.read(min(limit, 1 << 26))
        recognition.look(at: bytes)
        guard let encoding = recognition.encoding else { throw FileKind.binary }
        var decoder = TextDecoder(encoding)
        return words(decoder.decode(bytes) + decoder.decode([]))
    }

    /// The text of a document of Office Open XML. - Throws: `Failure` for what is damaged or made to burst.
    public static func office(_ file: FileSource, upTo limit: Int) throws -> String {
        let archive = try ZipArchive(file.handle)
        let hearer = TextHearer(limit)
        for entry in archive.entries.filter(isText).sorted(by: { $0.name < $1.name }).prefix(mostParts) where hearer.isListening {
            var part = try archive.open(entry, limit: partLimit)
            let stream = try XMLStream(hearer)
            while hearer.isListening, case let bytes = try part.read(), !bytes.isEmpty { try stream.feed(bytes, isLast: false) }
            hearer.breakWord()
        }
        return words(hearer.bytes)
    }

    /// What kind of Office document an archive is, by the part that each has.
    public static func officeKind(_ file: FileSource) -> String? {
        guard let names = (try? ZipArchive(file.handle))?.entries.map(\.name) else { return nil }
        return ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"].first(where: names.contains).map {
            String($0.prefix { $0 != "/" })
        }
    }

    private static func isText(_ entry: ZipArchive.Entry) -> Bool {
        let name = entry.name
        guard name.hasSuffix(".xml") else { return false }
        return ["word/document", "word/header", "word/footer", "word/footnotes", "word/comments", "xl/sharedStrings", "ppt/slides/slide"]
            .contains(where: name.hasPrefix) || name.hasPrefix("xl/worksheets/sheet")
    }

    /// Without what no search asks for: white space is one space.
    private static func words(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.value < 32 } }.joined(
            separator: " ")
    }
}

/// Hears the texts of a document and lets the markup pass.
private final class TextHearer: XMLHandler {
    private(set) var bytes: [UInt8] = []
    private let limit: Int
    private var isOpen = false

    init(_ limit: Int) { self.limit = limit }

    var isListening: Bool { bytes.count < limit }

    func start(_ name: XMLWord, _ attributes: XMLAttributes) {
        if name == "t" { isOpen = true }
    }

    func end(_ name: XMLWord) {
        if name == "t" { isOpen = false }
        // A paragraph, a cell, a tab and a line end a word; a run within a word does not.
        if name == "p" || name == "si" || name == "is" || name == "tab" || name == "br" || name == "tc" { breakWord() }
    }

    func text(_ more: UnsafeBufferPointer<UInt8>) {
        if isOpen, isListening { bytes += more.prefix(limit - bytes.count) }
    }

    func breakWord() { if let last = bytes.last, last != 32 { bytes.append(32) } }
}
