import Definitions
import Exchange
import Kit
import RecordEngine
import Web

/// The rows of an import: what a dry run found, and those that were rejected.
extension ImportAPI {
    static let lines = Route.api(
        .get, "/api/imports/:id/lines",
        Operation(
            id: "import.lines", tag: Label("Imports", ru: "Импорт"),
            summary: Label(
                "What a dry run found: the rows of one outcome, up to 5,000, with what would change",
                ru: "Что нашёл пробный прогон: строки с одним исходом, до 5000, и что в них изменится"),
            parameters: [
                .query(
                    "outcome", ["enum": .array(ImportLine.Outcome.allCases.map { .string($0.rawValue) })],
                    Label("Which rows; updated without it.", ru: "Какие строки; без него — updated.")
                ),
                .after, .limit(1...200, standard: 50),
            ],
            answer: CommonSchemas.page(of: ["type": "object"]))
    ) { visit in
        let id = try visit.request.id()
        let limit = try visit.request.limit(1...200, standard: 50)
        let wish = visit.request.item("outcome") ?? "updated"
        guard let outcome = ImportLine.Outcome(rawValue: wish) else {
            let known = ImportLine.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.malformed(Label("“outcome” is one of: \(known).", ru: "«outcome» — одно из: \(known)."))
        }
        let after = visit.request.item("after").flatMap { Int($0) } ?? 0
        return try await visit.read { records, _ in
            let run = try ImportUpload.find(id, records.connection, records.principal)
            let lines = try Imports.lines(of: run.id, outcome, after: after, limit: limit, in: records.connection)
            return .json { json in
                json.name("data")
                json.array { json in for line in lines { json.value(line.json(records.principal.language)) } }
                json.name("next")
                json.value(lines.count == limit ? lines.last.map { .string("\($0.row)") } ?? .null : .null)
            }
        }
    }

    static let cells = Route.api(
        .get, "/api/imports/:id/cells",
        Operation(
            id: "import.cells", tag: Label("Imports", ru: "Импорт"),
            summary: Label(
                "The cells that were not used though their rows were, up to 20,000; after a dry run, those that would not be",
                ru: "Ячейки, которые не взяты, хотя строки взяты, до 20 000; после пробного прогона — те, что не возьмутся"),
            parameters: [.query("column", ["type": "string"], Label("Of one column only.", ru: "Только одного столбца.")), .after, .limit(1...200, standard: 50)],
            answer: CommonSchemas.page(of: ["type": "object"]))
    ) { visit in
        let id = try visit.request.id()
        let limit = try visit.request.limit(1...200, standard: 50)
        let (after, column) = (visit.request.item("after"), visit.request.item("column"))
        return try await visit.read { records, _ in
            let run = try ImportUpload.find(id, records.connection, records.principal)
            let cells = try Imports.warnings(of: run.id, after: after, column: column, limit: limit, in: records.connection)
            return .json { json in
                json.name("data")
                json.array { json in for cell in cells { json.value(cell.json(records.principal.language, row: true)) } }
                json.name("next")
                json.value(cells.count == limit ? cells.last.map { .string($0.place) } ?? .null : .null)
            }
        }
    }

    static let rejected = Route.api(
        .get, "/api/imports/:id/rejected",
        Operation(
            id: "import.rejected", tag: Label("Imports", ru: "Импорт"),
            summary: Label("The rejected rows with their cells and the reasons", ru: "Отклонённые строки с ячейками и причинами"),
            parameters: [.after, .limit(1...200, standard: 50)], answer: CommonSchemas.page(of: ["type": "object"]))
    ) { visit in
        let id = try visit.request.id()
        let limit = try visit.request.limit(1...200, standard: 50)
        let after = visit.request.item("after").flatMap { Int($0) } ?? 0
        return try await visit.read { records, _ in
            let run = try ImportUpload.find(id, records.connection, records.principal)
            let rows = try Imports.rejectedRows(of: run.id, after: after, limit: limit, in: records.connection)
            return .json { json in
                json.name("data")
                json.array { json in for row in rows { json.value(row.json(run.header, records.principal.language)) } }
                json.name("next")
                json.value(rows.count == limit ? rows.last.map { .string("\($0.row)") } ?? .null : .null)
            }
        }
    }

    static let correct = Route.api(
        .post, "/api/imports/:id/rejected",
        Operation(
            id: "import.correct", tag: Label("Imports", ru: "Импорт"),
            summary: Label(
                "Tries rejected rows again, with the cells that are named put right",
                ru: "Пробует отклонённые строки снова, с исправленными ячейками"),
            parameters: [.idempotency],
            body: .init(schema: [
                "type": "object", "required": ["rows"], "additionalProperties": false,
                "properties": [
                    "rows": [
                        "type": "array", "maxItems": .number("\(ImportCorrection.most)"),
                        "items": [
                            "type": "object", "required": ["row"],
                            "properties": [
                                "row": ["type": "integer"], "cells": ["type": "object", "additionalProperties": ["type": "string"]],
                            ],
                        ],
                    ]
                ],
            ]),
            answer: CommonSchemas.data(shape))
    ) { visit in
        let id = try visit.request.id()
        return try await visit.order { records, body in
            let run = try ImportUpload.find(id, records.connection, records.principal)
            let rows = try ImportAPI.rows(body, run, records)
            _ = try ImportCorrection(rows).perform(on: run, records)
            return try answer(id, records, status: 200)
        }
    }

    private static func rows(_ body: JSON, _ run: Import, _ records: Records) throws -> [(place: Int, cells: [String])] {
        guard let sent = body["rows"]?.array else {
            throw Failure.invalid("rows", Label("Name the rows to try again.", ru: "Назовите строки, которые загрузить снова."))
        }
        guard sent.count <= ImportCorrection.most else { return sent.map { _ in (0, []) } }
        return try sent.map { item in
            guard let number = item["row"]?.int.flatMap({ Int(exactly: $0) }), number > 0,
                let known = try Imports.rejectedRows(of: run.id, after: number - 1, limit: 1, in: records.connection).first,
                known.row == number
            else { throw Failure.invalid("rows", Label("There is no such rejected row.", ru: "Такой отклонённой строки нет.")) }
            var cells = run.header.indices.map(known.cell)
            for member in item["cells"]?.members ?? [] {
                guard let index = run.header.firstIndex(of: member.name), let text = member.value.string else {
                    throw Failure.invalid(
                        "rows",
                        Label(
                            "The file has no column “\(member.name)”, or its value is no text.",
                            ru: "В файле нет столбца «\(member.name)», или значение не строка."))
                }
                cells[index] = text
            }
            return (number, cells)
        }
    }
}

extension RejectedRow {
    fileprivate func json(_ header: [String], _ language: Language) -> JSON {
        [
            "row": .number("\(row)"),
            "cells": .object(header.enumerated().map { ($1, .string(cell($0))) }),
            "reasons": .array(notes.map { $0.json(language) }),
        ]
    }
}

extension ImportReportLine {
    fileprivate func json(_ language: Language, row isNumbered: Bool = false) -> JSON {
        let number: [(name: String, value: JSON)] = isNumbered ? [("row", .number("\(row)"))] : []
        return .object(number + [("column", .string(column)), ("value", .string(value)), ("reason", .string(reason[language]))])
    }
}
