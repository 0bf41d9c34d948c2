public import Kit
public import Storage

/// One field of an object, typed for Swift: `deal[Deal.amount]` is a `Money?`.
public struct Field<Value: FieldRepresentable>: Sendable {
    public let definition: FieldDefinition
    public init(_ definition: FieldDefinition) { self.definition = definition }
    public var name: String { definition.name }
}

/// One field of an object: what everything else is derived from.
public final class FieldDefinition: Sendable {
    /// As in SQL and in the API: lower-case Latin letters, digits, `_`.
    public let name: String
    public let label: Label
    public let type: any FieldType
    public let isRequired: Bool
    /// No two living records hold the same value.
    public let isUnique: Bool
    /// Has an index from the start, because a shipped view filters or sorts by it.
    public let isIndexed: Bool
    /// Part of the text that search finds the record by.
    public let isSearched: Bool
    /// Set by the program alone.
    public let isReadOnly: Bool
    public let help: Label?
    public let standard: StandardValue?
    /// An administrator of the workspace made it.
    public let isCustom: Bool
    /// Taken out of use: nobody sees it, but its values are kept.
    public let isHidden: Bool
    /// The heading under which it stands among the fields of a record.
    public let section: Label?
    /// What a shipped field is counted over; nil for what is given.
    public let figure: Figure?
    /// Since when its values follow from others; nil for what is given.
    public let derivedSince: Instant?
    /// The stored columns, the main one first.
    public let identifiers: [Identifier]
    public let isManyReferences: Bool

    public init(
        _ name: String, _ label: Label, _ type: any FieldType, required: Bool = false, unique: Bool = false, indexed: Bool = false,
        searched: Bool = false, readOnly: Bool = false, help: Label? = nil, standard: StandardValue? = nil, figure: Figure? = nil,
        custom: Custom? = nil
    ) {
        self.name = name
        self.label = label
        self.type = type
        isRequired = required
        isUnique = unique
        isIndexed = indexed || unique
        isSearched = searched
        isReadOnly = readOnly
        self.help = help
        self.standard = standard
        self.figure = figure
        isCustom = custom != nil
        isHidden = custom?.isHidden ?? false
        section = custom?.section
        derivedSince = custom?.derivedSince
        let column = custom?.column ?? name
        identifiers = type.columns.map { Identifier(checked: column + $0.suffix) ?? "unnamed" }
        isManyReferences = if case .references = type.input { true } else { false }
    }
}

extension FieldDefinition {
    /// Whether a moment is from before the field's values followed from others.
    public func isBefore(_ moment: Instant) -> Bool { derivedSince.map { moment < $0 } ?? false }

    /// What only a field has that an administrator made.
    public struct Custom: Sendable {
        /// The name of its main column.
        public let column: String
        public let section: Label?
        public let isHidden: Bool
        public let derivedSince: Instant?

        public init(column: String, section: Label?, isHidden: Bool, derivedSince: Instant? = nil) {
            self.column = column
            self.section = section
            self.isHidden = isHidden
            self.derivedSince = derivedSince
        }
    }
}

/// What a field holds when nothing is given with a new record.
public enum StandardValue: Sendable, Hashable {
    case value(FieldValue)
    /// The user who creates the record.
    case me
    case today
}

/// Lists the fields of an object, whatever they hold.
@resultBuilder
public enum FieldList {
    public static func buildExpression<Value>(_ field: Field<Value>) -> [FieldDefinition] { [field.definition] }
    public static func buildExpression(_ fields: [FieldDefinition]) -> [FieldDefinition] { fields }
    public static func buildBlock(_ fields: [FieldDefinition]...) -> [FieldDefinition] { fields.flatMap(\.self) }
}
