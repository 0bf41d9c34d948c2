import Kit
public import RecordEngine

/// Files on records.
public let attachmentsDepartment = Department(
    "attachments", Label("Files", ru: "Файлы"), objects: [Attachment.object], preparations: [Attachment.preparation],
    words: [FileText.words]
)
