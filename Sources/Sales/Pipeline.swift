public import Definitions
import Kit

/// A way that deals go, stage by stage.
public enum Pipeline {
    public static let title = Field.text("title", Label("Pipeline", ru: "Воронка"), required: true, unique: true)
    public static let position = Field.integer("position", Label("Order", ru: "Порядок"), standard: .value(.integer(0)))

    public static let object = ObjectDefinition(
        "pipeline", path: "pipelines", Noun(en: ("pipeline", "pipelines"), ru: .feminine("воронка", "воронки", "воронок", accusative: "воронку")),
        icon: "list-filter", title: "title", list: ["title", "position"], sort: ("position", false), related: [RelatedList("stage", by: "pipeline")],
        isInNavigation: false
    ) {
        title
        position
    }
}
