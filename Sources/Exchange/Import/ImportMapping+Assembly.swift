public import Definitions
public import Kit

extension ImportMapping {
    /// A whole mapping out of what each column means: which records a row holds, how they hang together and how they are recognised.
    /// - Parameters:
    ///   - targets: by column, `company.inn`; nil for a column that is passed over.
    ///   - main: what the rows are about.
    ///   - speaker: the language of texts that the mapping brings itself.
    public static func assembled(_ targets: [String?], header: [String], main: String, schema: Schema, speaker: Language) -> ImportMapping {
        var assembly = Assembly(profile: ImportGuess.profile(main), schema: schema, speaker: speaker)
        for (column, target) in zip(header, targets) {
            if let target { assembly.add(column, target) }
        }
        assembly.connect()
        var mapping = ImportMapping(parts: assembly.parts, main: assembly.parts.contains { $0.name == main } ? main : nil)
        mapping.language = header.contains { $0.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) } } ? .ru : .en
        return mapping
    }

    /// What stands between the cells of several columns that fill one list.
    static let listSeparator = "; "

    /// A mapping for a file by its headings and its values.
    public static func guessed(_ file: ImportFile, schema: Schema, object: String? = nil, speaker: Language) -> ImportMapping {
        let guess = ImportGuess(file.header, schema: schema, object: object)
        let targets = guess.withTaxCodes(file.values)
        var mapping = assembled(targets, header: file.header, main: guess.main, schema: schema, speaker: speaker)
        mapping.dateOrder = file.dateOrder(mapping, schema)
        return mapping
    }

    /// What each column means: the way back from a mapping.
    public func targets(_ header: [String]) -> [String?] {
        header.map { column in
            for part in parts {
                if part.clientKey.contains(column) { return "\(part.name).\(ImportProfile.clientKey)" }
                if ["inn", "kpp"].allSatisfy({ part.source($0)?.origin == .column(column) }) { return "\(part.name).\(ImportProfile.taxCodes)" }
                for field in part.fields {
                    // A title joined of several columns is nobody's own meaning.
                    if case .columns([column], _) = field.origin { return "\(part.name).\(field.field)" }
                    // Each of several phones or e-mails is.
                    if case .columns(let columns, ImportMapping.listSeparator) = field.origin, columns.contains(column) {
                        return "\(part.name).\(field.field)"
                    }
                }
            }
            return nil
        }
    }
}

/// Puts the parts of a mapping together.
private struct Assembly {
    let profile: ImportProfile
    let schema: Schema
    let speaker: Language
    var parts: [ImportMapping.Part]

    init(profile: ImportProfile, schema: Schema, speaker: Language) {
        self.profile = profile
        self.schema = schema
        self.speaker = speaker
        parts = profile.parts.map { ImportMapping.Part($0.name, object: $0.object) }
    }

    mutating func add(_ column: String, _ target: String) {
        let names = target.split(separator: ".", maxSplits: 1).map(String.init)
        guard names.count == 2, let index = parts.firstIndex(where: { $0.name == names[0] }) else { return }
        if names[1] == ImportProfile.clientKey {
            parts[index].clientKey = [column]
        } else if names[1] == ImportProfile.taxCodes {
            for field in ["inn", "kpp"] { add(column, "\(names[0]).\(field)") }
        } else if let place = parts[index].fields.firstIndex(where: { $0.field == names[1] }) {
            guard schema.object(parts[index].object)?.field(names[1])?.type.isGathered ?? false else { return }
            parts[index].fields[place].origin = .columns(
                parts[index].fields[place].columns + [column], separator: ImportMapping.listSeparator)
        } else {
            parts[index].fields.append(ImportMapping.Source(names[1], .column(column)))
        }
    }

    mutating func connect() {
        let filled = Set(parts.filter { !$0.fields.isEmpty || !$0.clientKey.isEmpty }.map(\.name))
        parts.removeAll { part in
            part.name == "employment" ? !filled.isSuperset(of: ["person", "company"]) : !filled.contains(part.name)
        }
        for (part, field, other) in Assembly.ties where parts.contains(where: { $0.name == other }) {
            guard let index = parts.firstIndex(where: { $0.name == part }), parts[index].source(field) == nil else { continue }
            parts[index].fields.append(ImportMapping.Source(field, .part(other)))
        }
        // The table of companies holds the parents too, often further down.
        if let company = parts.firstIndex(where: { $0.name == "company" }),
            let parent = parts[company].fields.firstIndex(where: { $0.field == "parent" })
        {
            parts[company].fields[parent].createsMissing = true
        }
        nameDeals()
        completeUsers()
        for index in parts.indices {
            if parts[index].name == "employment" {
                let title = Label("Employee", ru: "Сотрудник")[speaker]
                let post = parts.first { $0.name == "person" }?.source("post")?.columns ?? []
                parts[index].fields.append(ImportMapping.Source("title", .columns(post, separator: " "), otherwise: title))
            }
            parts[index].keys = keys(of: parts[index])
            // A list that repeats a company with every contact is no authority on the company.
            if parts.count > 1 { parts[index].existing = .fill }
        }
    }

