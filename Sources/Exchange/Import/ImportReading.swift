import Definitions
import Kit
import RecordEngine

/// Something that could not be used, and why.
struct ImportNote: Sendable, Hashable {
    let column: String
    let value: String
    let reason: Label
    /// The field that would have held it.
    var field = ""
}

/// What a row says about one part, as far as the row alone can tell.
struct PartDraft {
    var values: [String: FieldValue] = [:]
    /// What fields that refer to records hold as texts, still to be found.
    var lookups: [(field: ImportPlan.Field, texts: [String])] = []
    var clientKey: String?
    var notes: [ImportNote] = []
    /// Whether any cell of the part holds anything.
    var isFilled = false
}

/// Reads the cells of a row into values, field by field. It looks at nothing but the row, so that rows can be read before their turn.
struct ImportReading: Sendable {
    let plan: ImportPlan
    private let mapping: ImportMapping
    private let context: ValueContext
    private let role: Role
    private let reader: Reader

    /// By what schema and what rights rows were read.
    struct Reader: Sendable, Hashable {
        let engine: Int
        let role: Int

        init(engine: Int, role: Int) {
            self.engine = engine
            self.role = role
        }

        init(_ records: Records) { self.init(engine: records.engine.number, role: records.principal.role.number) }
    }

    /// - Throws: `Failure` when the mapping does not fit the table or the rights.
    init(_ mapping: ImportMapping, header: [String], _ records: Records) throws {
        let plan = try ImportPlan(mapping, header: header, schema: records.schema, role: records.principal.role)
        self.init(plan, mapping, try records.context(), records.principal.role, Reader(records))
    }

    init(_ plan: ImportPlan, _ mapping: ImportMapping, _ context: ValueContext, _ role: Role, _ reader: Reader) {
        self.plan = plan
        self.mapping = mapping
        self.role = role
        self.reader = reader
        // Numbers are written in the file's language, and amounts without a currency are in the file's.
        self.context = ValueContext(
            language: mapping.language, now: context.now, zone: context.zone, baseCurrency: mapping.currency ?? context.baseCurrency,
            country: context.country, me: context.me, myTeam: context.myTeam, toBase: context.toBase
        )
    }

    /// Whether rows mean the same to these records.
    func holds(for records: Records) -> Bool { reader == Reader(records) }

    func row(_ cells: [String]) -> RowAhead {
        let isEmpty = cells.allSatisfy { $0.trimmed.isEmpty }
        return RowAhead(cells: cells, drafts: isEmpty ? [] : plan.parts.map { draft($0, cells) }, reader: reader)
    }

    /// The row as this reading understands it.
    func row(_ row: RowAhead) -> RowAhead { row.reader == reader ? row : self.row(row.cells) }

    private func draft(_ part: ImportPlan.Part, _ cells: [String]) -> PartDraft {
        var draft = PartDraft()
        for field in part.fields {
            if isLeftEmpty(field, of: part.object) { draft.values[field.definition.name] = .empty }
            read(field, cells, into: &draft)
        }
        if !part.clientKey.isEmpty {
            let key = part.clientKey.map { cell($0, cells) }.filter { !$0.isEmpty }.joined(separator: " ")
            if !key.isEmpty {
                draft.isFilled = true
                draft.clientKey = String(key.prefix(100))
            }
        }
        return draft
    }

    /// Where the file has a column, neither today nor the importer are assumed. Unless the importer would not see the record then.
    private func isLeftEmpty(_ field: ImportPlan.Field, of object: ObjectDefinition) -> Bool {
        guard case .columns = field.origin, !field.definition.isRequired else { return false }
        return field.definition.standard == .today || field.definition.standard == .me && role.grant(object.name).read == .all
    }

    private func cell(_ position: Int, _ cells: [String]) -> String {
        position < cells.count ? cells[position].trimmed : ""
    }

    private func read(_ field: ImportPlan.Field, _ cells: [String], into draft: inout PartDraft) {
        var text = ""
        switch field.origin {
        case .columns(let positions, let separator):
            text = positions.map { cell($0, cells) }.filter { !$0.isEmpty }.joined(separator: separator)
            if !text.isEmpty { draft.isFilled = true }
            if field.isOneOfTwo { text = TaxCodes(text).own(field.definition.type) }
        case .constant(let constant): text = constant
        case .part: return
        }
        if !field.source.values.isEmpty, let meant = field.source.values[text.folded] { text = meant ?? "" }
        if text.isEmpty { text = field.source.otherwise ?? "" }
        guard !text.isEmpty else { return }
        switch field.definition.type.input {
        case .reference, .references:
            let names = field.pieces(text).compactMap { name in field.source.values[name.folded] ?? name }
            if !names.isEmpty { draft.lookups.append((field, names)) }
        default: if let value = value(text, field, &draft.notes) { draft.values[field.definition.name] = value }
        }
    }

    private func value(_ text: String, _ field: ImportPlan.Field, _ notes: inout [ImportNote]) -> FieldValue? {
        do throws(ValueProblem) {
            return try parsed(text, field.definition)
        } catch {
            if case .phone = field.definition.type.input { return pieces(text, field, &notes) }
            if case .email = field.definition.type.input { return pieces(text, field, &notes) }
            notes.append(ImportNote(column: field.column, value: text, reason: error.message, field: field.definition.name))
            return nil
        }
    }

    private func parsed(_ text: String, _ field: FieldDefinition) throws(ValueProblem) -> FieldValue {
        switch field.type.input {
        case .day:
            guard let day = DayType.day(text, order: mapping.dateOrder) else {
                throw ValueProblem(Label("“\(text.prefix(40))” is no day of the calendar.", ru: "«\(text.prefix(40))» — нет такого дня в календаре."))
            }
            return .day(day)
        case .instant:
            if let local = LocalTime(text: text, order: mapping.dateOrder) { return .instant(context.zone.instant(local)) }
            if let day = DayType.day(text, order: mapping.dateOrder) { return .instant(context.zone.start(of: day)) }
            return try field.type.parse(text: text, context)
        default: return try field.type.parse(text: text, context)
        }
    }

    /// Of several phones or e-mails in one cell, those that can be understood.
    private func pieces(_ text: String, _ field: ImportPlan.Field, _ notes: inout [ImportNote]) -> FieldValue? {
        var good: [String] = []
        for piece in text.split(whereSeparator: { ";,/".contains($0) || $0.isNewline }).map({ String($0).trimmed }) where !piece.isEmpty {
            do throws(ValueProblem) {
                for item in [String](try field.definition.type.parse(text: piece, context)) ?? [] where !good.contains(item) { good.append(item) }
            } catch {
                notes.append(ImportNote(column: field.column, value: piece, reason: error.message, field: field.definition.name))
            }
        }
        return good.isEmpty ? nil : good.fieldValue
    }
}
