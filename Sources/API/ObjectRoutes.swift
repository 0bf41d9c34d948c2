import Definitions
import Exchange
import Identity
import Kit
import RecordEngine
import Web

/// The routes of one object: `/api/deals` and what is below it.
struct ObjectRoutes {
    let object: ObjectDefinition
    let verbs: [VerbDefinition]
    private let known = RecordList.Known()

    init(object: ObjectDefinition, verbs: [VerbDefinition]) {
        self.object = object
        self.verbs = verbs
    }

    var all: [Route] {
        let making = object.beginsWithForm ? [create] : []
        let routes = making + [
            list, ExportRoute.make(object), aggregate, changes, changesSummary, one, update, delete, history, access, restore, revert,
        ]
        return (routes + verbs.map(verb)).map { $0.leadingOn(object) }
    }

    private var path: String { "/api/\(object.path)" }

    private var list: Route {
        .api(.get, path, ObjectOperations(object).list) { [object, known] visit in
            try await visit.readAsOf { records in
                .json(try RecordList.page(try visit.request.seen(of: object, records), records.current(object), records, known: known))
            }
        }
    }

    private var aggregate: Route {
        .api(.get, "\(path)/aggregate", ObjectOperations(object).aggregate) { [object] visit in
            try await visit.readAsOf { records in .json(try Aggregation(try visit.request.seen(of: object, records), records.current(object)).answer(records)) }
        }
    }

    private var one: Route {
        .api(.get, "\(path)/:id", ObjectOperations(object).one) { [object] visit in
            let id = try visit.request.id()
            return try await visit.readAsOf { records in
                let record = try records.record(object.name, id)
                if records.isPast { return .past(record, records) }
                if visit.request.knows(record.version) { return WebResponse(304, headers: [("etag", record.etag)]) }
                return try .record(record, records)
            }
        }
    }

    private var create: Route {
        .api(.post, path, ObjectOperations(object).create) { [object] visit in
            try await visit.order { records, body in
                let draft = try Draft(body, of: records.current(object), try records.context(), role: records.principal.role)
                let record = try records.create(draft, clientKey: visit.request.headers["krug-client-key"]) { [isAllowed = try visit.mayDouble()] draft in
                    try DuplicateCheck.pass(draft, nil, records, isAllowed: isAllowed)
                }
                // Nothing was written when the sender's key was known.
                var response = try WebResponse.record(record, records, status: records.batch == nil ? 200 : 201)
                response.headers.append(("location", "/api/\(object.path)/\(record.id)"))
                return response
            }
        }
    }

    private var update: Route {
        .api(.patch, "\(path)/:id", ObjectOperations(object).update) { [object] visit in
            let (id, precondition) = (try visit.request.id(), try visit.request.precondition())
            let body = try await visit.jsonBody()
            return try await visit.write { records, _ in
                let draft = try Draft(try body.json.get(), of: records.current(object), try records.context(), role: records.principal.role)
                let isAllowed = try visit.mayDouble()
                let record = try records.update(id, draft, ifVersion: precondition.version) { draft, original in
                    try DuplicateCheck.pass(draft, original, records, isAllowed: isAllowed)
                }
                return try .record(record, records)
            }
        }
    }

    private var delete: Route {
        .api(.delete, "\(path)/:id", ObjectOperations(object).delete) { [object] visit in
            let (id, precondition) = (try visit.request.id(), try visit.request.precondition())
            return try await visit.write { records, _ in
                try records.delete(object, id, ifVersion: precondition.version)
                return WebResponse(204)
            }
        }
    }

    private var restore: Route {
        .api(.post, "\(path)/:id/restore", ObjectOperations(object).restore) { [object] visit in
            let id = try visit.request.id()
            return try await visit.order { records, body in
                try body.requireEmpty()
                return try .record(try records.restore(object, id), records)
            }
        }
    }

    private var changes: Route {
        .api(.get, "\(path)/changes", ObjectOperations(object).changes) { [object] visit in
            try await visit.read { records, _ in .json(try ChangeList(visit.request, object, records).page()) }
        }
    }

    private var changesSummary: Route {
        .api(.get, "\(path)/changes/summary", ObjectOperations(object).changesSummary) { [object] visit in
            try await visit.read { records, _ in .json(try ChangeList(visit.request, object, records).summary()) }
        }
    }

    private var revert: Route {
        .api(.post, "\(path)/:id/revert", ObjectOperations(object).revert) { [object] visit in
            let id = try visit.request.id()
            let version = visit.request.presentedVersion?.version
            return try await visit.order { records, body in
                let wish = try Reversion(body)
                let former = try records.asOf(wish.moment)
                return try .record(try records.revert(object, id, to: former, fields: wish.fields, ifVersion: version), records)
            }
        }
    }

    private var history: Route {
        .api(.get, "\(path)/:id/history", ObjectOperations(object).history) { [object] visit in
            let id = try visit.request.id()
            let limit = try visit.request.limit(1...200, standard: 50)
            return try await visit.read { records, _ in
                let entries = try records.history(object, id, limit: limit)
                return .json { json in
                    json.name("data")
                    json.array { json in for entry in entries { json.historyEntry(entry) } }
                }
            }
        }
    }

    private var access: Route {
        .api(.get, "\(path)/:id/access", ObjectOperations(object).access, for: .administrator) { [object] visit in
            let id = try visit.request.id()
            return try await visit.read { records, _ in
                let all = try RecordAccess.all(object.name, id, records)
                return .json { json in
                    json.name("data")
                    json.array { json in for access in all { json.access(access, records.principal.language) } }
                }
            }
        }
    }

    private func verb(_ verb: VerbDefinition) -> Route {
        .api(.post, "\(path)/:id/\(verb.name)", ObjectOperations(object).verb(verb)) { [object] visit in
            let id = try visit.request.id()
            let version = visit.request.presentedVersion?.version
            return try await visit.order { records, body in
                let form = try records.inputs(of: verb.name, on: object)
                let input = try Draft(body, of: form, try records.context(), role: records.principal.role)
                return try .record(try records.perform(verb.name, on: object, id, input, ifVersion: version), records)
            }
        }
    }
}

extension JSON {
    /// - Throws: `Failure.invalid` with every member, for what takes none.
    func requireEmpty() throws(Failure) {
        guard let members else { throw .malformed(Label("The body must be a JSON object.", ru: "Тело запроса должно быть объектом JSON.")) }
        let issues = members.map { FieldIssue($0.name, Label("There is no such field.", ru: "Такого поля нет.")) }
        if !issues.isEmpty { throw .invalid(issues) }
    }
}
