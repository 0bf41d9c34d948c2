public import Kit

extension Field where Value == String {
    public static func text(
        _ name: String, _ label: Label, required: Bool = false, unique: Bool = false, indexed: Bool = false, searched: Bool = false,
        readOnly: Bool = false, help: Label? = nil, standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, TextType(), required: required, unique: unique, indexed: indexed, searched: searched, readOnly: readOnly,
                help: help, standard: standard))
    }

    public static func longText(
        _ name: String, _ label: Label, required: Bool = false, searched: Bool = false, readOnly: Bool = false, help: Label? = nil,
        standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, LongTextType(), required: required, searched: searched, readOnly: readOnly, help: help, standard: standard))
    }

    public static func choice(
        _ name: String, _ label: Label, choices: [Choice], required: Bool = false, indexed: Bool = false, readOnly: Bool = false,
        help: Label? = nil, standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, ChoiceType(choices), required: required, indexed: indexed, readOnly: readOnly, help: help, standard: standard))
    }

    public static func url(
        _ name: String, _ label: Label, required: Bool = false, searched: Bool = false, readOnly: Bool = false, help: Label? = nil
    ) -> Field {
        Field(FieldDefinition(name, label, URLType(), required: required, searched: searched, readOnly: readOnly, help: help))
    }

    public static func inn(
        _ name: String, _ label: Label, required: Bool = false, unique: Bool = false, indexed: Bool = false, searched: Bool = false,
        help: Label? = nil
    ) -> Field {
        Field(FieldDefinition(name, label, INNType(), required: required, unique: unique, indexed: indexed, searched: searched, help: help))
    }

    public static func kpp(
        _ name: String, _ label: Label, required: Bool = false, indexed: Bool = false, searched: Bool = false, help: Label? = nil
    ) -> Field {
        Field(FieldDefinition(name, label, KPPType(), required: required, indexed: indexed, searched: searched, help: help))
    }

    public static func ogrn(
        _ name: String, _ label: Label, required: Bool = false, unique: Bool = false, indexed: Bool = false, searched: Bool = false,
        help: Label? = nil
    ) -> Field {
        Field(
            FieldDefinition(name, label, OGRNType(), required: required, unique: unique, indexed: indexed, searched: searched, help: help))
    }
}

extension Field where Value == Int64 {
    public static func integer(
        _ name: String, _ label: Label, required: Bool = false, unique: Bool = false, indexed: Bool = false, readOnly: Bool = false,
        help: Label? = nil, standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, IntegerType(), required: required, unique: unique, indexed: indexed, readOnly: readOnly, help: help,
                standard: standard))
    }
}

extension Field where Value == Scaled {
    /// A number with `digits` decimal places.
    public static func decimal(
        _ name: String, _ label: Label, digits: Int, required: Bool = false, indexed: Bool = false, readOnly: Bool = false,
        help: Label? = nil, standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, DecimalType(digits: digits), required: required, indexed: indexed, readOnly: readOnly, help: help,
                standard: standard))
    }
}

extension Field where Value == Money {
    public static func money(
        _ name: String, _ label: Label, required: Bool = false, indexed: Bool = false, readOnly: Bool = false, help: Label? = nil,
        standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, MoneyType(), required: required, indexed: indexed, readOnly: readOnly, help: help, standard: standard))
    }
}

extension Field where Value == Bool {
    public static func boolean(
        _ name: String, _ label: Label, required: Bool = false, indexed: Bool = false, readOnly: Bool = false, help: Label? = nil,
        standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, BooleanType(), required: required, indexed: indexed, readOnly: readOnly, help: help, standard: standard))
    }
}

extension Field where Value == Day {
    public static func day(
        _ name: String, _ label: Label, required: Bool = false, indexed: Bool = false, readOnly: Bool = false, help: Label? = nil,
        standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, DayType(), required: required, indexed: indexed, readOnly: readOnly, help: help, standard: standard))
    }
}

extension Field where Value == Instant {
    public static func instant(
        _ name: String, _ label: Label, required: Bool = false, indexed: Bool = false, readOnly: Bool = false, help: Label? = nil,
        standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, InstantType(), required: required, indexed: indexed, readOnly: readOnly, help: help, standard: standard))
    }
}
