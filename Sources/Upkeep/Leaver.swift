public import Definitions
public import Jobs
import Kit
public import RecordEngine
import Storage

/// Somebody who leaves: what is in the person's hands, and how it goes into others'.
public struct Leaver {
    public let records: Records
    public let user: Record

    /// - Throws: `Failure.notFound` for somebody whom there is not.
    public init(_ id: Int64, _ records: Records) throws {
        self.records = records
        user = try records.record("user", id)
    }

    /// The objects whose records people own. Of activities, what is done stays with whoever did it.
    public var objects: [(object: ObjectDefinition, filter: String)] {
        records.schema.objects.compactMap { object in
            guard let owner = object.ownerField, records.principal.role.grant(object.name).update != .none else { return nil }
            let open = object.name == "activity" ? " and done_at is empty" : ""
            return (object, object.hasArchive ? Filter.equals(owner, user.id).withArchived(object).text : "\(owner) = \(user.id)\(open)")
        }
    }

    /// How many records of each object are the person's; those of which there are none are left out.
    public func holdings() throws -> [(object: ObjectDefinition, filter: String, count: RecordCount)] {
        try objects.compactMap { object, filter in
            let count = try records.count(Query(object.name, filter: try Filter(filter)), upTo: 1_000_000)
            return count.value > 0 ? (object, filter, count) : nil
        }
    }

    /// Switches the person off, which ends all sessions, and orders the rest, as one work that can be taken back as a whole.
    /// - Parameter rules: by the name of an object, who gets its records in turn; what is not named stays.
    /// - Returns: the number of the work.
    public static func leave(
        _ id: Int64, _ rules: [String: [Int64]], _ records: (Principal) throws -> Records, as principal: Principal, _ queue: JobQueue
    ) throws -> Int64 {
        let leaver = try Leaver(id, try records(principal))
        guard id != principal.user else {
            throw Failure.conflict(
                Label(
                    "You can't leave yourself; ask another administrator.", ru: "Себя отключить нельзя; попросите другого администратора."))
        }
        for users in rules.values {
            for other in users {
                guard other != id, let heir = try? leaver.records.record("user", other), heir["is_active"] == .boolean(true) else {
                    throw Failure.invalid(
                        "to",
                        Label("Give it to somebody else who works here.", ru: "Передать можно только другому работающему пользователю."))
                }
            }
        }
        let parts = try leaver.holdings().compactMap { holding in
            rules[holding.object.name].map { (Reassignment.Part(holding.object.name, filter: holding.filter, to: $0), holding.count.value) }
        }.filter { !$0.0.to.isEmpty }
        let work = Reassignment(parts.map(\.0), total: Int64(parts.map(\.1).reduce(0, +)))
        let number = try work.order(queue, by: principal.user, in: try leaver.records.writing())
        let own = try records(principal.acting(via: Via(.handover, number)))
        own.action = "user.leave"
        try own.update(id, Draft(leaver.user.object, ["is_active": .boolean(false)]))
        return number
    }
}
