import Definitions
import Kit
import RecordEngine

/// Asks, for the whole chunk, what its rows may mean.
extension ImportUnit {
    func prefetch(_ index: Int, _ drafts: [PartDraft]) throws {
        let part = plan.parts[index]
        let clientKeys = Set(drafts.compactMap(\.clientKey))
        if !clientKeys.isEmpty {
            let known = try records.records(calledBy: clientKeys, part.object)
            matches[index].learn(clientKeys: known)
            if !known.isEmpty {
                let ids = known.values.map { Operand.number("\($0)", currency: nil) }
                try fetch(index, part.object, .compare(FieldPath("id"), .isIn, .list(ids)))
            }
        }
        try matches[index].recognise(drafts, reading: readable(part))
        for key in part.keys {
            if let within = key.within {
                try fetch(index, key, within: within, drafts)
            } else if let filter = filter(key, part, drafts, prefix: "") {
                try fetch(index, part.object, filter)
            }
        }
    }

    /// The records of a part that another part ties to records which the chunk may mean.
    private func fetch(_ index: Int, _ key: ImportMapping.Key, within: String, _ drafts: [PartDraft]) throws {
        guard let tie = tie(of: index, through: within) else { return }
        let anchors = matches[tie.anchorPart].ids.map { Operand.number("\($0)", currency: nil) }
        guard !anchors.isEmpty, let filter = filter(key, plan.parts[index], drafts, prefix: tie.own + ".") else { return }
        let query = FieldPath(tie.anchor)
        try fetch(
            index, tie.object, .compare(query, .isIn, .list(anchors)) & filter, prefix: tie.own, anchor: tie.anchor, within: within
        )
    }

    /// How a later part ties this one to an earlier one: the employment of a person in a company.
    func tie(of index: Int, through name: String) -> Tie? {
        guard let link = plan.parts.first(where: { $0.name == name }) else { return nil }
        var own: String?
        var anchor: (field: String, part: Int)?
        for field in link.fields {
            guard case .part(let target) = field.origin else { continue }
            if target == index { own = field.definition.name } else if target < index { anchor = (field.definition.name, target) }
        }
        guard let own, let anchor else { return nil }
        return Tie(object: link.object, own: own, anchor: anchor.field, anchorPart: anchor.part)
    }

    struct Tie {
        let object: ObjectDefinition
        let own: String
        let anchor: String
        let anchorPart: Int
    }

    /// Records that have any of the values that the drafts have, field by field. Nil when the drafts have none.
    private func filter(_ key: ImportMapping.Key, _ part: ImportPlan.Part, _ drafts: [PartDraft], prefix: String) -> Filter? {
        var filter = Filter.all
        for name in key.fields {
            guard let field = part.field(name) else { return nil }
            var operands: Set<Operand> = []
            if case .part(let earlier) = field.origin {
                operands = Set(matches[earlier].ids.map { .number("\($0)", currency: nil) })
            } else {
                for draft in drafts { if let value = draft.values[name] { operands.formUnion(field.definition.keyOperands(value)) } }
            }
            guard !operands.isEmpty else { return nil }
            filter = filter & .compare(FieldPath(prefix + name), .isIn, .list(Array(operands)))
        }
        return filter
    }

    private func readable(_ part: ImportPlan.Part) -> [String] {
        part.comparedFields.filter { records.principal.role.access(part.object.name, $0) >= .read }
    }

    private func fetch(
        _ index: Int, _ object: ObjectDefinition, _ filter: Filter, prefix: String? = nil, anchor: String? = nil, within: String? = nil
    ) throws {
        let part = plan.parts[index]
        let readable = readable(part)
        var columns = readable.map { name in FieldPath(prefix.map { "\($0).\(name)" } ?? name) }
        if let prefix, let anchor { columns += [FieldPath(prefix), FieldPath(anchor)] }
        var query = Query(object.name, filter: filter, sort: [Sort(FieldPath("id"))], columns: columns, limit: 100_000)
        query.withArchived = true
        _ = try records.list(query) { row in
            let values = Dictionary(uniqueKeysWithValues: zip(readable, readable.indices.map { row.value($0) }))
            guard let within, prefix != nil else {
                matches[index].learn(matches[index].known(row.id) ?? KnownRecord(row.id, values))
                return
            }
            guard let own = Reference(row.value(readable.count))?.id, let anchor = Reference(row.value(readable.count + 1))?.id else {
                return
            }
            matches[index].learn(matches[index].known(own) ?? KnownRecord(own, values), linked: [within: anchor])
        }
    }
}
