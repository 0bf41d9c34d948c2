import Bulk
package import Definitions
import Kit
package import Markup
package import Pages
import RecordEngine

/// What can be done to many records of an object at once, as the buttons of its list name it: `set:owner`, `verb:win`, `delete`.
struct BulkDeed {
    enum Kind: Hashable {
        case set(FieldDefinition), add(FieldDefinition), remove(FieldDefinition)
        case verb(VerbDefinition)
        case delete

        static func == (left: Kind, right: Kind) -> Bool { left.name == right.name }
        func hash(into hasher: inout Hasher) { hasher.combine(name) }

        var name: String {
            switch self {
            case .set(let field): "set:\(field.name)"
            case .add(let field): "add:\(field.name)"
            case .remove(let field): "remove:\(field.name)"
            case .verb(let verb): "verb:\(verb.name)"
            case .delete: "delete"
            }
        }
    }

    let kind: Kind
    let object: ObjectDefinition

    /// What the visitor may do to records of an object, as far as rights tell without looking at them.
    static func all(_ object: ObjectDefinition, _ frame: PageFrame, _ visit: PageVisit) -> [BulkDeed] {
        guard !visit.records.isPast else { return [] }
        var kinds: [Kind] = []
        if visit.may(\.update, object.name) {
            kinds += visit.schema.verbs(of: object.name).filter { frame.offer($0.name, on: object.name) != nil }.map(Kind.verb)
            let fields = RecordForm.fields(of: object, visit.principal.role).filter { !$0.isUnique && $0.name != object.titleField }
            for field in fields where field.isList { kinds += [.add(field), .remove(field)] }
            let omitted = frame.omitted(object, isNew: false)
            kinds += fields.filter { !omitted.contains($0.name) }.map(Kind.set)
        }
        if visit.may(\.delete, object.name) { kinds.append(.delete) }
        return kinds.map { BulkDeed(kind: $0, object: object) }
    }

    /// Whether rows can be chosen for anything.
    static func isAny(_ object: ObjectDefinition, _ visit: PageVisit) -> Bool {
        guard !visit.records.isPast else { return false }
        let grant = visit.principal.role.grant(object.name)
        return grant.update != .none || grant.delete != .none || grant.export || SegmentPages.mayAdd(object, visit)
    }

    var label: Label {
        switch kind {
        case .set(let field): field.label
        case .add(let field): Label("Add: \(field.label.en)", ru: "Добавить: \(field.label.ru)")
        case .remove(let field): Label("Take off: \(field.label.en)", ru: "Убрать: \(field.label.ru)")
        case .verb(let verb): verb.label
        case .delete: Wording.delete
        }
    }

    var icon: Icon {
        switch kind {
        case .set: .pencil
        case .add: .plus
        case .remove: .x
        case .verb(let verb): Icon(named: verb.icon)
        case .delete: .trash
        }
    }

    /// The object whose fields are asked for, and which of them.
    var asked: (form: ObjectDefinition, fields: [FieldDefinition]) {
        switch kind {
        case .set(let field), .add(let field), .remove(let field): (object, [field])
        case .verb(let verb): (verb.form, verb.inputs)
        case .delete: (object, [])
        }
    }

    /// The order, with what was filled in.
    func order(_ selection: BulkOrder.Selection, _ draft: Draft) -> BulkOrder {
        let values = JSON.object(
            asked.fields.compactMap { field in draft.values[field.name].map { (field.name, $0.isEmpty ? .null : $0.json(of: field)) } })
        return switch kind {
        case .set: BulkOrder(object.name, selection, .change(add: [:], remove: [:]), set: values)
        case .add: BulkOrder(object.name, selection, .change(add: values, remove: [:]))
        case .remove: BulkOrder(object.name, selection, .change(add: [:], remove: values))
        case .verb(let verb): BulkOrder(object.name, selection, .verb(verb.name, input: values))
        case .delete: BulkOrder(object.name, selection, .delete)
        }
    }
}

/// From other pages into bulk changes of all that a filter finds.
package enum BulkWay {
    /// - Parameter deed: what is to be done, as the bar below a list names it (`set:city`); nil to choose it there.
    /// - Returns: nil where the visitor may not do it.
    package static func url(
        _ deed: String?, _ object: ObjectDefinition, filter: String, next: URLPath, _ frame: PageFrame, _ visit: PageVisit
    ) -> URLPath? {
        let deeds = BulkDeed.all(object, frame, visit)
        guard deeds.contains(where: { deed == nil || $0.kind.name == deed }) else { return nil }
        let url = BulkForm.url(of: object).query("all", 1).query("filter", filter).query("_next", next.text)
        return deed.map { url.query("do", $0) } ?? url
    }
}

extension FieldDefinition {
    /// Whether it holds several values, of which some can be added or taken off.
    fileprivate var isList: Bool {
        switch type.input {
        case .references, .choices: true
        default: false
        }
    }
}

extension FieldValue {
    /// As the API writes it.
    fileprivate func json(of field: FieldDefinition) -> JSON {
        var json = JSONWriter(capacity: 64)
        field.type.write(self, into: &json)
        return (try? JSON.parse(json.bytes)) ?? .null
    }
}
