public import Definitions
import Kit

/// A step of a pipeline.
public enum Stage {
    public static let kinds = [
        Choice("open", Label("Open", ru: "В работе"), hue: .blue), Choice("won", Label("Won", ru: "Выиграна"), hue: .green),
        Choice("lost", Label("Lost", ru: "Проиграна"), hue: .red),
    ]

    public static let title = Field.text("title", Label("Stage", ru: "Стадия"), required: true)
    public static let pipeline = Field.reference("pipeline", Label("Pipeline", ru: "Воронка"), to: "pipeline", onDelete: .restrict, required: true)
    public static let position = Field.integer("position", Label("Order", ru: "Порядок"), required: true, standard: .value(.integer(0)))
    public static let kind = Field.choice("kind", Label("Means", ru: "Значит"), choices: kinds, required: true, standard: .value(.text("open")))
    public static let hue = Field.choice("hue", Label("Colour", ru: "Цвет"), choices: Choice.hues, standard: .value(.text("blue")))
    public static let probability = Field.integer("probability", Label("Probability, %", ru: "Вероятность, %"))
    public static let rotsAfter = Field.integer(
        "rots_after", Label("Rots after, days", ru: "Застаивается через, дней"),
        help: Label("A deal that stays here longer is marked.", ru: "Сделка, которая стоит здесь дольше, помечается.")
    )

    public static let limit = Field.integer(
        "wip_limit", Label("Deals at once, at most", ru: "Сделок одновременно, не больше"),
        help: Label("The board says when there are more.", ru: "Доска предупредит, когда их больше.")
    )

    /// Of a deal's fields; which there are is known when the schema is.
    public static let required = Field.choices("required_fields", Label("Must be filled", ru: "Должно быть заполнено"), choices: [], help: Label(
        "Asked for when a deal comes to this stage.", ru: "Спрашивается, когда сделка переходит на эту стадию."
    ))

    public static let object = ObjectDefinition(
        "stage", path: "stages", Noun(en: ("stage", "stages"), ru: .feminine("стадия", "стадии", "стадий", accusative: "стадию")),
        icon: "columns-3", title: "title", list: ["title", "pipeline", "position", "kind", "hue", "probability", "rots_after", "wip_limit"],
        sort: ("position", false), isInNavigation: false
    ) {
        title
        pipeline
        position
        kind
        hue
        probability
        rotsAfter
        limit
        required
    }
}
