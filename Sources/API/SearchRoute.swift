import Definitions
import Kit
import RecordEngine
import Web

/// Finding records of any object by a piece of text.
enum SearchRoute {
    static let search = Route.api(
        .get, "/api/search",
        Operation(
            id: "search", tag: Label("Search", ru: "Поиск"),
            summary: Label(
                "Finds records by parts of words, phone digits, e-mails",
                ru: "Находит записи по частям слов, цифрам телефона, адресам почты"),
            parameters: [
                .query("q", ["type": "string"], Label("The text.", ru: "Текст."), required: true),
                .query("object", ["type": "string"], Label("Only records of this object: deal.", ru: "Только записи этого объекта: deal.")),
                .query("archived", ["type": "boolean"], Label("Whether those in the archive are found, too.", ru: "Искать ли и в архиве.")),
                .limit(1...100, standard: 20),
            ],
            answer: ["type": "object", "required": ["data"], "properties": ["data": ["type": "array", "items": CommonSchemas.hit]]]
        )
    ) { visit in
        let limit = try visit.request.limit(1...100, standard: 20)
        guard let text = visit.request.item("q") else {
            throw Failure.malformed(Label("Say in “q” what to find.", ru: "Укажите в «q», что искать."))
        }
        return try await visit.read { records, _ in
            let object = visit.request.item("object")
            if let object, records.schema.object(object) == nil {
                throw Failure.malformed(Label("There is no object “\(object.prefix(80))”.", ru: "Объекта «\(object.prefix(80))» нет."))
            }
            let hits = try records.search(text, object: object, limit: limit, archived: visit.request.item("archived") == "true")
            return .json { json in
                json.name("data")
                json.array { json in for hit in hits { json.hit(hit) } }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func hit(_ hit: SearchHit) {
        object { json in
            json.name("object")
            json.string(hit.object)
            json.name("id")
            json.int(hit.id)
            json.name("title")
            json.string(hit.title)
        }
    }
}
