public import Definitions
import Kit

/// A word that marks records of any object.
public enum Tag {
    public static let title = Field.text("title", Label("Tag", ru: "Метка"), required: true, unique: true)
    public static let hue = Field.choice("hue", Label("Colour", ru: "Цвет"), choices: Choice.hues, standard: .value(.text("gray")))

    public static let object = ObjectDefinition(
        "tag", path: "tags", Noun(en: ("tag", "tags"), ru: .feminine("метка", "метки", "меток", accusative: "метку")), icon: "tag",
        title: "title", list: ["title", "hue"], sort: ("title", false), isInNavigation: false
    ) {
        title
        hue
    }
}
