import Kit
public import RecordEngine

public let workDepartment = Department(
    "work", Label("Work", ru: "Работа"), objects: [Activity.object], verbs: [Activity.complete, Assigning.assign],
    preparations: [Activity.preparation]
)
