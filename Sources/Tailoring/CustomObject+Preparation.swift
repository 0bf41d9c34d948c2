import Definitions
import Kit
import RecordEngine

extension CustomObject {
    static let preparation = Preparation("custom_object") { draft, original, records in
        try checkNames(&draft, original, records)
        fillForms(&draft, original)
        for field in [label, plural, russian, russianMany, genitive, manyGenitive, accusative, section, titleLabel]
        where (draft[field] ?? "").count > 60 {
            draft.issue(field.name, Label("At most 60 letters, please.", ru: "Не больше 60 букв."))
        }
        guard original == nil else { return }
        let count = try records.everyRecord(of: object)
        if count.count >= limit {
            draft.issue(
                label.name, Label("There are \(limit) objects already; no more fit.", ru: "Объектов уже \(limit), больше не поместится."))
        }
        if draft[position] == nil { draft[position] = (count.map { $0.record[position] ?? 0 }.max() ?? 0) + 1 }
    }

    /// The tables follow the objects, in whatever way these are written.
    static let consequence = Consequence("custom_object") { _, _, records in
        try records.changeSchema(adding: [], objects: try all(records).map(\.definition))
    }

    private static func checkNames(_ draft: inout Draft, _ original: Record?, _ records: Records) throws {
        guard original == nil else {
            for field in [name, path] {
                guard let value = draft.values[field.name], value != original?[field.name] else { continue }
                if value.isEmpty {
                    draft[field.name] = original?[field.name]
                } else {
                    draft.issue(field.name, Label("This stays as it was made.", ru: "Это не меняется после создания."))
                }
            }
            if let owned = draft[isOwned], owned != original?[isOwned] ?? false {
                draft.issue(isOwned.name, Label("This stays as it was made.", ru: "Это не меняется после создания."))
            }
            return
        }
        let ever = try records.everyRecord(of: object).map(\.record)
        let names = Set(ever.compactMap { $0[name] })
        let paths = Set(ever.compactMap { $0[path] } + records.schema.objects.map(\.path)).union(takenPaths)
        take(&draft, name, from: draft[label], prefix: prefix) { !names.contains($0) }
        take(&draft, path, from: draft[plural], prefix: "") { !paths.contains($0) }
    }

    /// Reads a name that was given, or makes one.
    private static func take(_ draft: inout Draft, _ field: Field<String>, from label: String?, prefix: String, isFree: (String) -> Bool) {
        guard let given = draft[field], !given.isEmpty else {
            draft[field] = prefix + FieldName.made(from: label ?? "", longest: longestName) { isFree(prefix + $0) }
            return
        }
        let bare = given.hasPrefix(prefix) ? String(given.dropFirst(prefix.count)) : given
        guard FieldName.isSpelledRight(bare), bare.utf8.count <= longestName else {
            return draft.issue(
                field.name,
                Label(
                    "Up to \(longestName) lower-case Latin letters, digits and _, a letter first.",
                    ru: "До \(longestName) строчных латинских букв, цифр и _, первой стоит буква."
                ))
        }
        draft[field] = prefix + bare
        if !isFree(prefix + bare) {
            draft.issue(field.name, Label("This is taken, perhaps by a hidden object.", ru: "Это занято, возможно, скрытым объектом."))
        }
    }

    /// What was left out of the Russian noun is guessed.
    private static func fillForms(_ draft: inout Draft, _ original: Record?) {
        guard let one = draft[russian], !one.isEmpty, one != original?[russian] else { return }
        let forms = RussianForms(one)
        let guesses = [
            (russianMany, forms.many), (genitive, forms.genitive), (manyGenitive, forms.manyGenitive), (accusative, forms.accusative),
            (gender, forms.gender),
        ]
        for (field, guess) in guesses where (draft[field] ?? "").isEmpty || original != nil && draft[field] == original?[field] {
            draft[field] = guess
        }
    }

    /// First parts of addresses that mean something else.
    private static let takenPaths: Set<String> = [
        "api", "assets", "actions", "batches", "board", "bulk", "import", "imports", "invite", "journal", "livez", "me", "portal",
        "offline", "preferences", "profile", "readyz", "reports", "search", "settings", "setup", "styleguide", "tokens", "welcome",
        "workspace", "files",
        "views",
        "inbox", "calendar", "export",
    ]
}
