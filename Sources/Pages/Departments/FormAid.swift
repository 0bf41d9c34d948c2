public import Kit
public import RecordEngine

/// What a department can put into the form of an object before it is saved: what it recognises in a text that was pasted, and what follows
/// from another field.
public struct FormAid: Sendable {
    public let object: String
    /// What the place for the text is called, and what may be pasted there.
    public let title: Label
    public let help: Label
    /// What to say when nothing is found in it.
    public let nothing: Label
    /// The field from which others follow while it is typed.
    public let watches: String?
    /// - Parameters: the text; what stands in the form. Gives texts for fields, as somebody would type them.
    public let fill: @Sendable (_ text: String, _ typed: [String: String], _ records: Records) throws -> [String: String]
    public let enclosure: Enclosure?

    public init(
        on object: String, _ title: Label, help: Label, nothing: Label, watches: String? = nil, enclosure: Enclosure? = nil,
        fill: @escaping @Sendable (_ text: String, _ typed: [String: String], _ records: Records) throws -> [String: String]
    ) {
        self.object = object
        self.title = title
        self.help = help
        self.nothing = nothing
        self.watches = watches
        self.fill = fill
        self.enclosure = enclosure
    }

    /// What else a pasted text holds that has no field in the form: it is told there, and kept with the record in one unit.
    public struct Enclosure: Sendable {
        public let title: Label
        /// What would be kept, line by line; empty for nothing.
        public let found: @Sendable (_ text: String, _ records: Records) throws -> [(label: Label, text: String)]
        public let keep: @Sendable (_ text: String, _ record: Record, _ records: Records) throws -> Void

        public init(
            _ title: Label, found: @escaping @Sendable (_ text: String, _ records: Records) throws -> [(label: Label, text: String)],
            keep: @escaping @Sendable (_ text: String, _ record: Record, _ records: Records) throws -> Void
        ) {
            self.title = title
            self.found = found
            self.keep = keep
        }
    }
}
