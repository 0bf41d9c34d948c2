import Definitions
import Kit
import RecordEngine
import Storage

/// What those hear of a record who follow it, and whose it is.
extension Notices {
    /// A change of its fields, or a step to another stage.
    static func changed(_ old: Record?, _ new: Record, by author: Int64, _ records: Records, _ principal: PrincipalSource) throws {
        let via = records.principal.via
        guard let old, Follower.takes(new.object), via.kind != .undo, old.version != new.version else { return }
        let isMoved = new.object.stageField.map { old[$0] != new[$0] } ?? false
        let kind: Notice.Kind = isMoved ? .moved : .changed
        let owners = new.object.ownerField.map { field in [old, new].map { Reference($0[field])?.id } } ?? []
        let isOneOfMany = [.importing, .handover, .bulk].contains(via.kind)
        let (record, source) = (isOneOfMany ? nil : new.id, isOneOfMany ? "\(via.kind.rawValue) \(via.id ?? 0)" : "")
        let tx = try records.writing()
        // Who gets it now is told so.
        if let owner = owners.last ?? nil, owner != author, owners.first == owner {
            try add(kind, to: owner, object: new.object.name, record: record, source: source, by: author, in: tx)
        }
        let (link, others) = (RecordLink(object: new.object.name, id: new.id), owners.compactMap(\.self))
        guard isOneOfMany else { return try tellFollowers(of: link, kind, record: record, source: source, by: author, except: others, in: tx) }
        // Such a notice names no record that could be closed to its reader, so only those are told who may read the record now.
        for user in try followers(of: link, tx).filter({ $0 != author && !others.contains($0) }) {
            guard let theirs = try principal(user, tx).map({ Records(records.engine, tx, $0) }), try theirs.may(\.read, new) else { continue }
            try add(kind, to: user, object: link.object, record: nil, source: source, by: author, in: tx)
        }
    }

    /// Something new about a record, a note or a comment, for those of them who may read it.
    /// - Parameter told: who has been told already.
    static func written(
        _ old: Record?, _ new: Record, told: [Int64], by author: Int64, _ records: Records, _ principal: PrincipalSource
    ) throws {
        guard old == nil, new.version == 1, [.page, .token].contains(records.principal.via.kind), Notices.speaks(new.object.name),
            let place = place(of: new)
        else { return }
        let tx = try records.writing()
        var audience = Set(try followers(of: place, tx))
        if let record = try? records.record(place.object, place.id), let field = record.object.ownerField, let owner = Reference(record[field])?.id {
            audience.insert(owner)
        }
        let isComment = new.object.name == "comment"
        if isComment {
            let filter = Filter.compare(FieldPath("about"), .equals, .call(place.object, Int(clamping: place.id)))
            let query = Query("comment", filter: filter, columns: [FieldPath("owner")], limit: 200)
            audience.formUnion(try records.list(query) { Reference($0.value(0))?.id }.rows.compactMap(\.self))
        }
        let owner = new.object.ownerField.flatMap { Reference(new[$0])?.id }
        for user in audience.subtracting(told + [author]).sorted() where isComment || user != owner {
            guard let theirs = try principal(user, tx).map({ Records(records.engine, tx, $0) }), try theirs.may(\.read, new) else { continue }
            let source = RecordLink(object: new.object.name, id: new.id).text
            try add(isComment ? .commented : .noted, to: user, object: place.object, record: place.id, source: source, by: author, in: tx)
        }
    }

    private static func speaks(_ object: String) -> Bool { ["activity", "comment", "file"].contains(object) }

    /// The record that another one is about.
    static func place(of record: Record) -> RecordLink? { record.object.fields.lazy.compactMap { RecordLink(record[$0.name]) }.first }
}
