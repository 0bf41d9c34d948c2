import Exchange
import Kit
import RecordEngine
import Tables
import Web

/// The directory of banks by programs.
enum BankAPI {
    static let load = Route.api(
        .post, "/api/banks/import",
        Operation(
            id: "bank.import", tag: Label("Banks", ru: "Банки"),
            summary: Label(
                "Brings the directory of banks in line with the body: the message ED807 of the Bank of Russia, its ZIP, or a table",
                ru: "Приводит справочник банков в соответствие с телом запроса: сообщение ED807 Банка России, его ZIP или таблица"),
            body: .init(schema: ["type": "string", "format": "binary"], mediaType: "application/octet-stream"),
            answer: CommonSchemas.data([
                "type": "object", "required": ["new", "changed", "closed", "same"],
                "properties": [
                    "new": ["type": "integer"], "changed": ["type": "integer"], "closed": ["type": "integer"], "same": ["type": "integer"],
                ],
            ])),
        for: .administrator
    ) { visit in
        let language = try await visit.read { _, caller in caller.language }
        let banks = try BankDirectory.read(try await visit.request.file(upTo: 64 << 20), language)
        return try await visit.write { records, _ in
            let counts = try BankImport.apply(banks, records)
            return .json { json in
                json.name("data")
                json.object { json in
                    for (name, count) in [
                        ("new", counts.new), ("changed", counts.changed), ("closed", counts.closed), ("same", counts.same),
                    ] {
                        json.name(name)
                        json.int(Int64(count))
                    }
                }
            }
        }
    }
}
