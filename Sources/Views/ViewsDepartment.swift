public import RecordEngine
import Definitions
import Kit

public let viewsDepartment = Department(
    "views", Label("Views", ru: "Представления"), objects: [SavedView.object], preparations: [SavedView.preparation])
