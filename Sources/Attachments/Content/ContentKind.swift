public import Files
public import Kit
import Tables

/// What a file is by its bytes. Neither its name nor what a browser claims is believed.
public struct ContentKind: Sendable, Hashable {
    /// As in the field `media_type`: image/png.
    public let mediaType: String

    public init(mediaType: String) { self.mediaType = mediaType }

    /// Looks at the beginning of a file, and into it when it is an archive.
    public init(of file: FileSource) throws {
        try file.rewind()
        let start = try file.read(4096)
        var found = ContentKind.known(start)
        if found == "application/zip" {
            if let office = DocumentText.officeKind(file) { found = ContentKind.office[office] }
            if start.count > 38, start[30...].starts(with: Array("mimetypeapplication/vnd.oasis.opendocument".utf8)) {
                found = "application/vnd.oasis.opendocument"
            }
        }
        mediaType = found ?? ContentKind.text(start) ?? "application/octet-stream"
        try file.rewind()
    }

    /// A picture that every browser shows and that can't do anything.
    public var isPicture: Bool { ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(mediaType) }
    public var isPDF: Bool { mediaType == "application/pdf" }
    /// What a browser would run if it were shown. It is only ever given away as bytes.
    public var isActive: Bool { ["text/html", "image/svg+xml", "application/xml", "text/javascript"].contains(mediaType) }

    /// Whether words can be got out of it.
    var hasWords: Bool { mediaType == "text/plain" || isOffice || isPDF && PDFText.installed != nil }
    private var isOffice: Bool { ContentKind.office.values.contains(mediaType) }

    /// The words in a file of this kind.
    func words(of file: FileSource, upTo limit: Int) throws -> String {
        if mediaType == "text/plain" { return try DocumentText.plain(file, upTo: limit) }
        return isOffice ? try DocumentText.office(file, upTo: limit) : ""
    }

    public var label: Label {
        if let known = ContentKind.labels[mediaType] { return known }
        if mediaType.hasPrefix("audio/") { return Label("sound", ru: "звук") }
        if mediaType.hasPrefix("video/") { return Label("video", ru: "видео") }
        return Label("file", ru: "файл")
    }

    /// What to say when the name claims something else; nil when it does not.
    public func contradiction(of name: String) -> Label? {
        guard let ending = FileName.ending(name), let claimed = ContentKind.endings[ending], !claimed.contains(mediaType) else {
            return nil
        }
        return Label(
            "The name says “.\(ending)”, but this is: \(label.en).", ru: "Имя говорит «.\(ending)», но на самом деле это \(label.ru).")
    }

    static let office = [
        "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xl": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ]

