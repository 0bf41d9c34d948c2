import Definitions
import Kit
import RecordEngine

extension CustomObject {
    /// An object as it is kept, and what it makes. Its custom fields are not among its fields yet.
    struct Made {
        let record: Record
        let definition: ObjectDefinition
        let grants: [String: Grant]
    }

    /// All objects that ever were, in their order.
    static func all(_ records: Records) throws -> [Made] {
        let ever = try records.everyRecord(of: object).sorted { ($0.record[position] ?? 0, $0.record.id) < ($1.record[position] ?? 0, $1.record.id) }
        return ever.compactMap { record, isDeleted in made(record, isDeleted: isDeleted, records.schema) }
    }

    private static func made(_ record: Record, isDeleted: Bool, _ schema: Schema) -> Made? {
        guard let name = record[name], let path = record[path] else { return nil }
        // A later version may ship an object at the same address. It has that address then.
        let isTaken = schema.objects.contains { $0.path == path && !$0.isCustom }
        let isOwned = record[isOwned] ?? false
        let custom = ObjectDefinition.Custom(
            section: record[section], isHidden: isDeleted || record[isHidden] ?? false, isFound: record[isFound] ?? false,
            takesActivities: record[takesActivities] ?? false)
        let titleLabel = record[titleLabel].map(Label.verbatim) ?? Label("Title", ru: "Название")
        let title = Field.text("title", titleLabel, required: true, searched: true)
        let owner = Field.user("owner", Label("Owner", ru: "Ответственный"), standard: .me)
        let definition = ObjectDefinition(
            name, path: isTaken ? name : path, noun(record), icon: record[icon] ?? "package", title: "title", owner: isOwned ? "owner" : nil,
            list: isOwned ? ["title", "owner", "created_at"] : ["title", "created_at"], hasArchive: true, custom: custom
        ) {
            [title.definition] + (isOwned ? [owner.definition] : [])
        }
        let grants = [
            "head": grant(record[head], isOwned ? "owner = my_team" : nil, exports: true),
            "salesperson": grant(record[salesperson], isOwned ? "owner = me" : nil, exports: false),
            "observer": grant(record[observer], nil, exports: false),
        ]
        return Made(record: record, definition: definition, grants: grants)
    }

    private static func noun(_ record: Record) -> Noun {
        let (one, many) = (record[label] ?? "", record[plural] ?? "")
        let russian = record[russian] ?? one
        func lower(_ text: String) -> String {
            // A shortening stays as it is: NDA, ДДУ.
            text.dropFirst().contains(where: \.isUppercase) ? text : text.prefix(1).lowercased() + text.dropFirst()
        }
        func form(_ field: Field<String>, or other: String) -> String { lower(record[field] ?? other) }
        let plural = record[CustomObject.russian] == nil ? many : russian
        let (ruMany, two, five) = (form(russianMany, or: plural), form(genitive, or: russian), form(manyGenitive, or: plural))
        let noun: Noun.Russian =
            switch record[gender] {
            case "feminine": .feminine(lower(russian), ruMany, five, accusative: form(accusative, or: russian), genitive: two)
            case "neuter": .neuter(lower(russian), ruMany, five, genitive: two)
            default: .masculine(lower(russian), ruMany, five, accusative: form(accusative, or: russian), genitive: two)
            }
        return Noun(en: (lower(one), lower(many)), ru: noun)
    }

    /// - Parameter own: the records that belong to somebody with the role; nil where records belong to nobody.
    private static func grant(_ reach: String?, _ own: String?, exports: Bool) -> Grant {
        let rows = own.map(RowRule.rows) ?? .all
        return switch reach {
        case "read": .reading
        case "own": Grant(create: true, read: rows, update: rows, delete: rows, export: exports)
        // What belongs to nobody is changed by all, and deleted by administrators.
        case "shared": Grant(create: true, read: .all, update: rows, delete: own == nil ? .none : rows, export: exports)
        case "all": Grant(create: true, read: .all, update: .all, delete: .all, export: exports)
        default: .nothing
        }
    }
}
