import Definitions
import Kit
public import Pages
public import RecordEngine

public let composingDepartment = Department(
    "composing", Label("Writing", ru: "Тексты"), objects: [TextTemplate.object, Comment.object, Pin.object],
    preparations: [TextTemplate.preparation, Comment.preparation, Pin.preparation])

/// Choosing a template for a text about a record.
public let composingPages = DepartmentPages(
    pages: [Page("/templates/choose") { try TemplateChoice($0).content() }], panels: [DraftPanel.panel],
    forms: [FormRule(Comment.object.name, omits: [Comment.owner.name])], settings: [TextTemplate.object.name])
