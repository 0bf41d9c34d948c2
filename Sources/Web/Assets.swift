import Foundation
public import Markup
public import Pages

/// Style, scripts, icons and font, read once, named by what is in them, compressed once, and served from memory.
public struct Assets: Sendable {
    public struct File: Sendable {
        public let bytes: [UInt8]
        public let gzipped: [UInt8]?
        public let contentType: String
    }

    /// Why the program can't start.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// The names change with the content, so a browser never has to ask again.
    public static let cacheControl = "public, max-age=31536000, immutable"

    /// What the layout links to.
    public let links: AssetLinks
    private let files: [String: File]
    private let urls: [String: String]

    /// Reads our own files (`css/`, `js/`, `img/`) and the fetched ones from two folders; by default those beside the program.
    public init(own: String? = nil, fetched: String? = nil) throws {
        let places = AssetFolders()
        guard let own = own ?? places.own else { throw Missing(description: "The folder krug_Web.resources is not beside the program.") }
        guard let fetched = fetched ?? places.fetched else {
            throw Missing(description: "The folder .assets with the browser libraries is missing: run bin/setup.")
        }
        var bundle = AssetBundle()
        let font = bundle.add("onest.ttf", try read(fetched + "/onest.ttf"))
        let icons = bundle.add("icons.svg", try sprite(fetched + "/icons"))
        let mark = bundle.add("krug.svg", try read(own + "/img/krug.svg"))
        let style = try stylesheet(own + "/css", font: font)
        let app = bundle.add("app.css", style)
        var scripts = try names(in: own + "/js", ending: ".js").map { ($0, try read(own + "/js/" + $0)) }
        scripts.append(("sortable.js", try read(fetched + "/sortable.js")))
        let main = try bundle.add(folderOf: scripts, entry: "main.js")
        links = AssetLinks(style: app, script: main, icons: icons, font: font, mark: mark)
        files = bundle.files
        urls = bundle.urls
    }

    /// Where `app.css` and the like are now; nil for a name that doesn't exist.
    public func url(_ name: String) -> String? { urls[name] }

    /// The file at a path that begins with `/assets/`.
    public func response(path: String) -> File? { files[path] }

    /// An icon out of the sprite.
    public func icon(_ name: String) -> HTML { "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"\(links.icons)#\(name)\"/></svg>" }
}

/// Our style sheets as one, in the order of their layers.
private func stylesheet(_ folder: String, font: String) throws -> [UInt8] {
    let order = ["layers.css", "reset.css", "tokens.css", "base.css"]
    let all = try names(in: folder, ending: ".css")
    let sorted = order.filter(all.contains) + all.filter { !order.contains($0) }
    let text = try sorted.map { String(decoding: try read(folder + "/" + $0), as: UTF8.self) }.joined(separator: "\n")
    return Array(text.replacingOccurrences(of: "url(\"onest.ttf\")", with: "url(\"\(font)\")").utf8)
}

/// All icons in one picture; a page shows `icons.svg#name`.
private func sprite(_ folder: String) throws -> [UInt8] {
    var text = "<svg xmlns=\"http://www.w3.org/2000/svg\">"
    for file in try names(in: folder, ending: ".svg") {
        let icon = String(decoding: try read(folder + "/" + file), as: UTF8.self)
        guard let tag = icon.range(of: "<svg"), let start = icon.range(of: ">", range: tag.upperBound..<icon.endIndex)?.upperBound,
            let end = icon.range(of: "</svg>", range: start..<icon.endIndex)?.lowerBound
        else { throw Assets.Missing(description: "\(file) is not an icon: run bin/setup.") }
        let shapes = icon[start..<end].split(whereSeparator: \.isNewline).joined()
        text += "<symbol id=\"\(file.dropLast(4))\" viewBox=\"0 0 24 24\">\(shapes)</symbol>"
    }
    return Array((text + "</svg>").utf8)
}

private func names(in folder: String, ending: String) throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        throw Assets.Missing(description: "The folder \(folder) is missing: run bin/setup.")
    }
    return names.filter { $0.hasSuffix(ending) }.sorted()
}

private func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw Assets.Missing(description: "The file \(path) is missing: run bin/setup.")
    }
    return Array(data)
}
