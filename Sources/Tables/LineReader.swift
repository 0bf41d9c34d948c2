import Files
import Kit

/// Cuts a text into lines, however they end. Holds one line at a time.
struct LineReader {
    /// Lines given so far.
    private(set) var number = 0

    private var source: any ByteSource
    private var decoder: TextDecoder
    private var buffer: ArraySlice<UInt8> = []
    private var isAtEnd = false
    private var skipsLineFeed = false
    private let limit: Int

    init(_ source: any ByteSource, _ encoding: TextEncoding, limit: Int) {
        self.source = source
        self.limit = limit
        decoder = TextDecoder(encoding)
    }

    /// The next line in UTF-8, without what ends it.
    /// - Throws: `Failure.tooLarge` for a line beyond the limit.
    mutating func next() throws -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if skipsLineFeed, let first = buffer.first {
                if first == 10 { buffer = buffer.dropFirst() }
                skipsLineFeed = false
            }
            let end = buffer.firstIndex { $0 == 10 || $0 == 13 } ?? buffer.endIndex
            line += buffer[buffer.startIndex..<end]
            guard line.count <= limit else {
                throw Failure.tooLarge(Label("Line \(number + 1) is too long.", ru: "Строка \(number + 1) слишком длинная."))
            }
            if end < buffer.endIndex {
                skipsLineFeed = buffer[end] == 13
                buffer = buffer[(end + 1)...]
                number += 1
                return line
            }
            if isAtEnd {
                buffer = []
                number += 1
                return line.isEmpty ? nil : line
            }
            let piece = try source.read(65_536)
            isAtEnd = piece.isEmpty
            buffer = decoder.decode(piece)[...]
        }
    }
}

extension TextEncoding {
    /// Reads a source to its end to say in which encoding it makes sense, and rewinds it.
    /// - Throws: `Failure.unsupportedType` for what is no text, `Failure.malformed` for an empty source.
    static func recognise(_ source: inout some ByteSource) throws -> TextEncoding {
        var recognition = EncodingRecognition()
        var isEmpty = true
        while true {
            let piece = try source.read(65_536)
            if piece.isEmpty { break }
            isEmpty = false
            recognition.look(at: piece)
        }
        guard !isEmpty else { throw TableFile.empty }
        try source.rewind()
        guard let encoding = recognition.encoding else { throw FileKind.binary }
        return encoding
    }

    /// The encoding that a file calls by one of its usual names.
    init?(charset name: String) {
        switch name.lowercased() {
        case "utf-8", "utf8", "us-ascii", "ascii": self = .utf8
        case "windows-1251", "cp1251", "cp-1251", "win-1251", "x-cp1251": self = .windows1251
        case "koi8-r", "koi8r", "koi8-u": self = .koi8r
        case "utf-16", "utf-16le": self = .utf16LittleEndian
        case "utf-16be": self = .utf16BigEndian
        default: return nil
        }
    }
}
