import Kit
public import RecordEngine

public let workDepartment = Department(
    "work", Label("Work", ru: "Работа"), objects: [Activity.object], verbs: [Activity.complete, Activity.postpone, Activity.check, Assigning.assign, Planning.plan],
    preparations: [Activity.preparation]
)
