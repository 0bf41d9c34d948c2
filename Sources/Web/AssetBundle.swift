import Packing
/// Files under names that tell their content apart.
struct AssetBundle {
    private(set) var files: [String: Assets.File] = [:]
    private(set) var urls: [String: String] = [:]

    /// `app.css` becomes `/assets/app-0123456789abcdef.css`.
    mutating func add(_ name: String, _ bytes: [UInt8]) -> String {
        let parts = name.split(separator: ".", maxSplits: 1)
        let url = "/assets/\(parts[0])-\(digest(of: [bytes])).\(parts.count > 1 ? parts[1] : "bin")"
        keep(bytes, name: name, at: url)
        return url
    }

    /// The entry holds all that it imports. Beside it, for relative paths, lies what is asked for later, in a folder named by all of them together.
    mutating func add(folderOf modules: [(String, [UInt8])], entry: String) throws -> String {
        var joining = ScriptBundle(modules)
        let (script, joined) = try joining.joined(from: entry)
        let folder = "/assets/\(digest(of: [script] + modules.map(\.1)))/"
        keep(script, name: entry, at: folder + entry)
        for (name, bytes) in modules where !joined.contains(name) { keep(bytes, name: name, at: folder + name) }
        return folder + entry
    }

    private mutating func keep(_ bytes: [UInt8], name: String, at url: String) {
        files[url] = Assets.File(bytes: bytes, gzipped: gzip(bytes), contentType: contentType(of: name))
        urls[name] = url
    }

    private func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "ttf": "font/ttf"
        default: "application/octet-stream"
        }
    }

    /// FNV-1a: it only has to tell one build from another.
    private func digest(of pieces: [[UInt8]]) -> String {
        var sum: UInt64 = 14_695_981_039_346_656_037
        for piece in pieces {
            for byte in piece { sum = (sum ^ UInt64(byte)) &* 1_099_511_628_211 }
            sum = (sum ^ UInt64(truncatingIfNeeded: piece.count)) &* 1_099_511_628_211
        }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
