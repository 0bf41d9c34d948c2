public import Definitions
import Kit

/// What the columns of a table probably mean, by their names in English or Russian.
public struct ImportGuess: Sendable {
    /// What the rows are about: the object's name.
    public let main: String
    /// By column: `company.inn`, or nil for a column that says nothing.
    public let targets: [String?]

    /// - Parameter object: what the rows are about, when it is known.
    public init(_ header: [String], schema: Schema, object: String? = nil) {
        var best: (main: String, targets: [String?], score: Int)?
        for profile in ImportProfile.all where object == nil || profile.main == object {
            guard let reading = ImportGuess.read(header, profile, schema) else { continue }
            // Of equals the one whose first column is about the main thing, or that has what no other thing has.
            let isSure = reading.first??.hasPrefix(profile.main + ".") ?? false || reading.contains { profile.proofs.contains($0 ?? "") }
            let score = reading.compactMap(\.self).count * 2 + (isSure ? 1 : 0)
            if score > best?.score ?? 0 { best = (profile.main, reading, score) }
        }
        if let object, best == nil || best?.score == 0 {
            best = (object, ImportGuess.read(header, ImportGuess.plain(object), schema) ?? header.map { _ in nil }, 0)
        }
        main = best?.main ?? "company"
        targets = best?.targets ?? header.map { _ in nil }
    }

    /// The same with a column that holds tax number and KPP together, when no heading but its values say so.
    /// - Parameter values: the different texts of each column.
    func withTaxCodes(_ values: [[String]]) -> [String?] {
        guard !targets.contains(where: { ["company.kpp", "company.\(ImportProfile.taxCodes)"].contains($0) }),
            main == "company" || targets.contains("company.title"),
            let column = targets.indices.first(where: { column in
                guard values.indices.contains(column), targets[column] == nil || targets[column] == "company.inn" else { return false }
                let pairs = values[column].count { TaxCodes($0).isPair }
                return pairs > 0 && pairs * 2 >= values[column].count
            }), targets[column] != nil || !targets.contains("company.inn")
        else { return targets }
        var refined = targets
        refined[column] = "company.\(ImportProfile.taxCodes)"
        return refined
    }

    /// All that the columns of a table about an object may mean, part by part.
    static func profile(_ main: String) -> ImportProfile { ImportProfile.all.first { $0.main == main } ?? plain(main) }

    private static func plain(_ object: String) -> ImportProfile {
        ImportProfile(main: object, parts: [(object, object)], signs: [], proofs: [], names: [])
    }

    private static func read(_ header: [String], _ profile: ImportProfile, _ schema: Schema) -> [String?]? {
        guard profile.parts.allSatisfy({ schema.object($0.object) != nil }) else { return nil }
        let words = dictionary(profile, schema)
        var taken: Set<String> = []
        var targets: [String?] = header.map { name in
            guard let target = normalized(name).lazy.compactMap({ words[$0] }).first else { return nil }
            let names = target.split(separator: ".").map(String.init)
            let field = profile.parts.first { $0.name == names.first }.flatMap { schema.object($0.object)?.field(names.last ?? "") }
            return taken.insert(target).inserted || field?.type.isGathered ?? false ? target : nil
        }
        if profile.main == "company", !taken.contains("company.title") { nameCompanies(header, profile, &targets, &taken) }
        guard profile.signs.isEmpty || profile.signs.contains(where: taken.contains) else { return nil }
        // What is said of a company without a name can't be kept.
        if profile.main == "person", !taken.contains("company.title") {
            targets = targets.map { $0?.hasPrefix("company.") ?? false ? nil : $0 }
        }
        // Phones of nobody are the company's.
        if !taken.contains("person.name"), profile.main == "company" {
            targets = targets.map { target in
                guard let target, target.hasPrefix("person.") else { return target }
                let field = String(target.dropFirst("person.".count))
                return schema.object("company")?.field(field) == nil ? nil : "company." + field
            }
        }
        return targets
    }

    /// Names in a table that says what only companies have are the companies': any name beside a tax number, else a plain «Имя».
    private static func nameCompanies(
        _ header: [String], _ profile: ImportProfile, _ targets: inout [String?], _ taken: inout Set<String>
    ) {
        let own = taken.filter { $0.hasPrefix("company.") && !ImportProfile.shared.contains($0) }
        guard !own.isEmpty, let column = targets.firstIndex(of: "person.name") else { return }
        let words = Set(normalized(header[column]))
        let plain = Set(ImportProfile.plainNames.flatMap(normalized)), contacts = Set(ImportProfile.contactNames.flatMap(normalized))
        let isProven = !own.isDisjoint(with: profile.proofs)
        guard !plain.isDisjoint(with: words) || isProven && contacts.isDisjoint(with: words) else { return }
        targets[column] = "company.title"
        taken.remove("person.name")
        taken.insert("company.title")
    }

    /// What each word means; the names that the profile gives come before those of the fields.
    private static func dictionary(_ profile: ImportProfile, _ schema: Schema) -> [String: String] {
        var words: [String: String] = [:]
        func learn(_ word: String, _ target: String) {
            for spelling in normalized(word).prefix(1) where words[spelling] == nil { words[spelling] = target }
        }
        for (target, names) in profile.names {
            for name in names { learn(name, target) }
        }
        let main = profile.parts.first { $0.name == profile.main }
        for part in [main].compactMap(\.self)
            + profile.parts.filter({ $0.name != profile.main && $0.name != "employment" && $0.name != "manager" })
        {
            for field in schema.object(part.object)?.writableFields ?? [] {
                for word in [field.name, field.label.en, field.label.ru] { learn(word, "\(part.name).\(field.name)") }
            }
        }
        return words
    }

    /// The letters and digits of a heading; then those before a unit in brackets or behind a comma: «Сумма, руб.».
    private static func normalized(_ name: String) -> [String] {
        func letters(_ text: some StringProtocol) -> String { String(String(text).folded.filter { $0.isLetter || $0.isNumber }) }
        let whole = letters(name), head = letters(name.prefix { $0 != "," && $0 != "(" })
        return head.isEmpty || head == whole ? [whole] : [whole, head]
    }
}
