import Kit

/// Our modules as one script. A page that fetches fifty of them, from the browser's own memory even, draws its first picture later.
///
/// It knows what our modules are written in: `import './a.js';`, `import { b } from './a.js';`, each on a line, and `export` before a function, class or constant.
/// What a page asks for later (`import('./c.js')`) stays a file of its own.
struct ScriptBundle {
    private let modules: [String: [Substring]]
    private var order: [(name: String, text: String)] = []
    private var exports: [String: [Substring]] = [:]

    /// Of all modules, by their names.
    init(_ modules: [(String, [UInt8])]) {
        self.modules = Dictionary(
            modules.map { ($0, String(decoding: $1, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)) }
        ) { $1 }
    }

    /// The module with all that it imports, and the names of those.
    mutating func joined(from entry: String) throws -> (script: [UInt8], names: Set<String>) {
        try add(entry, above: [])
        let names = Set(order.map(\.name))
        for (name, lines) in modules where !names.contains(name) {
            for line in lines where line.hasPrefix("import ") {
                let (_, other) = try imported(line, in: name)
                if names.contains(other) { throw Assets.Missing(description: "\(name) imports \(other), which lies within \(entry).") }
            }
        }
        let parts = order.map { "modules$['\($0.name)'] = (() => {\n\($0.text)\n})();\n" }.joined()
        return (Array("const modules$ = {};\n\(parts)".utf8), names)
    }

    private mutating func add(_ name: String, above: [String]) throws {
        guard !order.contains(where: { $0.name == name }) else { return }
        guard !above.contains(name) else {
            throw Assets.Missing(description: "Modules import each other in a circle: \((above + [name]).joined(separator: ", ")).")
        }
        guard let lines = modules[name] else {
            throw Assets.Missing(description: "\(above.last ?? name) imports \(name), which is not there.")
        }
        var (kept, own): ([Substring], [Substring]) = ([], [])
        for line in lines {
            if line.hasPrefix("import ") {
                let (names, other) = try imported(line, in: name)
                try add(other, above: above + [name])
                for one in names?.split(whereSeparator: { "{,}".contains($0) }).map({ String($0).trimmed }) ?? [] where !one.isEmpty {
                    guard exports[other]?.contains(Substring(one)) == true else {
                        throw Assets.Missing(description: "\(name) imports “\(one)”, which \(other) does not export.")
                    }
                }
                kept.append(names.map { "const \($0) = modules$['\(other)'];" } ?? "")
            } else if line.hasPrefix("export ") {
                own.append(try exported(line, in: name))
                kept.append(line.dropFirst("export ".count))
            } else {
                kept.append(line)
            }
        }
        if kept.last?.isEmpty == true { kept.removeLast() }
        order.append((name, "\(kept.joined(separator: "\n"))\nreturn { \(own.joined(separator: ", ")) };"))
        exports[name] = own
    }

    /// `import { a, b } from './c.js';` is `{ a, b }` of `c.js`.
    private func imported(_ line: Substring, in name: String) throws -> (names: Substring?, module: String) {
        let pieces = line.dropFirst("import ".count).split(separator: " from ")
        guard let place = pieces.last, place.hasPrefix("'./"), place.hasSuffix(".js';"), pieces.count == 1 || pieces[0].hasPrefix("{")
        else {
            throw Assets.Missing(description: "\(name) imports in a way that is not joined: \(line)")
        }
        return (pieces.count == 1 ? nil : pieces[0], String(place.dropFirst("'./".count).dropLast("';".count)))
    }

    private func exported(_ line: Substring, in name: String) throws -> Substring {
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }
        guard let kind = words.firstIndex(where: { ["function", "class", "const"].contains($0) }), kind <= 2, words.count > kind + 1,
            !words.contains("default")
        else {
            throw Assets.Missing(description: "\(name) exports in a way that is not joined: \(line)")
        }
        return words[kind + 1]
    }
}
