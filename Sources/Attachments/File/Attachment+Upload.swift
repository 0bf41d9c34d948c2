public import Definitions
public import Files
import Kit
public import RecordEngine

/// A file on its way in: what somebody calls it, and its bytes in a nameless file of this machine.
public struct Upload: Sendable {
    public let name: String
    public let content: FileSource

    public init(name: String, content: FileSource) {
        self.name = name
        self.content = content
    }
}

/// A file that the store has taken in, and what it is.
public struct ReceivedUpload: Sendable {
    let name: String
    let kind: ContentKind
    let file: ReceivedFile
}

extension Attachment {
    /// How many files come at once at most.
    public static let mostAtOnce = 20

    /// Has files taken in by the store for as long as `body` runs, which makes records of them or does not.
    /// - Throws: `Failure.invalid` for none, too many, or an empty one.
    public static func receive<T: Sendable>(
        _ uploads: [Upload], in store: any FileStore, _ body: ([ReceivedUpload]) async throws -> T
    ) async throws -> T {
        guard !uploads.isEmpty else { throw Failure.invalid("file", Label("Choose a file.", ru: "Выберите файл.")) }
        guard uploads.count <= mostAtOnce else {
            throw Failure.invalid(
                "file",
                Label(
                    "At most \(mostAtOnce) files at a time, please.", ru: "За один раз — не больше \(mostAtOnce) файлов, пожалуйста."))
        }
        return try await receive(uploads[...], [], store, body)
    }

    private static func receive<T: Sendable>(
        _ uploads: ArraySlice<Upload>, _ received: [ReceivedUpload], _ store: any FileStore, _ body: ([ReceivedUpload]) async throws -> T
    ) async throws -> T {
        guard let upload = uploads.first else { return try await body(received) }
        let name = FileName.clean(upload.name)
        let kind = try ContentKind(of: upload.content)
        return try await store.lend(upload.content) { file in
            guard file.size > 0 else {
                throw Failure.invalid("file", Label("“\(name)” is empty.", ru: "Файл «\(name)» пуст."))
            }
            return try await receive(uploads.dropFirst(), received + [ReceivedUpload(name: name, kind: kind, file: file)], store, body)
        }
    }

    /// Hangs a received file on a record, as an action of its own.
    @discardableResult
    public static func add(_ received: ReceivedUpload, to link: RecordLink, in store: any FileStore, _ records: Records) throws -> Record {
        records.action = "file.add"
        return try hang(received, on: link, in: store, records)
    }

    static func hang(_ received: ReceivedUpload, on link: RecordLink, in store: any FileStore, _ records: Records) throws -> Record {
        var draft = Draft(object)
        draft[title] = received.name
        draft[about] = link
        set(received, &draft)
        let record = try records.create(draft)
        try store.keep(received.file, in: try records.writing())
        return record
    }

    /// Puts a received file in the place of another one, whose bytes stay in the history.
    @discardableResult
    public static func replace(
        _ id: Int64, by received: ReceivedUpload, ifVersion: Int64? = nil, in store: any FileStore, _ records: Records
    ) throws -> Record {
        let former = try records.record(object.name, id)
        var draft = Draft(object)
        // Who sends another kind of file means its name too.
        if FileName.ending(received.name) != FileName.ending(former.title) { draft[title] = received.name }
        set(received, &draft)
        records.action = "file.replace"
        let record = try records.update(id, draft, ifVersion: ifVersion)
        try store.keep(received.file, in: try records.writing())
        return record
    }

    private static func set(_ received: ReceivedUpload, _ draft: inout Draft) {
        draft[size] = Int64(received.file.size)
        draft[mediaType] = received.kind.mediaType
        draft[digest] = received.file.name
    }
}
