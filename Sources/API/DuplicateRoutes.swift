import Definitions
package import Duplicates
import Exchange
package import Kit
import RecordEngine
import Web

/// What programs can do about duplicates of one object: find them, say that they are none, make one record of them.
struct DuplicateRoutes {
    let object: ObjectDefinition

    var all: [Route] {
        (object.isMergeable ? [merge] : []) + (object.matching.isEmpty ? [] : [sets, check, dismissed, dismiss(true), dismiss(false)])
    }

    private var path: String { "/api/\(object.path)" }
    private var operations: DuplicateOperations { DuplicateOperations(object: object) }

    private var merge: Route {
        .api(.post, "\(path)/:id/merge", operations.merge) { [object] visit in
            let id = try visit.request.id()
            let version = visit.request.presentedVersion?.version
            return try await visit.order { records, body in
                let order = try MergeOrder(body, survivor: .init(id, version: version))
                return try .record(try records.merge(object, order), records)
            }
        }
    }

    private var sets: Route {
        .api(.get, "\(path)/duplicates", operations.sets) { [object] visit in
            let limit = try visit.request.limit(1...200, standard: 50)
            let place = try visit.request.item("after").map { text throws(Failure) in try DuplicatePlace(text) } ?? .start
            return try await visit.read { records, _ in
                let (sets, next) = try records.duplicateSets(object, after: place, limit: limit)
                return .json { json in
                    json.name("data")
                    json.array { json in for set in sets { json.duplicateSet(set) } }
                    json.name("next")
                    json.optional(next?.text)
                }
            }
        }
    }

    private var check: Route {
        .api(.post, "\(path)/duplicates/check", operations.check) { [object] visit in
            let body = try await visit.jsonBody()
            return try await visit.read { records, _ in
                let object = records.current(try records.object(object.name))
                let draft = try Draft(try body.json.get(), of: object, try records.context(), role: records.principal.role)
                try draft.check()
                let check = try DuplicateCheck(draft, nil, records)
                return .json { json in
                    json.name("data")
                    json.array { json in for duplicate in check.duplicates { json.duplicate(duplicate) } }
                    json.name("outcome")
                    json.string("\(check.outcome)")
                }
            }
        }
    }

    private var dismissed: Route {
        .api(.get, "\(path)/duplicates/dismissed", operations.dismissed) { [object] visit in
            let limit = try visit.request.limit(1...200, standard: 50)
            let after = try visit.request.item("after").map { text throws(Failure) in try DismissedPair.place(text) } ?? (0, 0)
            return try await visit.read { records, _ in
                let (pairs, next) = try records.dismissals(object, after: after, limit: limit)
                return .json { json in
                    json.name("data")
                    json.array { json in for pair in pairs { json.dismissal(pair) } }
                    json.name("next")
                    json.optional(next.map { "\($0.record).\($0.other)" })
                }
            }
        }
    }

    private func dismiss(_ isDismissed: Bool) -> Route {
        .api(.post, "\(path)/duplicates/\(isDismissed ? "dismiss" : "recall")", operations.dismiss(isDismissed)) { [object] visit in
            try await visit.order { records, body in
                _ = try records.object(object.name)
                let ids = try body.ids("records")
                try isDismissed ? records.dismiss(object, ids) : records.recall(object, ids)
                return WebResponse(204)
            }
        }
    }
}

extension Visit {
    /// What the caller says of duplicates in the header `Krug-Duplicates`.
    func mayDouble() throws(Failure) -> Bool {
        switch request.headers["krug-duplicates"] {
        case nil, "allow": return true
        case "refuse": return false
        default:
            throw .malformed(Label("Krug-Duplicates is “allow” or “refuse”.", ru: "Krug-Duplicates — это «allow» или «refuse»."))
        }
    }
}

