import Kit
public import RecordEngine

/// What administrators make of Krug themselves.
public let tailoringDepartment = Department(
    "tailoring", Label("Tailoring", ru: "Настройка"), objects: [CustomField.object], preparations: [CustomField.preparation],
    consequences: [CustomField.consequence]
)
