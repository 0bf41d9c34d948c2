import Kit

extension RequisitesText {
    /// The bank that running text names behind the account: «р/с 40702810… в ПАО Сбербанк, г. Москва, БИК 044525225».
    /// - Parameter isBehind: whether an account stood on a line before, so that the line may begin with the bank.
    static func bank(in line: String, isBehind: Bool) -> String? {
        let characters = Array(line)
        let lower = characters.map(RequisitesLabel.folded)
        guard
            let start = lower.indices.first(where: { index in
                guard lower[index] == "в", index + 1 < lower.count, lower[index + 1] == " " else { return false }
                guard let before = lower[..<index].last(where: { !" ,.:)".contains($0) }) else { return isBehind }
                return before.isNumber && lower[index - 1] == " "
            })
        else { return nil }
        // Up to the next number or its name.
        let end = lower.indices.first { index in
            guard index > start + 1 else { return false }
            if lower[index...].prefix(8).count == 8, lower[index...].prefix(8).allSatisfy(\.isNumber) { return true }
            guard !lower[index - 1].isLetter else { return false }
            return RequisitesLabel.all.contains { $0.label.isNumber && lower[index...].starts(with: $0.spelling) }
        }
        let name = bare(String(characters[(start + 2)..<(end ?? characters.count)]))
        return isBank(name) ? name : nil
    }

    private static func isBank(_ name: String) -> Bool {
        let lower = name.lowercased()
        return name.count < 200
            && (lower.contains("банк") || ["пао ", "ао ", "оао ", "зао ", "нко ", "филиал", "отделени"].contains(where: lower.hasPrefix))
    }
}
