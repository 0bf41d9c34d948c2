import Kit
public import RecordEngine

public let peopleDepartment = Department(
    "people", Label("Clients", ru: "Клиенты"), objects: [Tag.object, Company.object, Person.object, Employment.object],
    preparations: [Employment.preparation]
)
