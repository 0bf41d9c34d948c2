import Definitions
public import Files
public import Jobs
public import Kit
public import RecordEngine
public import Storage

/// The words inside of files, by which search finds them. They are read behind the scenes, once for each content.
public enum FileText {
    /// How much of a file is searched by.
    static let limit = 100_000

    /// The words that are known of a file's content.
    static let words = SearchWords("file") { record, connection in
        try record[Attachment.digest].flatMap { try text(of: $0, connection) } ?? ""
    }

    /// Has the words of a new content read.
    public static func consequence(_ jobs: JobQueue) -> Consequence {
        Consequence("file") { old, new, records in
            guard let new, let digest = new[Attachment.digest], digest != old?[Attachment.digest],
                ContentKind(mediaType: new[Attachment.mediaType] ?? "").hasWords, try text(of: digest, records.connection) == nil
            else { return }
            try jobs.enqueue(job(), payload: digest, uniqueKey: "file_text:\(digest)", in: try records.writing())
        }
    }

    /// Has the words read of PDF documents that came while there was no program for that.
    public static func catchUp(_ jobs: JobQueue, in tx: any Transaction) throws {
        guard PDFText.installed != nil else { return }
        for digest in try unread("application/pdf", tx) {
            try jobs.enqueue(job(), payload: digest, uniqueKey: "file_pdf:\(digest)", in: tx)
        }
    }

    /// The job that reads words. What can't be read is noted as being without words.
    public static func job(
        _ files: (any FileStore)? = nil, pdf: PDFText? = .installed,
        records: @escaping @Sendable (any Transaction) throws -> Records = { _ in throw Failure.notFound }
    ) -> JobKind {
        JobKind("file_text", Label("Words of files", ru: "Тексты файлов")) { run in
            guard let files else { return }
            let digest = run.payload
            let words: String
            do {
                let file = FileSource(try await files.open(digest))
                let kind = try ContentKind(of: file)
                if kind.isPDF {
                    guard let pdf else { return }
                    words = String(try await pdf.words(of: file).prefix(limit))
                } else {
                    words = String(try kind.words(of: file, upTo: limit * 4).prefix(limit))
                }
            } catch Failure.notFound {
                return
            } catch is Failure {
                words = ""
            }
            try await run.write { tx in
                guard try text(of: digest, tx) == nil else { return }
                let records = try records(tx)
                try records.reword(Attachment.object, try bearers(of: digest, records)) { try keep(words, of: digest, in: tx) }
            }
        }
    }

    private static func bearers(of digest: String, _ records: Records) throws -> [Int64] {
        let filter = Filter.compare(FieldPath("sha256"), .equals, .string(digest))
        return try records.list(Query("file", filter: filter, limit: 10_000), make: \.id).rows
    }
}
