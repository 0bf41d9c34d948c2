import Definitions
import Kit
public import Pages

/// What files add to the pages.
public let attachmentPages = DepartmentPages(
    parts: [FilesPanel.part, FilePart.part],
    timelines: [FilesTimeline.source],
    offers: [
        VerbOffer("add", on: "file", done: Label("File added", ru: "Файл добавлен")),
        VerbOffer("replace", on: "file", done: Label("New version uploaded", ru: "Загружена новая версия")),
        VerbOffer("return", on: "file", done: Label("Earlier version restored", ru: "Возвращена прежняя версия")),
    ],
    forms: [FormRule("file", omits: ["size", "media_type", "sha256"], inNew: [], hides: ["sha256"])]
)
