import Attachments
import Definitions
import Files
import Kit
import RecordEngine
import Web

/// The files that a record's form brings for fields of it.
struct FormFiles: Sendable {
    private let files: [(field: String, file: ReceivedUpload)]
    private let store: any FileStore

    /// The input that brings files for a field.
    static func input(_ field: String) -> String { "file-\(field)" }

    /// Takes in what a form brings, for as long as `body` runs.
    static func receive<T: Sendable>(_ visit: Visit, _ body: (FormFiles) async throws -> T) async throws -> T {
        let store = visit.workspace.files
        let sent = visit.form.files.filter { $0.field.hasPrefix(input("")) && !($0.name.isEmpty && $0.size == 0) }
        guard !sent.isEmpty else { return try await body(FormFiles(files: [], store: store)) }
        return try await Attachment.receive(sent.map { Upload(name: $0.name, content: $0.content) }, in: store) { received in
            try await body(FormFiles(files: zip(sent, received).map { (String($0.field.dropFirst(input("").count)), $1) }, store: store))
        }
    }

    /// Hangs the files on a record, for the fields of the form that they were chosen for.
    func fill(_ draft: inout Draft, of id: Int64, _ form: RecordForm, _ records: Records) throws {
        for field in form.fields where field.holdsFiles {
            let own = files.filter { $0.field == field.name }.map(\.file)
            guard !own.isEmpty else { continue }
            let link = RecordLink(object: draft.object.name, id: id)
            draft[field.name] = try Attachment.fill(field, of: link, with: own, besides: draft[field.name] ?? .empty, in: store, records)
        }
    }
}
