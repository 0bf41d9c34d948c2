import Foundation
import Kit

/// Reads `multipart/form-data` bodies, in one pass over the bytes.
enum Multipart {
    /// - Throws: `Failure.malformed` when the body is not what its header says.
    static func parse(_ bytes: [UInt8], contentType: String) throws(Failure) -> Form {
        guard let boundary = parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else { throw broken }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter has no line break before it.
        var position = 0
        guard matches(bytes, delimiter[2...], at: 0) else { throw broken }
        position = delimiter.count - 2
        var fields: [(name: String, text: String)] = []
        var files: [UploadedFile] = []
        while true {
            if matches(bytes, Array("--".utf8)[...], at: position) { return Form(fields: fields, files: files) }
            guard matches(bytes, [13, 10], at: position), fields.count + files.count < 2_000 else { throw broken }
            position += 2
            guard let headEnd = find([13, 10, 13, 10], in: bytes, from: position), headEnd - position <= 4_096,
                let head = String(validating: bytes[position..<headEnd], as: UTF8.self),
                let end = find(delimiter, in: bytes, from: headEnd + 2)
            else { throw broken }
            let content = bytes[min(headEnd + 4, end)..<end]
            position = end + delimiter.count
            guard let name = parameter("name", of: head) else { throw broken }
            if let fileName = parameter("filename", of: head) {
                files.append(UploadedFile(field: name, name: fileName, bytes: Array(content)))
            } else {
                guard let text = String(validating: content, as: UTF8.self) else { throw broken }
                fields.append((name, text))
            }
        }
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

    private static func matches(_ bytes: [UInt8], _ pattern: ArraySlice<UInt8>, at position: Int) -> Bool {
        position + pattern.count <= bytes.count && bytes[position..<position + pattern.count].elementsEqual(pattern)
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        while position + pattern.count <= bytes.count {
            guard let next = bytes[position...].firstIndex(of: pattern[0]) else { return nil }
            if matches(bytes, pattern[...], at: next) { return next }
            position = next + 1
        }
        return nil
    }

    private static let broken = Failure.malformed(Label("The form arrived damaged; send it again.", ru: "Форма пришла повреждённой; отправьте её снова."))
}
