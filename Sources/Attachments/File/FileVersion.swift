import Definitions
public import Kit
public import RecordEngine

/// One of the contents that a file has had.
public struct FileVersion: Sendable {
    /// The action that brought it.
    public let batch: Int64
    public let at: Instant
    public let author: Int64?
    public let name: String
    public let size: Int64
    public let mediaType: String
    /// The name of its bytes in the store.
    public let digest: String

    /// The contents of a file, newest first. - Throws: `Failure.notFound` when the file may not be read.
    public static func all(of id: Int64, _ records: Records) throws -> [FileVersion] {
        var values: [String: FieldValue] = [:]
        var versions: [FileVersion] = []
        for entry in try records.history(Attachment.object, id, limit: 1_000).reversed() {
            for change in entry.changes { values[change.field.name] = change.new }
            guard let digest = String(values["sha256"] ?? .empty), digest != versions.last?.digest else { continue }
            versions.append(
                FileVersion(
                    batch: entry.batch.id, at: entry.batch.at, author: entry.batch.author, name: String(values["title"] ?? .empty) ?? "",
                    size: Int64(values["size"] ?? .empty) ?? 0, mediaType: String(values["media_type"] ?? .empty) ?? "", digest: digest))
        }
        return versions.reversed()
    }

    /// The content that an action brought. - Throws: `Failure.notFound`.
    public static func one(_ batch: Int64, of id: Int64, _ records: Records) throws -> FileVersion {
        guard let version = try all(of: id, records).first(where: { $0.batch == batch }) else { throw Failure.notFound }
        return version
    }

    /// Makes this content the present one again, as a new version.
    @discardableResult
    public func restore(to id: Int64, ifVersion: Int64? = nil, _ records: Records) throws -> Record {
        var draft = Draft(Attachment.object)
        draft[Attachment.size] = size
        draft[Attachment.mediaType] = mediaType
        draft[Attachment.digest] = digest
        records.action = "file.return"
        return try records.update(id, draft, ifVersion: ifVersion)
    }
}
