import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Views

/// All that a condition may ask of the records of an object, to choose from: their fields, those of the records they refer to, and what
/// refers to them.
struct SubjectMenu {
    let object: ObjectDefinition
    let visit: PageVisit

    func html(selected: String) -> HTML {
        var own = fields(of: object).map { Option($0.name, visit.say($0.label)) }
        if visit.may(\.read, Segment.object.name), object.isInNavigation, object.field("segment") == nil {
            own.append(Option("segment", visit.say(Segment.object.noun.singular)))
        }
        var html = visit.ui.options(own, selected: selected)
        for reference in fields(of: object) {
            guard let target = reference.type.target.flatMap({ visit.schema.object($0) }), !reference.isManyReferences else { continue }
            let options = fields(of: target).filter { !SubjectMenu.common.contains($0.name) }.map {
                Option("\(reference.name).\($0.name)", "\(visit.say(reference.label)): \(visit.say($0.label))")
            }
            html += group(visit.say(reference.label), options, selected)
        }
        let related = relations.map { Option("has \($0.text)", FieldNames.relation($0, of: object, visit)) }
        return html + group(visit.say(Label("What refers to it", ru: "Что с этим связано")), related, selected)
    }

    /// What every object has is rarely asked of another record.
    private static let common: Set = ["id", "created_at", "created_by", "updated_at", "updated_by"]

    private func fields(of object: ObjectDefinition) -> [FieldDefinition] {
        object.fields.filter { !$0.isHidden && !$0.type.operators.isEmpty && visit.principal.role.access(object.name, $0.name) >= .read }
    }

    /// Everything refers to users; of the others it is worth asking.
    private var relations: [FieldPath] {
        guard object.name != "user" else { return [] }
        return visit.schema.objects.filter { visit.may(\.read, $0.name) && $0.name != "segment_entry" }.flatMap { target in
            fields(of: target).filter { $0.mayReferTo(object) }.map { FieldPath("\(target.name).\($0.name)") }
        }
    }

    private func group(_ label: String, _ options: [Option], _ selected: String) -> HTML {
        options.isEmpty ? HTML() : "<optgroup label=\"\(label)\">\(visit.ui.options(options, selected: selected))</optgroup>"
    }
}
