public import Duplicates
public import Kit
import RecordEngine

/// How the rows of a table become records. One row may fill several records that belong together: a company, a person, a place of work.
public struct ImportMapping: Sendable, Hashable {
    /// What a row fills. What another part refers to comes before it.
    public var parts: [Part]
    /// The name of the part that a row is about, by which rows are counted; the first when there is none.
    public var main: String?
    /// How days are written whose year does not come first.
    public var dateOrder: DateOrder
    /// The language whose decimal mark the numbers have: a comma in Russian, a point in English.
    public var language: Language
    /// The currency of amounts that name none; the workspace's when there is none.
    public var currency: Currency?

    public init(parts: [Part], main: String? = nil, dateOrder: DateOrder = .dayFirst, language: Language = .en, currency: Currency? = nil) {
        self.parts = parts
        self.main = main
        self.dateOrder = dateOrder
        self.language = language
        self.currency = currency
    }

    public func part(_ name: String) -> Part? { parts.first { $0.name == name } }

    var mainName: String { main ?? parts.first?.name ?? "" }

    /// One record of a row.
    public struct Part: Sendable, Hashable {
        /// What the other parts call it; a row may hold two records of one object: an agent and a manager.
        public var name: String
        public var object: String
        public var fields: [Source]
        /// The columns whose text is the sender's own key of the record.
        public var clientKey: [String]
        /// How to recognise a record that is already here; the first key that a row can form and that finds something.
        public var keys: [Key]
        /// Recognises records by the keys that duplicates are found by, and by no others.
        public var recognition: Recognition.Rule?
        public var existing: Existing
        public var mode: Mode

        public init(
            _ name: String, object: String, fields: [Source] = [], clientKey: [String] = [], keys: [Key] = [],
            recognition: Recognition.Rule? = nil, existing: Existing = .update, mode: Mode = .upsert
        ) {
            self.name = name
            self.object = object
            self.fields = fields
            self.clientKey = clientKey
            self.keys = keys
            self.recognition = recognition
            self.existing = existing
            self.mode = mode
        }

        public func source(_ field: String) -> Source? { fields.first { $0.field == field } }
    }

    /// Which rows are taken: those that make records, those that meet one, or all.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        case upsert
        /// A row that meets a record is rejected.
        case create
        /// A row that meets none is rejected.
        case update
    }

    /// What to do with a record that is already here. An empty cell never empties a field.
    public enum Existing: String, Sendable, Hashable, CaseIterable {
        /// The file is right.
        case update
        /// Only what is empty is filled; phones, e-mails, links and long texts are added to.
        case fill
        /// It stays as it is.
        case keep
    }

    /// Fields by which a record is recognised.
    public struct Key: Sendable, Hashable {
        public var fields: [String]
        /// Fields one of which must agree: lists by a value they share, texts where both are filled.
        public var sharing: [String]
        /// The part that ties this record to another of the row, which must be tied already: a person within a company.
        public var within: String?

        public init(_ fields: [String], sharing: [String] = [], within: String? = nil) {
            self.fields = fields
            self.sharing = sharing
            self.within = within
        }
    }

    /// Where the value of a field comes from.
    public struct Source: Sendable, Hashable {
        public var field: String
        public var origin: Origin
        /// What stands in the file for what is meant; nil for nothing. The texts on the left are compared folded.
        public var values: [String: String?]
        /// By which field of the record referred to; its title when there is none.
        public var by: String?
        /// Whether a record that is referred to and missing is made.
        public var createsMissing: Bool
        /// The text for a row whose cells are empty.
        public var otherwise: String?

        public init(
            _ field: String, _ origin: Origin, values: [String: String?] = [:], by: String? = nil, createsMissing: Bool = false,
            otherwise: String? = nil
        ) {
            self.field = field
            self.origin = origin
            self.values = values
            self.by = by
            self.createsMissing = createsMissing
            self.otherwise = otherwise
        }

        public var columns: [String] { if case .columns(let names, _) = origin { names } else { [] } }
    }

    public enum Origin: Sendable, Hashable {
        /// The cells of one column, or of several joined.
        case columns([String], separator: String)
        /// The same text in every row.
        case constant(String)
        /// The record of another part.
        case part(String)

        public static func column(_ name: String) -> Origin { .columns([name], separator: " ") }
    }
}
