import Exchange
import Kit
import RecordEngine
import Web

extension ImportRoutes {
    /// What becomes of the fields that the form of columns wants made.
    enum NewFields {
        case none
        case made([Int: String])
        /// The page asks what they are to be, in the form of its address.
        case asked(String)
        case refused([ImportNewField])
    }

    /// Makes the fields that the form wants for columns, in a unit of their own: the next one knows them.
    func newFields(_ visit: Visit) async throws -> NewFields {
        let id = try visit.request.id()
        guard visit.form.fields.contains(where: { $0.name.hasPrefix("column-") && $0.text.hasSuffix(".#new") }) else { return .none }
        let language = visit.form.first("numbers").flatMap(Language.init)
        let (run, fields, isComplete, file) = try await visit.read { records, caller in
            let run = try ImportUpload.find(id, records.connection, caller.principal)
            let file = try Imports.look(id, in: records.connection)
            let (fields, isComplete) = ImportNewField.asked(
                visit.form, file, try ImportNewField.context(records, language ?? caller.language))
            return (run, fields, isComplete, file)
        }
        guard run.state == .new else { return .none }
        let subject = visit.form.first("about") ?? ""
        guard isComplete else {
            try await visit.write { records, caller in
                let decision = ImportDecision(form: visit.form, file: file, schema: records.schema, speaker: caller.language)
                let mapping = decision.mapping(try ImportDecision.mapping(of: run, file, records))
                try Imports.keep(mapping, for: id, in: try records.writing())
            }
            return .asked(fields.map { "\($0.column):\($0.part)" }.joined(separator: ","))
        }
        do {
            return .made(
                try await visit.write { records, _ in
                    try Dictionary(
                        uniqueKeysWithValues: fields.map { field in
                            do {
                                return (field.column, try field.make(file, subject: subject, records))
                            } catch Failure.invalid(let issues) {
                                throw RefusedField(
                                    column: field.column, reason: issues.first?.message ?? Label("Not possible.", ru: "Так нельзя."))
                            }
                        })
                })
        } catch let refused as RefusedField {
            return .refused(
                fields.map { field in
                    var field = field
                    if field.column == refused.column { field.problem = refused.reason }
                    return field
                })
        }
    }

    private struct RefusedField: Error {
        let column: Int
        let reason: Label
    }
}