    /// A deal without a name of its own is called after what is sold to whom.
    private mutating func nameDeals() {
        guard let index = parts.firstIndex(where: { $0.name == "deal" }), parts[index].source("title") == nil else { return }
        let columns = ["company", "product"].flatMap { parts[index].source($0)?.columns ?? [] }
        let fallback = Label("Deal", ru: "Сделка")[speaker]
        if !columns.isEmpty || !parts[index].clientKey.isEmpty {
            parts[index].fields.append(ImportMapping.Source("title", .columns(columns, separator: " · "), otherwise: fallback))
        }
    }

    /// Users of a list of agents sell; those they report to lead.
    private mutating func completeUsers() {
        for (name, role) in [("user", "salesperson"), ("manager", "head")] {
            guard let index = parts.firstIndex(where: { $0.name == name && $0.object == "user" }), parts[index].source("role") == nil
            else { continue }
            parts[index].fields.append(ImportMapping.Source("role", .constant(role), by: "key"))
        }
        // Two heads in one office lead two teams.
        if let team = parts.firstIndex(where: { $0.name == "team" }), let manager = parts.first(where: { $0.name == "manager" }),
            let name = parts[team].fields.firstIndex(where: { $0.field == "name" })
        {
            let columns = parts[team].fields[name].columns + (manager.source("name")?.columns ?? [])
            parts[team].fields[name].origin = .columns(columns, separator: " · ")
        }
    }

    private func keys(of part: ImportMapping.Part) -> [ImportMapping.Key] {
        switch part.object {
        case "company":
            // Two firms of one name in two towns are two firms.
            let numbers = ["inn", "ogrn"].filter { part.source($0) != nil }.map { ImportMapping.Key([$0]) }
            return numbers + (part.source("title") == nil ? [] : [.init(["title"], sharing: part.source("city") == nil ? [] : ["city"])])
        case "person":
            if parts.contains(where: { $0.name == "employment" }) { return [.init(["name"], within: "employment")] }
            return [.init(["name"], sharing: ["phones", "emails"])]
        case "employment": return [.init(["person", "company"])]
        case "deal":
            let fields = ["title", "company", "started_on"].filter { part.source($0) != nil }
            return fields.contains("title") && fields.count > 1 ? [.init(fields)] : []
        case "user": return ["email", "name"].filter { part.source($0) != nil }.map { .init([$0]) }
        default:
            guard let object = schema.object(part.object) else { return [] }
            let unique = object.fields.filter { $0.isUnique && part.source($0.name) != nil }.map { ImportMapping.Key([$0.name]) }
            let isTitled = part.source(object.titleField) != nil && object.isInNavigation && object.ownerField == nil
            return unique.isEmpty && isTitled ? [.init([object.titleField])] : unique
        }
    }

    /// Which field of a part points at which other part of the same row.
    private static let ties = [
        ("employment", "person", "person"), ("employment", "company", "company"), ("team", "head", "manager"), ("user", "team", "team"),
    ]
}

extension FieldType {
    /// Whether several columns fill it together: phones, e-mails.
    var isGathered: Bool { input == .phone || input == .email }
}

extension ImportFile {
    /// The order that all days of the file agree with. Where both do, English files are taken to put the month first.
    func dateOrder(_ mapping: ImportMapping, _ schema: Schema) -> DateOrder {
        let standard: DateOrder = mapping.language == .en ? .monthFirst : .dayFirst
        var days: [String] = []
        for part in mapping.parts {
            for source in part.fields {
                guard let type = schema.object(part.object)?.field(source.field)?.type, type.input == .day || type.input == .instant else {
                    continue
                }
                for column in source.columns { if let index = header.firstIndex(of: column) { days += values[index] } }
            }
        }
        if days.contains(where: { $0.contains(".") }) { return .dayFirst }
        let fitting = DateOrder.allCases.map { order in (order, days.count { Day(text: $0, order: order) != nil }) }
        guard let most = fitting.map(\.1).max() else { return standard }
        let best = fitting.filter { $0.1 == most }.map(\.0)
        return best.contains(standard) ? standard : best.first ?? standard
    }
}