    private static let signatures: [(bytes: [UInt8], at: Int, mediaType: String)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0, "image/png"), ([0xFF, 0xD8, 0xFF], 0, "image/jpeg"),
        (Array("GIF87a".utf8), 0, "image/gif"), (Array("GIF89a".utf8), 0, "image/gif"), (Array("WEBP".utf8), 8, "image/webp"),
        (Array("%PDF-".utf8), 0, "application/pdf"), ([0x50, 0x4B, 0x03, 0x04], 0, "application/zip"),
        ([0x50, 0x4B, 0x05, 0x06], 0, "application/zip"), ([0x1F, 0x8B], 0, "application/gzip"),
        (Array("Rar!".utf8), 0, "application/vnd.rar"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0, "application/x-7z-compressed"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 0, "application/x-ole-storage"),
        (Array("MZ".utf8), 0, "application/x-msdownload"),
        ([0x7F, 0x45, 0x4C, 0x46], 0, "application/x-executable"), ([0x49, 0x49, 0x2A, 0x00], 0, "image/tiff"),
        ([0x4D, 0x4D, 0x00, 0x2A], 0, "image/tiff"), (Array("ftypheic".utf8), 4, "image/heic"), (Array("ftyp".utf8), 4, "video/mp4"),
        (Array("ID3".utf8), 0, "audio/mpeg"), (Array("OggS".utf8), 0, "audio/ogg"), (Array("WAVE".utf8), 8, "audio/wav"),
        (Array("{\\rtf".utf8), 0, "application/rtf"),
    ]

    private static func known(_ start: [UInt8]) -> String? {
        signatures.first { $0.at + $0.bytes.count <= start.count && start[$0.at...].starts(with: $0.bytes) }?.mediaType
    }

    /// Text without zero bytes, and what kind: pages and pictures of text can do something in a browser.
    private static func text(_ start: [UInt8]) -> String? {
        let isWide = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
        guard isWide || !start.contains(where: { $0 < 9 || (14..<27).contains($0) }) else { return nil }
        let text = String(decoding: start.filter { $0 != 0 && $0 < 128 }, as: UTF8.self).lowercased()
        if text.contains("<svg") { return "image/svg+xml" }
        if ["<!doctype html", "<html", "<script", "<body", "<iframe", "<head"].contains(where: text.contains) { return "text/html" }
        let beginning = text.drop { $0.isWhitespace }
        return beginning.hasPrefix("<?xml") || beginning.hasPrefix("<!doctype") ? "application/xml" : "text/plain"
    }

    private static let endings: [String: [String]] = {
        let (word, sheet, slides) = (office["word"] ?? "", office["xl"] ?? "", office["ppt"] ?? "")
        let ole = "application/x-ole-storage"
        return [
            "png": ["image/png"], "jpg": ["image/jpeg"], "jpeg": ["image/jpeg"], "gif": ["image/gif"], "webp": ["image/webp"],
            "svg": ["image/svg+xml"], "heic": ["image/heic", "video/mp4"], "tif": ["image/tiff"], "tiff": ["image/tiff"],
            "pdf": ["application/pdf"],
            "docx": [word, ole], "xlsx": [sheet, ole], "pptx": [slides, ole], "xlsm": [sheet, ole], "docm": [word, ole],
            "doc": [ole, word, "application/rtf"], "xls": [ole, sheet, "text/html", "application/xml"], "ppt": [ole, slides],
            "odt": ["application/vnd.oasis.opendocument"], "ods": ["application/vnd.oasis.opendocument"],
            "zip": ["application/zip"], "rar": ["application/vnd.rar"], "7z": ["application/x-7z-compressed"], "gz": ["application/gzip"],
            "txt": ["text/plain"], "csv": ["text/plain"], "md": ["text/plain", "text/html"], "html": ["text/html"], "htm": ["text/html"],
            "xml": ["application/xml", "text/html", "image/svg+xml"], "rtf": ["application/rtf"], "mp3": ["audio/mpeg"],
            "mp4": ["video/mp4"],
            "exe": ["application/x-msdownload"],
        ]
    }()

    private static let labels: [String: Label] = [
        "image/png": Label("picture (PNG)", ru: "картинка (PNG)"), "image/jpeg": Label("picture (JPEG)", ru: "картинка (JPEG)"),
        "image/gif": Label("picture (GIF)", ru: "картинка (GIF)"), "image/webp": Label("picture (WebP)", ru: "картинка (WebP)"),
        "image/svg+xml": Label("drawing (SVG), may hold a script", ru: "рисунок SVG, может содержать скрипт"),
        "image/tiff": Label("picture (TIFF)", ru: "картинка (TIFF)"), "image/heic": Label("picture (HEIC)", ru: "картинка (HEIC)"),
        "application/pdf": Label("PDF document", ru: "документ PDF"), "application/zip": Label("ZIP archive", ru: "архив ZIP"),
        "application/gzip": Label("gzip archive", ru: "архив gzip"), "application/vnd.rar": Label("RAR archive", ru: "архив RAR"),
        "application/x-7z-compressed": Label("7z archive", ru: "архив 7z"),
        "application/x-ole-storage": Label("old or protected Office document", ru: "старый или защищённый документ Office"),
        "application/x-msdownload": Label("Windows program", ru: "программа Windows"),
        "application/x-executable": Label("program", ru: "программа"), "application/rtf": Label("RTF document", ru: "документ RTF"),
        "application/vnd.oasis.opendocument": Label("OpenDocument", ru: "документ OpenDocument"),
        office["word"] ?? "": Label("Word document", ru: "документ Word"), office["xl"] ?? "": Label("workbook", ru: "книга Excel"),
        office["ppt"] ?? "": Label("presentation", ru: "презентация"), "text/plain": Label("text", ru: "текст"),
        "text/html": Label("web page, may hold a script", ru: "веб-страница, может содержать скрипт"),
        "application/xml": Label("XML document", ru: "документ XML"),
    ]
}
