package import Attachments
package import Definitions
import Files
package import Kit
import RecordEngine

extension Form {
    /// The files that were chosen. A field without one comes as a nameless empty file.
    package var uploads: [Upload] {
        files.filter { $0.field == "file" && !($0.name.isEmpty && $0.size == 0) }.map { Upload(name: $0.name, content: $0.content) }
    }
}

extension RecordLink {
    /// `deal:7`. - Throws: `Failure.invalid` for the field `about`.
    package init(named text: String?) throws(Failure) {
        let parts = (text ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[1]), id > 0 else {
            throw .invalid(
                "about",
                Label(
                    "Name the record that the file belongs to: deal:7.", ru: "Назовите запись, к которой относится файл: deal:7."))
        }
        self.init(object: String(parts[0]), id: id)
    }
}

extension WebRequest {
    /// A number in the address besides the record's. - Throws: `Failure.notFound` when it is none.
    package func number(_ name: String) throws(Failure) -> Int64 {
        guard let number = Int64(parameter(name)), number > 0 else { throw .notFound }
        return number
    }
}

extension Visit {
    /// The file in the address, as it is or as of the moment in the address.
    package func fileDelivery() async throws -> FileDelivery {
        let id = try request.id()
        return try await read { [request] records, _ in
            let record = try records.asOf(request.item("as_of")).record("file", id)
            return FileDelivery(
                name: record.title, kind: ContentKind(mediaType: record[Attachment.mediaType] ?? ""),
                digest: record[Attachment.digest] ?? "")
        }
    }

    /// A content of the file in the address.
    package func versionDelivery() async throws -> FileDelivery {
        let (id, number) = (try request.id(), try request.number("version"))
        return try await read { records, _ in
            let version = try FileVersion.one(number, of: id, records)
            return FileDelivery(name: version.name, kind: ContentKind(mediaType: version.mediaType), digest: version.digest)
        }
    }
}
