public import Kit

extension Field where Value == Reference {
    /// A record of one object. References are indexed unless told otherwise: related lists look them up.
    public static func reference(
        _ name: String, _ label: Label, to object: String, onDelete deletion: ReferenceType.Deletion = .clear, required: Bool = false,
        unique: Bool = false, indexed: Bool = true, readOnly: Bool = false, help: Label? = nil, standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, ReferenceType(to: object, onDelete: deletion), required: required, unique: unique, indexed: indexed,
                readOnly: readOnly, help: help, standard: standard))
    }

    /// A user of the workspace.
    public static func user(
        _ name: String, _ label: Label, onDelete deletion: ReferenceType.Deletion = .clear, required: Bool = false, indexed: Bool = true,
        readOnly: Bool = false, help: Label? = nil, standard: StandardValue? = nil
    ) -> Field {
        reference(
            name, label, to: "user", onDelete: deletion, required: required, indexed: indexed, readOnly: readOnly, help: help,
            standard: standard)
    }
}

extension Field where Value == References {
    public static func references(
        _ name: String, _ label: Label, to object: String, required: Bool = false, readOnly: Bool = false, help: Label? = nil,
        standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, ReferencesType(to: object), required: required, readOnly: readOnly, help: help, standard: standard))
    }
}

extension Field where Value == RecordLink {
    public static func link(
        _ name: String, _ label: Label, required: Bool = false, indexed: Bool = true, readOnly: Bool = false, help: Label? = nil
    ) -> Field {
        Field(FieldDefinition(name, label, LinkType(), required: required, indexed: indexed, readOnly: readOnly, help: help))
    }
}

extension Field where Value == [String] {
    public static func emails(
        _ name: String, _ label: Label, required: Bool = false, searched: Bool = false, readOnly: Bool = false, help: Label? = nil
    ) -> Field {
        Field(FieldDefinition(name, label, EmailsType(), required: required, searched: searched, readOnly: readOnly, help: help))
    }

    public static func phones(
        _ name: String, _ label: Label, required: Bool = false, searched: Bool = false, readOnly: Bool = false, help: Label? = nil
    ) -> Field {
        Field(FieldDefinition(name, label, PhonesType(), required: required, searched: searched, readOnly: readOnly, help: help))
    }
}
