import Kit
public import RecordEngine

/// The roles that every workspace has. Their rights are code; the records of the object `role` only let users refer to them by key.
public enum ShippedRoles {
    public static let administrator = Role(
        "administrator", Label("Administrator", ru: "Администратор"), standard: .everything, administers: true
    )

    /// Leads a team of salespeople: changes what belongs to the team, sees all companies and people.
    public static let head = Role(
        "head", Label("Head of sales", ru: "Руководитель отдела продаж"), standard: sharedByAll,
        grants: grants(own: "my_team", exports: true)
    )

    public static let salesperson = Role(
        "salesperson", Label("Salesperson", ru: "Менеджер по продажам"), standard: sharedByAll,
        grants: grants(own: "me", exports: false)
    )

    /// Reads everything, changes nothing.
    public static let observer = Role(
        "observer", Label("Observer", ru: "Наблюдатель"), standard: .reading, grants: tailoring.merging(personal) { _, given in given }
    )

    public static let all = [administrator, head, salesperson, observer]

    /// For a user whose role is missing or unknown.
    static let nothing = Role("nothing", Label("No rights", ru: "Без прав"), standard: .nothing)

    public static func role(_ key: String?) -> Role { all.first { $0.key == key } ?? nothing }

    /// Stages, products, rates, users: read by all, changed by administrators.
    private static let sharedByAll = Grant.reading

    /// What records are made of is for administrators.
    private static let tailoring: [String: Grant] = [
        "custom_field": .nothing, "custom_object": .nothing, "validation_rule": .nothing, "object_layout": .nothing, "duplicate_rule": .nothing,
        "retention_policy": .nothing,
    ]

    /// What everybody with any rights has for the own work. Written roles have it too, unless they say otherwise.
    static let personal = personal(changing: "owner = me")

    private static func personal(changing rule: String) -> [String: Grant] {
        let read = RowRule.rows("audience = everyone or owner = me or audience = team and owner = my_team")
        let grant = Grant(create: true, read: read, update: .rows(rule), delete: .rows(rule), export: false)
        // What one follows is one's own; whoever changes the team's views may look at what the team follows.
        let followed = RowRule.rows(rule == "owner = me" ? "user = me" : "user = my_team")
        let follower = Grant(create: true, read: followed, update: .none, delete: followed, export: false)
        return ["saved_view": grant, "text_template": grant, "follower": follower]
    }

    /// Whoever may read something may say something of it.
    /// - Parameter knowsHistory: whether all history may be read; what is said of a change says what it was.
    static func talking(own people: String = "me", exports: Bool = false, knowsHistory: Bool = true) -> [String: Grant] {
        let own = RowRule.rows("owner = \(people)")
        let read = RowRule.rows(knowsHistory ? "about = may_read" : "about = may_read and change is empty")
        return ["comment": Grant(create: true, read: read, update: own, delete: own, export: exports)]
    }

    /// - Parameter people: whose records are one's own: `me` or `my_team`.
    private static func grants(own people: String, exports: Bool) -> [String: Grant] {
        let rule = "owner = \(people)"
        let rows = RowRule.rows(rule)
        let own = Grant(create: true, read: rows, update: rows, delete: rows, export: exports)
        let customers = Grant(create: true, read: .all, update: .all, delete: rows, export: exports)
        let views = personal(changing: people == "me" ? rule : "owner = me or audience = team and owner = my_team")
        return tailoring.merging(views) { _, given in given }.merging(talking(own: people, exports: exports)) { _, given in given }.merging([
            "deal": own,
            // Who takes part in a meeting, or is named in a note, reads it.
            "activity": Grant(create: true, read: .rows("\(rule) or colleagues = \(people)"), update: rows, delete: rows, export: exports),
            "segment": Grant(create: true, read: .all, update: rows, delete: rows, export: exports),
            "segment_entry": Grant(create: true, read: .all, update: .all, delete: .all, export: exports),
            "company": customers, "person": customers,
            // Where a person works is part of the customer.
            "employment": Grant(create: true, read: .all, update: .all, delete: .all, export: exports),
            "tag": Grant(create: true, read: .all, update: .none, delete: .none, export: false),
        ]) { _, given in given }
    }
}
