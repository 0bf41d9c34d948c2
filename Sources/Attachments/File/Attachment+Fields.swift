public import Definitions
public import Files
public import Kit
public import RecordEngine

extension FieldDefinition {
    /// Whether the field refers to files, which whoever fills it may send along.
    public var holdsFiles: Bool { type.target == Attachment.object.name }
    var holdsManyFiles: Bool { if case .references = type.input { true } else { false } }
}

extension Attachment {
    /// Hangs received files on a record and has one of its fields refer to them: the only one, or behind those that are there.
    /// - Parameter present: what the field is to hold besides.
    /// - Returns: the value for the field.
    public static func fill(
        _ field: FieldDefinition, of link: RecordLink, with received: [ReceivedUpload], besides present: FieldValue,
        in store: any FileStore,
        _ records: Records
    ) throws -> FieldValue {
        guard field.holdsManyFiles || received.count == 1 else {
            throw Failure.invalid(field.name, Label("This field holds one file.", ru: "В этом поле — один файл."))
        }
        let ids = try received.map { try hang($0, on: link, in: store, records).id }
        guard field.holdsManyFiles else { return .reference(ids[0]) }
        return .references(present.files + ids)
    }

    /// Hangs files on a record, and has one of its fields refer to them when there is one.
    public static func add(
        _ received: [ReceivedUpload], to link: RecordLink, field name: String?, in store: any FileStore, _ records: Records
    ) throws -> [Record] {
        records.action = "file.add"
        guard let name else { return try received.map { try hang($0, on: link, in: store, records) } }
        let record = try records.record(link.object, link.id)
        let field = try field(name, of: record.object, records)
        let value = try fill(field, of: link, with: received, besides: record[name], in: store, records)
        try records.update(link.id, Draft(record.object, [name: value]))
        return try value.files.suffix(received.count).map { try records.record(object.name, $0) }
    }

    /// The field of an object that takes files by this name. - Throws: `Failure.invalid` for the parameter `field`.
    public static func field(_ name: String, of object: ObjectDefinition, _ records: Records) throws(Failure) -> FieldDefinition {
        guard let field = object.field(name), field.holdsFiles, !field.isHidden, records.principal.role.access(object.name, name) == .write
        else {
            throw .invalid("field", Label("There is no field “\(name)” for files.", ru: "Поля «\(name)» для файлов нет."))
        }
        return field
    }
}

extension FieldValue {
    fileprivate var files: [Int64] {
        switch self {
        case .reference(let id): [id]
        case .references(let ids): ids
        default: []
        }
    }
}
