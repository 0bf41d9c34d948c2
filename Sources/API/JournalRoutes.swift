import Kit
import RecordEngine
import Web

/// The journal, and taking back what stands in it.
enum JournalRoutes {
    static let journal = Route.api(
        .get, "/api/journal",
        Operation(
            id: "journal.list", tag: Label("Journal", ru: "Журнал"),
            summary: Label(
                "What was done, oldest first; ask again with “next” for what comes then",
                ru: "Что было сделано, начиная со старого; следующее — с «next»"),
            parameters: [.after, .limit(1...200, standard: 100)], answer: CommonSchemas.page(of: CommonSchemas.journalEntry)
        )
    ) { visit in
        let limit = try visit.request.limit(1...200, standard: 100)
        let position = try visit.request.item("after").map { text throws(Failure) in try JournalPosition(text) } ?? .start
        return try await visit.read { records, _ in
            let (entries, next) = try records.journal(after: position, limit: limit)
            return .json { json in
                json.name("data")
                json.array { json in for entry in entries { json.journalEntry(entry) } }
                json.name("next")
                json.string(next.text)
            }
        }
    }

    static let undo = Route.api(
        .post, "/api/batches/:id/undo",
        Operation(
            id: "batch.undo", tag: Label("Journal", ru: "Журнал"),
            summary: Label("Takes back everything a batch did, as a new batch", ru: "Отменяет всё, что сделал пакет, новым пакетом"),
            parameters: [.idempotency],
            body: .init(schema: CommonSchemas.empty, isOptional: true), answer: CommonSchemas.data(CommonSchemas.batch)
        )
    ) { visit in
        let id = try visit.request.id()
        return try await visit.order { records, body in
            try body.requireEmpty()
            let batch = try records.undo(id)
            return .json { json in
                json.name("data")
                json.batch(batch)
            }
        }
    }
}
