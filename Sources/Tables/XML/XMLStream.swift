import CExpat
import Foundation
import Kit

/// What hears the elements of a document, in their order.
protocol XMLHandler: AnyObject {
    func start(_ name: XMLWord, _ attributes: XMLAttributes) throws(Failure)
    func end(_ name: XMLWord) throws(Failure)
    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure)
}

/// Reads an XML document piece by piece with Expat, which knows no network and no files. A document type, and with it every
/// entity of the document's own, is refused.
///
/// A class, because Expat calls back to it.
final class XMLStream {
    private let parser: XML_Parser
    private let ear: Ear

    /// Without an end of a word for so long, somebody wants to fill the memory.
    private static let silenceLimit = 8 << 20

    /// - Parameter isUTF8: whether the bytes are UTF-8, whatever the document says of them.
    init(_ handler: any XMLHandler, isUTF8: Bool = false) throws(Failure) {
        guard let parser = XML_ParserCreate(isUTF8 ? "UTF-8" : nil) else {
            throw .unavailable(Label("There is not enough memory now.", ru: "Сейчас не хватает памяти."))
        }
        self.parser = parser
        ear = Ear(handler, parser)
        XML_SetUserData(parser, Unmanaged.passUnretained(ear).toOpaque())
        XML_SetElementHandler(
            parser,
            { ear, name, attributes in
                guard let name, let attributes else { return }
                Ear.hear(ear) { handler throws(Failure) in try handler.start(XMLWord(local: name), XMLAttributes(attributes)) }
            },
            { ear, name in
                guard let name else { return }
                Ear.hear(ear) { handler throws(Failure) in try handler.end(XMLWord(local: name)) }
            }
        )
        XML_SetCharacterDataHandler(parser) { ear, text, count in
            guard let text, count > 0 else { return }
            text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { bytes in
                Ear.hear(ear) { handler throws(Failure) in try handler.text(UnsafeBufferPointer(start: bytes, count: Int(count))) }
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { ear, _, _, _, _ in
            Ear.hear(ear) { _ throws(Failure) in throw XMLStream.damaged }
        }
    }

    deinit { XML_ParserFree(parser) }

    /// - Throws: what the handler threw; `Failure.malformed` for what is no XML.
    func feed(_ bytes: [UInt8], isLast: Bool) throws(Failure) {
        let status = bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { XML_Parse(parser, $0.baseAddress, Int32(clamping: $0.count), isLast ? 1 : 0) }
        }
        if let failure = ear.failure { throw failure }
        guard status == XML_STATUS_OK else { throw XMLStream.damaged }
        ear.silence += bytes.count
        guard ear.silence <= XMLStream.silenceLimit else { throw XMLStream.damaged }
    }

    static let damaged = Failure.malformed(Label("The file is damaged inside.", ru: "Файл повреждён внутри."))

    /// Between Expat's functions and the handler.
    private final class Ear {
        let parser: XML_Parser
        private let handler: any XMLHandler
        var failure: Failure?
        /// Bytes since the last event.
        var silence = 0

        init(_ handler: any XMLHandler, _ parser: XML_Parser) {
            self.handler = handler
            self.parser = parser
        }

        static func hear(_ pointer: UnsafeMutableRawPointer?, _ body: (any XMLHandler) throws(Failure) -> Void) {
            guard let pointer else { return }
            let ear = Unmanaged<Ear>.fromOpaque(pointer).takeUnretainedValue()
            guard ear.failure == nil else { return }
            ear.silence = 0
            do throws(Failure) {
                try body(ear.handler)
            } catch {
                ear.failure = error
                XML_StopParser(ear.parser, 0)
            }
        }
    }
}

/// The name of an element or attribute without its prefix, lent for the length of a call.
struct XMLWord {
    private let start: UnsafePointer<CChar>

    init(local name: UnsafePointer<CChar>) {
        start = strrchr(name, 58).map { UnsafePointer($0 + 1) } ?? name
    }

    static func == (word: XMLWord, literal: StaticString) -> Bool {
        literal.utf8Start.withMemoryRebound(to: CChar.self, capacity: literal.utf8CodeUnitCount + 1) { strcmp(word.start, $0) == 0 }
    }
}

/// The attributes of an element, lent for the length of a call.
struct XMLAttributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) { self.pairs = pairs }

    subscript(name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

    func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
        var index = 0
        while let key = pairs[index], let value = pairs[index + 1] {
            if XMLWord(local: key) == name { return value }
            index += 2
        }
        return nil
    }
}
