public import Kit
public import Storage

/// A noun of the business, declared once. Immutable and shared.
public final class ObjectDefinition: Sendable {
    /// As in SQL and in references: `deal`.
    public let name: String
    /// As in addresses: `deals`.
    public let path: String
    public let noun: Noun
    /// The name of an icon.
    public let icon: String
    /// All fields: the declared ones, then those that every object has (`id`, `created_at`, `created_by`, `updated_at`), before them
    /// `archived_at` where records can be put into the archive.
    public let fields: [FieldDefinition]
    /// The text field by which people call a record.
    public let titleField: String
    /// The user field that "own" and "team" rights look at; nil when the object belongs to nobody.
    public let ownerField: String?
    /// The day field that says when a record was closed. From then on its amounts are counted at the rate of that day.
    public let closingField: String?
    /// The reference field that says how far a record has come; nil when records don't move.
    public let stageField: String?
    /// The columns of the list when nothing is chosen.
    public let listColumns: [String]
    /// What cards show beyond what they always do.
    public let cardFields: [String]
    /// The order of the list when nothing is chosen: a field, and whether it descends.
    public let listSort: (field: String, descending: Bool)
    /// Related objects shown on the record page: `deal.company` means deals whose `company` is this record.
    public let related: [RelatedList]
    /// Indexes over several fields that shipped views need.
    public let indexes: [[String]]
    /// Whether people find it in the navigation, in search and in import.
    public let isInNavigation: Bool
    /// By what two records are recognized as one and the same.
    public let matching: [MatchRule]
    /// Where the fields stand that this is read from.
    public let matchPositions: [Int]
    /// What only an object has that an administrator made; nil for shipped ones.
    public let custom: Custom?

    /// Whether search knows the object.
    public let isSearched: Bool
    /// Whether the search over everything finds its records.
    public let isFound: Bool
    /// Whether its records can be put into the archive: out of lists, figures and search, but kept and still referred to.
    public let hasArchive: Bool
    /// Whether people make its records by filling in a form; what comes in another way is only changed by one.
    public let beginsWithForm: Bool
    /// Whose rights hold for its records, which have none of their own; nil when roles say.
    public let dependence: Dependence?
    /// Fields by which the versions of the past are looked up or listed too. Those that begin with the owner
    /// are for whoever reads the own records only.
    public let pastIndexes: [[String]]
    /// The fields of many references.
    public let linkFields: [FieldDefinition]
    /// The fields whose values the program counts out.
    public let numberedFields: [(field: FieldDefinition, type: AutonumberType)]
    /// The accounts whose key is checked, with the BIK that stands before each, or anywhere: positions in `fields`.
    public let accounts: [(account: Int, bik: Int)]

    /// The table of living records.
    public let table: Identifier
    /// The table of superseded and deleted versions.
    public let past: Identifier
    /// The columns that both tables have, in one order: the engine's own, then those of the fields.
    public let storedColumns: [Identifier]
    /// The stored columns as they are read from the table called `t`.
    public let selection: SQL
    /// The columns of the fields but the id, each after a comma: what is copied when a row moves.
    public let copiedColumns: SQL

    private let positions: [String: Int]

