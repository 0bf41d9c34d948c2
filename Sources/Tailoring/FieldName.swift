import Foundation

/// Names for programs, made from what people call things: «Регион продаж» gives `region_prodazh`.
enum FieldName {
    static let longest = 32

    /// Words of the filter, members of every record, items of the addresses of forms.
    static let reserved: Set<String> = [
        "id", "version", "batch", "ended_by", "and", "or", "not", "in", "is", "empty", "contains", "starts", "with", "true", "false", "me",
        "my_team", "null", "next",
    ]

    static func isSpelledRight(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, bytes.count <= longest, (97...122).contains(first) else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    /// A name that `isFree` accepts, as near to the label as can be.
    static func made(from label: String, longest: Int = longest, isFree: (String) -> Bool) -> String {
        let base = shortened(latin(label), to: longest)
        if isFree(base) { return base }
        // One of so many is free: an object has fewer fields.
        for number in 2...1_000 {
            let ending = "_\(number)"
            let name = shortened(base, to: longest - ending.count) + ending
            if isFree(name) { return name }
        }
        return base
    }

    static func latin(_ label: String) -> String {
        var out = ""
        for scalar in label.lowercased().decomposedStringWithCanonicalMapping.precomposedCyrillic.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
            default:
                if let letters = cyrillic[scalar] {
                    out += letters
                } else if scalar.properties.generalCategory != .nonspacingMark, !out.isEmpty, !out.hasSuffix("_") {
                    out += "_"
                }
            }
        }
        if let first = out.unicodeScalars.first, ("0"..."9").contains(first) { out = "field_" + out }
        out = shortened(out, to: longest)
        return out.isEmpty ? "field" : out
    }

    private static func shortened(_ name: String, to length: Int) -> String {
        var name = String(name.prefix(length))
        while name.hasSuffix("_") { name.removeLast() }
        return name
    }

    private static let cyrillic: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    ]
}

extension String {
    /// й is a letter of its own, not an и with a mark.
    fileprivate var precomposedCyrillic: String {
        replacingOccurrences(of: "и\u{306}", with: "й").replacingOccurrences(of: "е\u{308}", with: "ё")
    }
}
