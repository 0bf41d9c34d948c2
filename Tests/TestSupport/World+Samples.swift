import Attachments
public import Definitions
import Files
import Identity
public import Kit
public import RecordEngine
import Web

extension World {
    /// What it takes to make a record of an object, as the API reads it. `unique` goes into what must differ between records.
    public func sample(_ object: String, _ unique: String) async throws -> JSON {
        let word = JSON.string("Sample \(unique)")
        func ref(_ object: String) async throws -> JSON {
            let first = try await read(as: nil) { try $0.list(Query(object, sort: [Sort(FieldPath("id"))], limit: 1), make: \.id).rows.first }
            return .number("\(first ?? 0)")
        }
        switch object {
        case "deal": return ["title": word, "company": .number("\(companies[0])")]
        case "person", "team": return ["name": word]
        case "activity": return ["subject": word, "checklist": "[ ] One"]
        case "employment":
            let person = try await spare("person", unique)
            return ["title": word, "person": .number("\(person)"), "company": .number("\(companies[1])")]
        case "stage": return ["title": word, "pipeline": try await ref("pipeline")]
        case "currency_rate": return ["currency": "EUR", "day": "2026-01-02", "rate": "1.1"]
        case "custom_field": return ["object": "deal", "label": word, "type": "text"]
        case "custom_object": return ["label": word, "label_many": .string("Samples \(unique)")]
        case "validation_rule": return ["object": "deal", "message": word, "condition": .string("title = \"\(unique)\"")]
        case "retention_policy": return ["object": "product", "deleted_days": .number("365")]
        case "segment": return ["object": "company", "title": word]
        case "segment_entry":
            let (segment, company) = (try await spare("segment", unique), try await spare("company", unique))
            return ["segment": .number("\(segment)"), "record": ["object": "company", "id": .number("\(company)")]]
        case "file": return ["title": .string("\(unique).png")]
        case "requisite_set": return ["title": word, "company": .number("\(companies[0])")]
        case "bank_account": return ["requisites": .number("\(try await spare("requisite_set", unique))"), "account": "40702810138250123017"]
        case "bank": return ["title": word, "bik": "044525225"]
        case "saved_view": return ["object": "deal", "title": word, "audience": "team"]
        case "comment": return ["text": word, "about": ["object": "deal", "id": .number("\(deals[0])")]]
        case "pin":
            let (deal, entry) = (try await spare("deal", unique + "pinned"), try await spare("activity", unique))
            return ["event": .string("activity:\(entry)"), "about": ["object": "deal", "id": .number("\(deal)")]]
        case "follower": return ["about": ["object": "company", "id": .number("\(try await spare("company", unique + "followed"))")]]
        case "text_template": return ["title": word, "body": "Hello {{title}}", "audience": "team"]
        case "object_layout": return ["object": "deal", "list_columns": "title, owner"]
        case "duplicate_rule": return ["object": "person"]
        case "user": return ["name": word, "email": .string("sample.\(unique)@krug.test"), "role": try await ref("role")]
        default: return ["title": word]
        }
    }

    /// A record that nothing else hangs on; Clara's where records have an owner.
    public func spare(_ object: String, _ unique: String) async throws -> Int64 {
        if object == "file" { return try await attach([UInt8].picture, named: "\(unique).png", to: RecordLink(object: "deal", id: deals[0])).id }
        let json = try await sample(object, unique)
        let owner = clara.id
        return try await write(as: nil) { records in
            let definition = try records.object(object)
            var draft = try Draft(json, of: definition, try records.context(), role: records.principal.role)
            if let field = definition.ownerField ?? (object == "follower" ? "user" : nil) { draft[field] = .reference(owner) }
            return try records.create(draft).id
        }
    }

    /// Hangs a file on a record; as the system itself for nil.
    @discardableResult
    public func attach(_ bytes: [UInt8], named name: String, to link: RecordLink, as person: Person? = nil) async throws -> Record {
        let store = workspace.files
        return try await Attachment.receive([Upload(name: name, content: try FileSource.temporary(bytes))], in: store) { received in
            try await write(as: person) { records in
                guard let file = received.first else { throw Failure.notFound }
                return try Attachment.add(file, to: link, in: store, records)
            }
        }
    }
}

extension [UInt8] {
    /// What counts as a picture: the beginning of a PNG.
    public static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 73, 72, 68, 82]
}
