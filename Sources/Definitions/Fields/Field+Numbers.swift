public import Kit

extension Field {
    private static func made(
        _ name: String, _ label: Label, _ type: any FieldType, required: Bool, unique: Bool = false, indexed: Bool = false, searched: Bool = false,
        readOnly: Bool = false, help: Label?, standard: StandardValue? = nil
    ) -> Field {
        Field(
            FieldDefinition(
                name, label, type, required: required, unique: unique, indexed: indexed, searched: searched, readOnly: readOnly, help: help,
                standard: standard))
    }
}

extension Field where Value == String {
    public static func bik(_ name: String, _ label: Label, required: Bool = false, searched: Bool = false, help: Label? = nil) -> Field {
        made(name, label, BIKType(), required: required, searched: searched, help: help)
    }

    /// An account in the bank whose BIK stands before it among the fields of the object.
    public static func bankAccount(_ name: String, _ label: Label, required: Bool = false, searched: Bool = false, help: Label? = nil) -> Field {
        made(name, label, BankAccountType(), required: required, searched: searched, help: help)
    }

    public static func snils(_ name: String, _ label: Label, required: Bool = false, unique: Bool = false, searched: Bool = false, help: Label? = nil) -> Field {
        made(name, label, SNILSType(), required: required, unique: unique, searched: searched, help: help)
    }

    public static func iban(_ name: String, _ label: Label, required: Bool = false, searched: Bool = false, help: Label? = nil) -> Field {
        made(name, label, IBANType(), required: required, searched: searched, help: help)
    }

    public static func vatNumber(
        _ name: String, _ label: Label, required: Bool = false, unique: Bool = false, searched: Bool = false, help: Label? = nil
    ) -> Field {
        made(name, label, VATNumberType(), required: required, unique: unique, searched: searched, help: help)
    }

    public static func color(_ name: String, _ label: Label, required: Bool = false, help: Label? = nil) -> Field {
        made(name, label, ColorType(), required: required, help: help)
    }

    /// A number that each new record is given, in the spelling of a mask. - Throws: for a mask that is none.
    public static func autonumber(_ name: String, _ label: Label, mask: String, searched: Bool = true, help: Label? = nil) throws(ValueProblem) -> Field {
        made(name, label, try AutonumberType(mask: mask), required: false, indexed: true, searched: searched, readOnly: true, help: help)
    }

    public static func json(_ name: String, _ label: Label, required: Bool = false, help: Label? = nil) -> Field {
        made(name, label, JSONType(), required: required, help: help)
    }
}

extension Field where Value == Int64 {
    public static func rating(_ name: String, _ label: Label, required: Bool = false, indexed: Bool = false, help: Label? = nil) -> Field {
        made(name, label, RatingType(), required: required, indexed: indexed, help: help)
    }

    /// In seconds.
    public static func duration(_ name: String, _ label: Label, required: Bool = false, indexed: Bool = false, help: Label? = nil) -> Field {
        made(name, label, DurationType(), required: required, indexed: indexed, help: help)
    }
}

extension Field where Value == Scaled {
    public static func percent(
        _ name: String, _ label: Label, digits: Int = 2, required: Bool = false, indexed: Bool = false, help: Label? = nil, standard: StandardValue? = nil
    ) -> Field {
        made(name, label, PercentType(digits: digits), required: required, indexed: indexed, help: help, standard: standard)
    }
}

extension Field where Value == PostalAddress {
    public static func address(_ name: String, _ label: Label, required: Bool = false, searched: Bool = false, help: Label? = nil) -> Field {
        made(name, label, AddressType(), required: required, searched: searched, help: help)
    }
}

extension Field where Value == [String] {
    /// Any number of a few values.
    public static func choices(_ name: String, _ label: Label, choices: [Choice], required: Bool = false, help: Label? = nil) -> Field {
        made(name, label, ChoicesType(choices), required: required, help: help)
    }
}
