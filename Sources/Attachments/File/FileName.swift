import Foundation

/// Names of files as they come from anywhere, made harmless: composed, without folders, controls and marks that turn the direction of
/// writing, and of a length that every system takes.
public enum FileName {
    static let limit = 255

    public static func clean(_ name: String) -> String {
        let folders: Set<Character> = ["/", "\\"]
        let last = name.split(whereSeparator: folders.contains).last.map(String.init) ?? ""
        let scalars = last.precomposedStringWithCanonicalMapping.unicodeScalars.filter { !isRefused($0) }
        let text = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        // A name of nothing but dots means a folder, and the last dot of a name is lost on some systems.
        let bare = text.reversed().drop { $0 == "." || $0 == " " }.reversed()
        return shortened(bare.isEmpty ? "file" : String(bare))
    }

    /// What stands behind the last dot, in small letters; nil when there is none.
    public static func ending(_ name: String) -> String? {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        return (1...10).contains(ending.utf8.count) && ending.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
            ? ending : nil
    }

    /// Too long a name loses of its middle: the ending says what it is.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > limit else { return name }
        let ending = ending(name).map { "." + $0 } ?? ""
        var start = String(name.prefix(limit))
        while start.utf8.count + ending.utf8.count > limit { start.removeLast() }
        return start + ending
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<32, 127..<160, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF0...0xFFFF: true
        // What Windows takes in no name.
        case 0x22, 0x2A, 0x3A, 0x3C, 0x3E, 0x3F, 0x7C: true
        default: false
        }
    }
}
