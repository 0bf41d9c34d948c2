public import Kit

/// Which of the two looks a person wants.
public enum Theme: String, Sendable, CaseIterable {
    case system, light, dark

    public var label: Label {
        switch self {
        case .system: Label("As in the system", ru: "Как в системе")
        case .light: Label("Light", ru: "Светлое")
        case .dark: Label("Dark", ru: "Тёмное")
        }
    }

    var icon: Icon {
        switch self {
        case .system: .monitor
        case .light: .sun
        case .dark: .moon
        }
    }
}
