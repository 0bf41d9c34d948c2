import Kit
public import RecordEngine

/// What administrators make of Krug themselves.
public let tailoringDepartment = Department(
    "tailoring", Label("Tailoring", ru: "Настройка"), objects: [CustomObject.object, CustomField.object, ValidationRule.object, ObjectLayout.object],
    preparations: [CustomObject.preparation, CustomField.preparation, ValidationRule.preparation, ObjectLayout.preparation],
    consequences: [CustomObject.consequence, CustomField.consequence, ValidationRule.consequence, StageRequirements.consequence,
        ObjectLayout.consequence]
)
