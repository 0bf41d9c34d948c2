/// The named colours that stages, tags and avatars may have. Each reads well on light and dark; the page says it as a class.
public enum Hue: String, Sendable, CaseIterable, Codable {
    case gray, red, orange, amber, green, teal, cyan, blue, indigo, violet, pink, brown

    public var label: Label {
        switch self {
        case .gray: Label("Gray", ru: "Серый")
        case .red: Label("Red", ru: "Красный")
        case .orange: Label("Orange", ru: "Оранжевый")
        case .amber: Label("Amber", ru: "Янтарный")
        case .green: Label("Green", ru: "Зелёный")
        case .teal: Label("Teal", ru: "Бирюзовый")
        case .cyan: Label("Cyan", ru: "Голубой")
        case .blue: Label("Blue", ru: "Синий")
        case .indigo: Label("Indigo", ru: "Индиго")
        case .violet: Label("Violet", ru: "Фиолетовый")
        case .pink: Label("Pink", ru: "Розовый")
        case .brown: Label("Brown", ru: "Коричневый")
        }
    }
}
