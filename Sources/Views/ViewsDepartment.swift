public import RecordEngine
import Definitions
import Kit

public let viewsDepartment = Department(
    "views", Label("Views", ru: "Представления"), objects: [SavedView.object, Segment.object, SegmentEntry.object],
    preparations: [SavedView.preparation, Segment.preparation, SegmentEntry.preparation])
