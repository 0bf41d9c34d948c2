import Kit
import Packing

/// One XML document inside a workbook.
enum WorkbookPart {
    /// Lets a handler hear the whole part.
    static func read(_ part: ZipEntryReader, into handler: any XMLHandler) throws {
        var part = part
        let stream = try XMLStream(handler)
        while true {
            let bytes = try part.read()
            try stream.feed(bytes, isLast: bytes.isEmpty)
            if bytes.isEmpty { return }
        }
    }

    /// A part that is small in every honest workbook.
    static let smallLimit: Int64 = 32 << 20
}

/// Where the parts of a workbook are: the targets of relations by their ids and by the ends of their types.
final class WorkbookRelations: XMLHandler {
    private(set) var byID: [String: String] = [:]
    private(set) var byType: [String: String] = [:]
    private let folder: String

    /// - Parameter folder: where the part lies whose relations these are: `xl/`.
    init(folder: String) { self.folder = folder }

    func start(_ name: XMLWord, _ attributes: XMLAttributes) throws(Failure) {
        guard name == "Relationship", let target = attributes["Target"], attributes["TargetMode"] != "External" else { return }
        let path = target.hasPrefix("/") ? String(target.dropFirst()) : resolved(target)
        if let id = attributes["Id"] { byID[id] = path }
        if let type = attributes["Type"]?.split(separator: "/").last { byType[String(type)] = byType[String(type)] ?? path }
        guard byID.count <= WorkbookLimits.relations else { throw XMLStream.damaged }
    }

    func end(_ name: XMLWord) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    private func resolved(_ target: String) -> String {
        var names = folder.split(separator: "/").map(String.init)
        for name in target.split(separator: "/") {
            if name == ".." { if !names.isEmpty { names.removeLast() } } else if name != "." { names.append(String(name)) }
        }
        return names.joined(separator: "/")
    }
}

enum WorkbookLimits {
    static let relations = 10_000
    static let sheets = 1_000
    static let styles = 70_000
}

/// The sheets of a workbook, and from which day it counts.
final class WorkbookContents: XMLHandler {
    private(set) var sheets: [(name: String, relation: String, isHidden: Bool)] = []
    private(set) var countsFrom1904 = false

    func start(_ name: XMLWord, _ attributes: XMLAttributes) throws(Failure) {
        if name == "sheet" {
            guard sheets.count < WorkbookLimits.sheets else { throw XMLStream.damaged }
            let state = attributes["state"]
            sheets.append((attributes["name"] ?? "", attributes["id"] ?? "", state == "hidden" || state == "veryHidden"))
        } else if name == "workbookPr" {
            countsFrom1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
        }
    }

    func end(_ name: XMLWord) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// What the styles of cells make of numbers.
final class WorkbookStyles: XMLHandler {
    private(set) var formats: [NumberFormat] = []
    private var codes: [Int: NumberFormat] = [:]
    private var isInCells = false

    func format(_ style: Int) -> NumberFormat { formats.indices.contains(style) ? formats[style] : .general }

    func start(_ name: XMLWord, _ attributes: XMLAttributes) throws(Failure) {
        if name == "numFmt", let id = attributes["numFmtId"].flatMap(Int.init), let code = attributes["formatCode"] {
            codes[id] = NumberFormat(code)
            guard codes.count <= WorkbookLimits.styles else { throw XMLStream.damaged }
        } else if name == "cellXfs" {
            isInCells = true
        } else if name == "xf", isInCells {
            let id = attributes["numFmtId"].flatMap(Int.init) ?? 0
            formats.append(codes[id] ?? NumberFormat(builtIn: id))
            guard formats.count <= WorkbookLimits.styles else { throw XMLStream.damaged }
        }
    }

    func end(_ name: XMLWord) { if name == "cellXfs" { isInCells = false } }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