    public init(
        _ name: String, path: String, _ noun: Noun, icon: String, title: String, owner: String? = nil, closing: String? = nil,
        stage: String? = nil, list: [String], cards: [String] = [], sort: (field: String, descending: Bool) = ("id", true),
        related: [RelatedList] = [], indexes: [[String]] = [], isInNavigation: Bool = true, isFound: Bool? = nil, beginsWithForm: Bool = true,
        matching: [MatchRule] = [], hasArchive: Bool = false,
        dependence: Dependence? = nil, pastIndexes: [[String]] = [], custom: Custom? = nil, @FieldList fields: () -> [FieldDefinition]
    ) {
        self.name = name
        self.path = path
        self.noun = noun
        self.icon = icon
        self.hasArchive = hasArchive
        self.fields = fields() + ObjectDefinition.common(hasArchive)
        titleField = title
        ownerField = owner
        closingField = closing
        stageField = stage
        listColumns = list
        cardFields = cards
        listSort = sort
        self.related = related
        self.indexes = indexes
        self.isInNavigation = isInNavigation && !(custom?.isHidden ?? false)
        self.custom = custom
        self.matching = matching
        matchPositions = ObjectDefinition.matchPositions(matching, self.fields, title: title)
        isSearched = self.fields.contains { $0.isSearched }
        self.isFound = isFound ?? (self.isInNavigation && custom?.isFound ?? true)
        self.beginsWithForm = beginsWithForm
        self.dependence = dependence
        self.pastIndexes = pastIndexes
        linkFields = self.fields.filter(\.isManyReferences)
        numberedFields = self.fields.compactMap { field in (field.type as? AutonumberType).map { (field, $0) } }
        accounts = ObjectDefinition.accounts(self.fields)
        table = Identifier(checked: name) ?? "unnamed"
        past = Identifier(checked: name + "_past") ?? "unnamed"
        let ofFields = self.fields.flatMap(\.identifiers)
        storedColumns = ["version", "batch"] + ofFields
        selection = storedColumns.map { "t.\($0)" as SQL }.joined(separator: ", ")
        copiedColumns = ofFields.filter { $0.name != "id" }.map { ", \($0)" as SQL }.joined(separator: "")
        positions = Dictionary(self.fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The position of a field in `fields`.
    public func position(of field: String) -> Int? { positions[field] }

    public func field(_ name: String) -> FieldDefinition? { positions[name].map { fields[$0] } }

    /// The fields a person fills.
    public var writableFields: [FieldDefinition] { fields.filter { !$0.isReadOnly && !$0.isHidden } }

    /// The object with these custom fields behind its own, in place of those it had.
    /// - Parameters:
    ///   - own: what stands in the place of the object's own fields, by their names.
    ///   - more: lists of other records beyond its own.
    public func having(_ fields: [FieldDefinition], own: [String: FieldDefinition] = [:], related more: [RelatedList] = []) -> ObjectDefinition {
        ObjectDefinition(
            name, path: path, noun, icon: icon, title: titleField, owner: ownerField, closing: closingField, stage: stageField, list: listColumns,
            cards: cardFields, sort: listSort, related: related + more, indexes: indexes, isInNavigation: isInNavigation,
            isFound: isFound, beginsWithForm: beginsWithForm, matching: matching, hasArchive: hasArchive,
            dependence: dependence, pastIndexes: pastIndexes, custom: custom
        ) {
            self.fields.dropLast(ObjectDefinition.common(hasArchive).count).filter { !$0.isCustom }.map { own[$0.name] ?? $0 } + fields
        }
    }

    /// The object laid out otherwise: its fields in another order, other columns in lists, more on cards. What is left out of the order
    /// follows in its own.
    public func laidOut(order: [String], list: [String]?, cards: [String]) -> ObjectDefinition {
        let own = fields.dropLast(ObjectDefinition.common(hasArchive).count)
        let first = order.compactMap { name in own.first { $0.name == name } }
        return ObjectDefinition(
            name, path: path, noun, icon: icon, title: titleField, owner: ownerField, closing: closingField, stage: stageField,
            list: list ?? listColumns, cards: cards, sort: listSort, related: related, indexes: indexes, isInNavigation: isInNavigation,
            isFound: isFound, beginsWithForm: beginsWithForm, matching: matching, hasArchive: hasArchive,
            dependence: dependence, pastIndexes: pastIndexes, custom: custom
        ) {
            first + own.filter { field in !first.contains { $0 === field } }
        }
    }

    private static func accounts(_ fields: [FieldDefinition]) -> [(account: Int, bik: Int)] {
        let banks = fields.indices.filter { fields[$0].type is BIKType }
        return fields.indices.filter { fields[$0].type is BankAccountType }.compactMap { account in
            (banks.last { $0 < account } ?? banks.first).map { (account, $0) }
        }
    }

    private static func common(_ hasArchive: Bool) -> [FieldDefinition] { hasArchive ? [archivedAt.definition] + common : common }

    /// Since when a record is in the archive; empty for one that is in use.
    public static let archivedAt = Field<Instant>(
        FieldDefinition("archived_at", Label("Archived", ru: "В архиве с"), InstantType(), readOnly: true))

    private static let common: [FieldDefinition] = [
        FieldDefinition("id", Label("Number", ru: "Номер"), IntegerType(), readOnly: true),
        FieldDefinition("created_at", Label("Created", ru: "Создано"), InstantType(), readOnly: true),
        FieldDefinition("created_by", Label("Created by", ru: "Кто создал"), ReferenceType(to: "user"), readOnly: true),
        FieldDefinition("updated_at", Label("Changed", ru: "Изменено"), InstantType(), readOnly: true),
    ]
}

extension ObjectDefinition {
    /// What only an object has that an administrator made.
    public struct Custom: Sendable {
        /// The heading under which it stands in the navigation.
        public let section: String?
        /// Taken out of use: nobody sees it, but its records are kept.
        public let isHidden: Bool
        /// Whether the search over everything finds its records.
        public let isFound: Bool
        public let takesActivities: Bool

        public init(section: String?, isHidden: Bool, isFound: Bool, takesActivities: Bool) {
            self.section = section
            self.isHidden = isHidden
            self.isFound = isFound
            self.takesActivities = takesActivities
        }
    }

    public var isCustom: Bool { custom != nil }
    /// Whether tasks, calls and notes are written about its records.
    public var takesActivities: Bool { isInNavigation && name != "activity" && custom?.takesActivities ?? true }
}

/// The rights of records that hang on another one: whoever may read that may read them, whoever may change it may add, change and take
/// away. A role may say otherwise.
public struct Dependence: Sendable, Hashable {
    /// The reference or link to the record whose rights hold.
    public let field: String
    /// Which of them may be read, as a filter.
    public let read: String
    /// Which of them may be changed and deleted, as a filter.
    public let change: String

    /// - Parameter otherwise: which records that hang on nothing may be read all the same.
    public init(on field: String, reading otherwise: String? = nil) {
        self.field = field
        read = "\(field) = may_read" + (otherwise.map { " or \($0)" } ?? "")
        change = "\(field) = may_update"
    }
}

/// A list of other records on a record page.
public struct RelatedList: Sendable, Hashable {
    public let object: String
    /// The reference field of that object which points here.
    public let field: String
    /// What the list is called, when the plural of the object would mislead.
    public let title: Label?

    public init(_ object: String, by field: String, _ title: Label? = nil) {
        self.object = object
        self.field = field
        self.title = title
    }
}
