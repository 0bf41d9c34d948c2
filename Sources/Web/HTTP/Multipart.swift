import Files
import Foundation
package import Kit

/// Reads `multipart/form-data` bodies piece by piece. Fields are kept in memory, files in nameless files of this machine, so that a form
/// may be as large as its route allows.
package struct MultipartReader {
    /// What goes beyond these is refused while it comes.
    package struct Limits {
        let file: Int
        /// All fields together.
        let fields = 1 << 22

        package init(file: Int) { self.file = file }
    }

    private enum Place { case beginning, behindDelimiter, head, content, end }

    private let delimiter: [UInt8]
    private let limits: Limits
    private var place = Place.beginning
    private var bytes: [UInt8] = []
    private var fields: [(name: String, text: String)] = []
    private var files: [UploadedFile] = []
    private var part: Part?
    private var fieldBytes = 0

    private struct Part {
        let name: String
        let fileName: String?
        let file: FileSource?
        var text: [UInt8] = []
        var size = 0
        /// The line break that ends the head may also begin the delimiter of an empty part.
        var isNew = true
    }

    /// - Throws: `Failure.malformed` for a header without a boundary.
    package init(contentType: String, limits: Limits) throws(Failure) {
        guard let boundary = MultipartReader.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else {
            throw MultipartReader.broken
        }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
        // The first delimiter has no line break before it.
        bytes = [13, 10]
    }

    /// - Throws: `Failure.malformed` when the body is not what its header says, `Failure.tooLarge`.
    package mutating func feed(_ more: [UInt8]) throws {
        bytes += more
        while try step() {}
    }

    /// The form, once all of it was fed.
    package mutating func form() throws(Failure) -> Form {
        guard place == .end else { throw MultipartReader.broken }
        return Form(fields: fields, files: files)
    }

    /// - Returns: whether there may be more to do with what is there.
    private mutating func step() throws -> Bool {
        switch place {
        case .beginning:
            guard bytes.count >= delimiter.count else { return false }
            guard bytes.starts(with: delimiter) else { throw MultipartReader.broken }
            bytes.removeFirst(delimiter.count)
            place = .behindDelimiter
        case .behindDelimiter:
            guard bytes.count >= 2 else { return false }
            if bytes.starts(with: [45, 45]) {
                place = .end
            } else {
                guard bytes.starts(with: [13, 10]), fields.count + files.count < 2_000 else { throw MultipartReader.broken }
                bytes.removeFirst(2)
                place = .head
            }
        case .head:
            guard let end = MultipartReader.find([13, 10, 13, 10], in: bytes) else {
                guard bytes.count <= 4_100 else { throw MultipartReader.broken }
                return false
            }
            try begin(Array(bytes[..<end]))
            bytes.removeFirst(end + 2)
            place = .content
        case .content: return try content()
        case .end:
            bytes = []
            return false
        }
        return true
    }

    private mutating func begin(_ bytes: [UInt8]) throws {
        guard bytes.count <= 4_096, let head = String(validating: bytes, as: UTF8.self),
            let name = MultipartReader.parameter("name", of: head)
        else { throw MultipartReader.broken }
        let fileName = MultipartReader.parameter("filename", of: head)
        part = Part(name: name, fileName: fileName, file: try fileName.map { _ in try FileSource.temporary() })
    }

    private mutating func content() throws -> Bool {
        guard part != nil else { throw MultipartReader.broken }
        if let end = MultipartReader.find(delimiter, in: bytes) {
            try take(end)
            bytes.removeFirst(delimiter.count)
            try finish()
            place = .behindDelimiter
            return true
        }
        // A delimiter may have begun.
        let sure = bytes.count - delimiter.count
        if sure > 0 { try take(sure) }
        return false
    }

    private mutating func take(_ count: Int) throws {
        guard var taken = part else { return }
        part = nil
        var piece = Array(bytes[..<count])
        bytes.removeFirst(count)
        if taken.isNew, !piece.isEmpty {
            piece.removeFirst(min(2, piece.count))
            taken.isNew = false
        }
        taken.size += piece.count
        if let file = taken.file {
            guard taken.size <= limits.file else { throw MultipartReader.tooLarge(limits.file, taken.fileName) }
            try file.append(piece)
        } else {
            fieldBytes += piece.count
            guard fieldBytes <= limits.fields else { throw WebRequest.tooLarge(limits.fields) }
            taken.text += piece
        }
        part = taken
    }

    private mutating func finish() throws {
        guard let part else { return }
        if let file = part.file {
            try file.rewind()
            files.append(UploadedFile(field: part.name, name: part.fileName ?? "", content: file, size: part.size))
        } else {
            guard let text = String(validating: part.text, as: UTF8.self) else { throw MultipartReader.broken }
            fields.append((part.name, text))
        }
        self.part = nil
    }

    static func tooLarge(_ limit: Int, _ name: String?) -> Failure {
        let name = name.map { "“\($0.prefix(100))”" } ?? ""
        return .tooLarge(
            Label(
                "The file \(name) is larger than \(limit >> 20) MB, which is the most that is taken. Nothing was kept.",
                ru: "Файл \(name) больше \(limit >> 20) МБ — столько принимается самое большее. Ничего не сохранено."))
    }

    /// A parameter of a header, in quotation marks or bare.
    private static func parameter(_ name: String, of header: String) -> String? {
        guard let range = header.range(of: "; \(name)=") ?? header.range(of: ";\(name)=") else { return nil }
        let rest = header[range.upperBound...]
        if rest.first == "\"" {
            let inner = rest.dropFirst()
            return inner.firstIndex(of: "\"").map { String(inner[..<$0]) }
        }
        return String(rest.prefix { $0 != ";" && $0 != "\r\n" && $0 != " " })
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            while position + pattern.count <= bytes.count {
                guard let start = bytes.baseAddress, let found = memchr(start + position, Int32(pattern[0]), bytes.count - position) else {
                    return nil
                }
                position = UnsafeRawPointer(start).distance(to: found)
                if position + pattern.count <= bytes.count, memcmp(start + position, pattern, pattern.count) == 0 { return position }
                position += 1
            }
            return nil
        }
    }

    private static let broken = Failure.malformed(
        Label("The form arrived damaged; send it again.", ru: "Форма пришла повреждённой; отправьте её снова."))
}
