import Definitions
import Exchange
import Kit
import RecordEngine
import RecordPages
import Web

/// What somebody chose on the page of columns.
struct ImportDecision {
    let form: Form
    let file: ImportFile
    let schema: Schema
    let speaker: Language
    /// What columns fill for which a field was just made.
    var made: [Int: String] = [:]

    /// The mapping that the page begins with: the one being worked on, the one used last for such a table, or a guess.
    static func mapping(of run: Import, _ file: ImportFile, _ records: Records) throws -> ImportMapping {
        if let mapping = run.mapping { return mapping }
        if let remembered = try Imports.remembered(file.header, of: run.createdBy, in: records.connection) { return remembered }
        return .guessed(file, schema: records.schema, speaker: records.principal.language)
    }

    /// - Parameter before: what stood on the page.
    func mapping(_ before: ImportMapping) -> ImportMapping {
        let subject = form.first("about") ?? ""
        guard subject == before.subject else {
            return .guessed(file, schema: schema, object: schema.object(subject)?.name, speaker: speaker)
        }
        let targets = file.header.indices.map { index in
            made[index] ?? form.first("column-\(index)").flatMap { $0.isEmpty || $0.hasSuffix(".#new") ? nil : $0 }
        }
        var mapping = before
        let key = form.first("key").flatMap { $0.isEmpty ? nil : $0 }
        if targets != before.targets(file.header) || key == nil && before.key != nil {
            mapping = .assembled(targets, header: file.header, main: subject, schema: schema, speaker: speaker)
            mapping.keepValues(of: before)
        }
        mapping.dateOrder = form.first("dates") == "month_first" ? .monthFirst : .dayFirst
        mapping.language = form.first("numbers").flatMap(Language.init) ?? mapping.language
        mapping.currency = form.first("currency").flatMap(Currency.init(_:))
        if let existing = form.first("existing").flatMap(ImportMapping.Existing.init) { mapping.existing = existing }
        mapping.createsMissing = form.first("create") != nil
        if let key { mapping.recognise(by: key) }
        if let mode = form.first("mode").flatMap({ ImportMapping.Mode(rawValue: $0) }) { mapping.mode = mode }
        translate(&mapping)
        return mapping
    }

    /// What unknown texts were said to mean: `text-0-3` is the text, `meaning-0-3` what was chosen, `target-0` the field.
    private func translate(_ mapping: inout ImportMapping) {
        for (name, text) in form.fields where name.hasPrefix("text-") {
            let place = name.dropFirst("text-".count)
            guard let group = place.split(separator: "-").first, let target = form.first("target-\(group)"),
                let meaning = form.first("meaning-\(place)")
            else { continue }
            mapping.translate(text, of: target, as: meaning.isEmpty ? nil : meaning)
        }
    }
}

extension ImportMapping {
    /// What the rows are about, as the page names it.
    var subject: String { main ?? parts.first?.name ?? "" }
}