extension MergeOrder {
    /// Reads `{"with": [12, {"id": 15, "version": 3}], "take": {"city": 12, "phones": "all"}}`.
    package init(_ json: JSON, survivor: Member) throws(Failure) {
        guard let members = json.members else {
            throw .malformed(Label("The body must be a JSON object.", ru: "Тело запроса должно быть объектом JSON."))
        }
        var issues = members.filter { $0.name != "with" && $0.name != "take" }.map {
            FieldIssue($0.name, Label("There is no such field.", ru: "Такого поля нет."))
        }
        let with = json["with"]?.array ?? []
        let others = with.compactMap { item -> Member? in
            if let id = item.int { return Member(id) }
            guard let id = item["id"]?.int, item.members?.allSatisfy({ ["id", "version"].contains($0.name) }) ?? false else { return nil }
            if item["version"] != nil, item["version"]?.int == nil { return nil }
            return Member(id, version: item["version"]?.int)
        }
        if others.count != with.count || json["with"]?.array == nil {
            issues.append(FieldIssue("with", Label("Give a list of numbers: [12, 15].", ru: "Укажите список номеров: [12, 15].")))
        }
        var choices: [String: Choice] = [:]
        for (name, value) in json["take"]?.members ?? [] {
            if let id = value.int {
                choices[name] = .record(id)
            } else if value == "all" {
                choices[name] = .all
            } else {
                issues.append(FieldIssue("take.\(name)", Label("Give the number of a record, or “all”.", ru: "Укажите номер записи или «all».")))
            }
        }
        if let take = json["take"], take.members == nil {
            issues.append(FieldIssue("take", Label("Give an object of fields and numbers.", ru: "Укажите объект: поля и номера.")))
        }
        if !issues.isEmpty { throw .invalid(issues) }
        self.init(survivor, with: others, choices: choices)
    }
}

extension JSON {
    /// The numbers in the only member. - Throws: `Failure.invalid` for anything else.
    func ids(_ name: String) throws(Failure) -> [Int64] {
        let unknown = (members ?? []).map(\.name).filter { $0 != name }
        if !unknown.isEmpty { throw .invalid(unknown.map { FieldIssue($0, Label("There is no such field.", ru: "Такого поля нет.")) }) }
        let ids = (self[name]?.array ?? []).map(\.int)
        guard !ids.isEmpty, ids.allSatisfy({ $0 ?? 0 > 0 }) else {
            throw .invalid([FieldIssue(name, Label("Give a list of numbers: [12, 15].", ru: "Укажите список номеров: [12, 15]."))])
        }
        return ids.compactMap(\.self)
    }
}

extension JSONWriter {
    fileprivate mutating func duplicateSet(_ set: DuplicateSet) {
        object { json in
            json.name("records")
            json.array { json in
                for record in set.records {
                    json.object { json in json.known(record) }
                }
            }
            json.reasons(set.matches, set.certainty)
        }
    }

    fileprivate mutating func duplicate(_ duplicate: Duplicate) {
        object { json in
            json.known(duplicate.record)
            json.reasons(duplicate.matches, duplicate.certainty)
        }
    }

    private mutating func known(_ record: Record) {
        name("id")
        int(record.id)
        name("version")
        int(record.version)
        name("title")
        string(record.title)
    }

    private mutating func reasons(_ matches: [Match], _ certainty: Certainty) {
        name("certainty")
        string(certainty.name)
        name("reasons")
        array { json in
            for match in matches {
                json.object { json in
                    json.name("kind")
                    json.string("\(match.kind)")
                    json.name("value")
                    json.string(match.shown)
                    json.name("certainty")
                    json.string(match.certainty.name)
                }
            }
        }
    }

    fileprivate mutating func dismissal(_ pair: DismissedPair) {
        object { json in
            json.name("records")
            json.array { json in
                json.int(pair.record)
                json.int(pair.other)
            }
            json.name("author")
            json.optional(pair.author)
            json.name("at")
            json.string(pair.at.iso)
        }
    }
}
