import Bulk
import Definitions
import Jobs
import Kit
import RecordEngine
import Upkeep
import Web

/// A person who leaves, and the handing over of records, for programs.
enum ReassignmentRoutes {
    static let all = [leave, state, undo]

    private static let shape: JSON = [
        "type": "object", "required": ["id", "state", "records", "undone"],
        "properties": [
            "id": ["type": "integer"], "state": ["type": "string"], "records": ["type": "integer"], "undone": ["type": "boolean"],
        ],
    ]

    private static let leave = Route.api(
        .post, "/api/users/:id/leave",
        Operation(
            id: "user.leave", tag: Label("Users", ru: "Пользователи"),
            summary: Label(
                "Switches a user off and hands the records over, as one work that can be taken back",
                ru: "Отключает пользователя и передаёт его записи одной работой, которую можно отменить"),
            parameters: [.idempotency],
            body: .init(
                schema: [
                    "type": "object",
                    "properties": [
                        "to": [
                            "type": "object",
                            "description": .words(
                                "By the name of an object, the users who get its records in turn; * for all others.",
                                ru: "По имени объекта — пользователи, которые по очереди получат его записи; * для всех остальных."),
                            "additionalProperties": ["type": "array", "items": ["type": "integer"]],
                        ]
                    ],
                ]), status: 202, answer: CommonSchemas.data(shape)),
        for: .administrator
    ) { visit in
        let id = try visit.request.id()
        return try await visit.order { records, body in
            let wish = try wish(body)
            let tx = try records.writing()
            var rules: [String: [Int64]] = [:]
            for (object, _) in try Leaver(id, records).objects { rules[object.name] = wish[object.name] ?? wish["*"] }
            for name in wish.keys where name != "*" && rules[name] == nil {
                throw Failure.invalid(
                    "to", Label("Nobody owns records of “\(name.prefix(80))”.", ru: "У записей «\(name.prefix(80))» нет владельца."))
            }
            let number = try Leaver.leave(id, rules, { try visit.workspace.records(tx, $0) }, as: records.principal, visit.workspace.jobs)
            return try answer(number, records, status: 202)
        }
    }

    /// `{"to": {"deal": [3, 4], "*": [3]}}`
    private static func wish(_ body: JSON) throws(Failure) -> [String: [Int64]] {
        guard let members = body.members, members.allSatisfy({ $0.name == "to" }) else {
            throw .malformed(Label("The body is {\"to\": {…}}.", ru: "Тело запроса — {\"to\": {…}}."))
        }
        var wish: [String: [Int64]] = [:]
        for (name, value) in body["to"]?.members ?? [] {
            guard let users = value.array?.map(\.int), !users.contains(nil), !users.isEmpty, users.count <= 200 else {
                throw .invalid(
                    "to",
                    Label("Give numbers of users for “\(name.prefix(80))”.", ru: "Для «\(name.prefix(80))» укажите номера пользователей."))
            }
            wish[name] = users.compactMap(\.self)
        }
        return wish
    }

    private static let state = Route.api(
        .get, "/api/reassignments/:id",
        Operation(
            id: "reassignment.read", tag: Label("Users", ru: "Пользователи"),
            summary: Label("How far the handing over of records is", ru: "Как идёт передача записей"), parameters: [],
            answer: CommonSchemas.data(shape))
    ) { visit in
        let id = try visit.request.id()
        return try await visit.read { records, _ in
            guard try Reassignment.isKnown(id, records) else { throw Failure.notFound }
            return try answer(id, records)
        }
    }

    private static let undo = Route.api(
        .post, "/api/reassignments/:id/undo",
        Operation(
            id: "reassignment.undo", tag: Label("Users", ru: "Пользователи"),
            summary: Label("Takes all of it back, but for what was changed since", ru: "Отменяет всё это, кроме изменённого с тех пор"),
            parameters: [.idempotency],
            body: .init(schema: CommonSchemas.empty, isOptional: true), status: 202, answer: CommonSchemas.data(shape))
    ) { visit in
        let id = try visit.request.id()
        return try await visit.order { records, body in
            try body.requireEmpty()
            try Reassignment.turn(id, .undo, visit.workspace.turning, visit.workspace.jobs, records)
            return try answer(id, records, status: 202)
        }
    }

    private static func answer(_ id: Int64, _ records: Records, status: Int = 200) throws -> WebResponse {
        let state = try Reassignment.state(of: id, records.connection)
        let job = try JobView.find(id, in: records.connection)
        var response = WebResponse.json { json in
            json.name("data")
            json.object { json in
                json.name("id")
                json.int(id)
                json.name("state")
                json.string(job?.state.rawValue ?? "done")
                json.name("records")
                json.int(state?.records ?? 0)
                json.name("undone")
                json.bool(state?.isUndone ?? false)
            }
        }
        response.status = status
        return response
    }
}
