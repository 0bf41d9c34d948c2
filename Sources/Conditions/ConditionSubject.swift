import Definitions
import Kit
import Pages
import RecordEngine
import Views

/// What a condition asks of a record: a field of its own or of a record it refers to, a segment, or what refers to it.
enum ConditionSubject {
    case field(FieldPath, FieldDefinition)
    case segment
    case related(FieldPath, ObjectDefinition)

    /// How the value of a condition is given.
    enum Control {
        case text, number, yesNo, period, link
        case choices([Choice])
        case records(of: String)
        /// One of the ways to look at the records that refer to these.
        case related(ObjectDefinition)
    }

    /// Nil for what is not there, or may not be read.
    init?(_ name: String, of object: ObjectDefinition, _ visit: PageVisit) {
        if name.hasPrefix("has ") {
            self.init(related: FieldPath(String(name.dropFirst(4))), visit)
        } else if name == "segment", object.field(name) == nil {
            guard visit.may(\.read, Segment.object.name) else { return nil }
            self = .segment
        } else {
            let path = FieldPath(name)
            var current: ObjectDefinition? = object
            var last: FieldDefinition?
            for name in path.names {
                guard let object = current, let field = object.field(name), visit.principal.role.access(object.name, name) >= .read else {
                    return nil
                }
                (last, current) = (field, field.type.target.flatMap { visit.schema.object($0) })
            }
            guard let last, !last.type.operators.isEmpty else { return nil }
            self = .field(path, last)
        }
    }

    private init?(related path: FieldPath, _ visit: PageVisit) {
        guard path.names.count == 2, let target = visit.schema.object(path.names[0]) else { return nil }
        self = .related(path, target)
    }

    /// What an existing condition asks for; nil for one that is no single condition.
    init?(_ filter: Filter, of object: ObjectDefinition, _ visit: PageVisit) {
        switch filter {
        case .compare(let path, _, _): self.init(path.text, of: object, visit)
        case .has(let path, _), .not(.has(let path, _)): self.init(related: path, visit)
        default: return nil
        }
    }

    /// As the form names it.
    var name: String {
        switch self {
        case .field(let path, _): path.text
        case .segment: "segment"
        case .related(let path, _): "has \(path.text)"
        }
    }

    var control: Control {
        switch self {
        case .segment: .records(of: Segment.object.name)
        case .related(_, let target): .related(target)
        case .field(_, let field):
            switch field.type.input {
            case .number, .money, .rating, .duration: .number
            case .checkbox: .yesNo
            case .day, .instant: .period
            case .choice(let choices), .choices(let choices): .choices(choices)
            case .reference(let target), .references(let target): .records(of: target)
            case .link: .link
            case .text, .longText, .email, .phone, .url, .list, .color, .address, .json: .text
            }
        }
    }

    /// The comparisons that make sense, in people's words; those of a number are not those of a day.
    var comparisons: [(value: String, label: Label)] {
        let wanted: [(FilterOperator, Label)]
        switch control {
        case .related: return [("has", Label("there are some", ru: "есть")), ("has no", Label("there are none", ru: "нет"))]
        case .yesNo: wanted = [(.equals, Label("is", ru: "равно"))]
        case .choices, .records, .link: wanted = [(.isIn, Label("is one of", ru: "одно из")), (.isNotIn, Label("is none of", ru: "кроме"))]
        case .number:
            wanted = [
                (.equals, Label("equals", ru: "равно")), (.atLeast, Label("at least", ru: "не меньше")),
                (.atMost, Label("at most", ru: "не больше")),
                (.greater, Label("more than", ru: "больше")), (.less, Label("less than", ru: "меньше")),
                (.differs, Label("is not", ru: "не равно")), (.isIn, Label("is one of", ru: "одно из")),
            ]
        case .period:
            wanted = [
                (.equals, Label("is in", ru: "приходится на")), (.atLeast, Label("from", ru: "не раньше")),
                (.atMost, Label("until", ru: "не позже")),
                (.less, Label("before", ru: "раньше")), (.greater, Label("after", ru: "позже")),
                (.differs, Label("is not in", ru: "не приходится на")),
            ]
        case .text:
            wanted = [
                (.contains, Label("contains", ru: "содержит")), (.startsWith, Label("starts with", ru: "начинается с")),
                (.equals, Label("is", ru: "равно")), (.differs, Label("is not", ru: "не равно")),
                (.isIn, Label("is one of", ru: "одно из")),
                (.isNotIn, Label("is none of", ru: "ни одно из")),
            ]
        }
        let filled: [(FilterOperator, Label)] = [
            (.isEmpty, FilterWording.label(.isEmpty)), (.isNotEmpty, FilterWording.label(.isNotEmpty)),
        ]
        guard case .field(_, let field) = self else { return wanted.map { ($0.0.rawValue, $0.1) } }
        return (wanted + filled).filter { field.type.operators.contains($0.0) }.map { ($0.0.rawValue, $0.1) }
    }
}
