public import Definitions
public import Kit
import Storage

extension Records {
    /// Does a verb to a record: loads it by its right, runs the function, all in this unit's batch.
    /// - Throws: `Failure.notFound` for an unknown verb or record, `Failure.invalid` for missing inputs, and what the verb refuses.
    @discardableResult
    public func perform(_ name: String, on object: ObjectDefinition, _ id: Int64, _ input: Draft, ifVersion: Int64? = nil) throws -> Record {
        guard let verb = engine.verb(name, of: object.name) else { throw Failure.notFound }
        let object = current(object)
        let record = try locked(object, id, right: \.update)
        if let ifVersion, try isStale(record, since: ifVersion) { throw Failure.stale(version: record.version) }
        var input = input
        for field in verb.definition.inputs where field.isRequired && (input.values[field.name] ?? .empty).isEmpty {
            if input.issues.contains(where: { $0.field == field.name }) { continue }
            input.issue(field.name, Label("Fill this in.", ru: "Заполните это поле."))
        }
        try input.check()
        action = "\(object.name).\(name)"
        try verb.run(record, input, self)
        return try find(object, id, rule: .all) ?? record
    }

    /// The object that a verb's inputs are read as.
    public func inputs(of name: String, on object: ObjectDefinition) throws(Failure) -> ObjectDefinition {
        guard let verb = engine.verb(name, of: object.name) else { throw .notFound }
        return verb.definition.form
    }

    /// Sets fields of a record that the running verb has loaded.
    @discardableResult
    public func set(_ record: Record, _ change: (inout Draft) -> Void) throws -> Record {
        var draft = Draft(record.object)
        change(&draft)
        return try update(record.id, draft)
    }
}

extension VerbDefinition {
    /// The inputs as an object, so that they are parsed and shown as any fields are.
    public var form: ObjectDefinition {
        ObjectDefinition(name, path: name, Noun(en: (name, name), ru: .masculine(name, name, name, genitive: name)), icon: icon, title: "", list: []) {
            inputs
        }
    }
}
