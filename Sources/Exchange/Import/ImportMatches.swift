import Definitions
import Duplicates
import Kit
import RecordEngine

/// A record that is already here, with the values that an import compares.
final class KnownRecord {
    let id: Int64
    var values: [String: FieldValue]

    init(_ id: Int64, _ values: [String: FieldValue]) {
        self.id = id
        self.values = values
    }
}

/// The records that the rows of a chunk may mean by one part, found by key.
final class ImportMatches {
    let part: ImportPlan.Part
    private var recognition: Recognition?
    private var byClientKey: [String: Int64] = [:]
    private var byID: [Int64: KnownRecord] = [:]
    /// One index a key.
    private var indexes: [[String: [KnownRecord]]]

    init(_ part: ImportPlan.Part, _ records: Records) {
        self.part = part
        recognition = part.recognition.map { Recognition($0, part.object, records) }
        indexes = part.keys.map { _ in [:] }
    }

    var ids: [Int64] { Array(byID.keys) }

    enum Match {
        case none
        case one(KnownRecord)
        case several([Int64])
        /// Called by a key whose record is deleted, or closed to the principal.
        case gone
    }

    /// Finds what a draft with all its references means.
    func match(_ draft: PartDraft, linked: [String: Int64]) -> Match {
        if let key = draft.clientKey {
            guard let id = byClientKey[key] else { return .none }
            return byID[id].map(Match.one) ?? .gone
        }
        if let recognition {
            let ids = recognition.records(like: draft.values)
            return ids.count > 1 ? .several(ids) : ids.first.flatMap { byID[$0] }.map(Match.one) ?? .none
        }
        for (index, key) in part.keys.enumerated() {
            guard let text = text(of: key, draft.values, linked: linked) else { continue }
            var candidates = indexes[index][text] ?? []
            candidates.removeAll { isAnother($0, draft, by: part.keys[..<index]) || !sharesValue($0, draft, key) }
            if candidates.count == 1 { return .one(candidates[0]) }
            if candidates.count > 1 { return .several(candidates.map(\.id)) }
        }
        return .none
    }

    /// A record whose stronger key holds something else is another record, however alike the weaker one.
    private func isAnother(_ known: KnownRecord, _ draft: PartDraft, by stronger: ArraySlice<ImportMapping.Key>) -> Bool {
        stronger.contains { key in
            guard key.within == nil, let ours = text(of: key, draft.values, linked: [:]),
                let theirs = text(of: key, known.values, linked: [:])
            else { return false }
            return ours != theirs
        }
    }

    private func sharesValue(_ known: KnownRecord, _ draft: PartDraft, _ key: ImportMapping.Key) -> Bool {
        guard !key.sharing.isEmpty else { return true }
        return key.sharing.contains { name in
            switch (draft.values[name] ?? .empty, known.values[name] ?? .empty) {
            case (.list(let ours), .list(let theirs)): ours.contains { theirs.contains($0) }
            case (.text(let ours), .text(let theirs)): SpelledName.key(ours) == SpelledName.key(theirs)
            // Nothing speaks against it.
            case (.text, .empty), (.empty, .text): true
            case (.empty, .empty): !(part.object.field(name)?.type.isList ?? true)
            default: false
            }
        }
    }

    /// Takes in a record that was found or made.
    func learn(_ known: KnownRecord, clientKey: String? = nil, linked: [String: Int64] = [:]) {
        byID[known.id] = known
        recognition?.learn(known.id) { known.values[$0] }
        if let clientKey { byClientKey[clientKey] = known.id }
        for (index, key) in part.keys.enumerated() {
            guard let text = text(of: key, known.values, linked: linked) else { continue }
            if !(indexes[index][text, default: []].contains { $0.id == known.id }) { indexes[index][text, default: []].append(known) }
        }
    }

    /// Reads the records that drafts may mean by their match keys.
    func recognise(_ drafts: [PartDraft], reading columns: [String]) throws {
        for record in try recognition?.load(drafts.map(\.values)) ?? [] where byID[record.id] == nil {
            byID[record.id] = KnownRecord(record.id, Dictionary(uniqueKeysWithValues: columns.map { ($0, record[$0]) }))
        }
    }

    /// Some records by what they are called, for a person to tell them apart.
    func named(_ ids: [Int64]) -> String {
        let shown = ids.prefix(5).map { id in
            let title = String(byID[id]?.values[part.object.titleField] ?? .empty) ?? ""
            return title.isEmpty ? "\(id)" : "\(title) (\(id))"
        }
        return shown.joined(separator: ", ") + (ids.count > shown.count ? ", …" : "")
    }

    func known(_ id: Int64) -> KnownRecord? { byID[id] }

    func learn(clientKeys: [String: Int64]) { byClientKey.merge(clientKeys) { _, new in new } }

    /// The key of some values as a text; nil when one of its fields is empty. `linked` names the records it lies within.
    func text(of key: ImportMapping.Key, _ values: [String: FieldValue], linked: [String: Int64]) -> String? {
        var text = ""
        for name in key.fields {
            guard let value = values[name], let piece = part.object.field(name).flatMap({ $0.keyText(value) }) else { return nil }
            text += piece + "\u{1}"
        }
        if let within = key.within {
            guard let anchor = linked[within] else { return nil }
            text += "#\(anchor)"
        }
        return text
    }
}

extension FieldType {
    /// Phones and e-mails.
    fileprivate var isList: Bool { input == .phone || input == .email || input == .list }
}

extension FieldDefinition {
    /// A value as keys compare it.
    func keyText(_ value: FieldValue) -> String? {
        switch value {
        case .text(let text): type is TextType ? SpelledName.key(text) : text
        case .integer(let number): "\(number)"
        case .day(let day): day.iso
        case .reference(let id): "#\(id)"
        default: nil
        }
    }

    /// The operands by which the database finds a value.
    func keyOperands(_ value: FieldValue) -> [Operand] {
        switch value {
        case .text(let text): type is TextType ? SpelledName.variants(text).map(Operand.string) : [.string(text)]
        case .integer(let number): [.number("\(number)", currency: nil)]
        case .day(let day): [.string(day.iso)]
        case .reference(let id): [.number("\(id)", currency: nil)]
        default: []
        }
    }
}
