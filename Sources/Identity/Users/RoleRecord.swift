public import Definitions
public import Kit
public import RecordEngine

/// A role that users can be given. Shipped ones are known by their key and have their rights in code until an administrator writes others.
public enum RoleRecord {
    public static let title = Field.text("title", Label("Title", ru: "Название"), required: true, searched: true)
    public static let key = Field.text("key", Label("Key", ru: "Ключ"), unique: true, readOnly: true)
    public static let rights = Field.json(
        "rights", Label("Rights", ru: "Права"),
        help: Label("Who may do what; empty for a shipped role as it is shipped.", ru: "Кому что можно; пусто у встроенной роли с исходными правами."))

    public static let object = ObjectDefinition(
        "role", path: "roles", Noun(en: ("role", "roles"), ru: .feminine("роль", "роли", "ролей", accusative: "роль")),
        icon: "shield", title: "title", list: ["title", "key"], sort: ("title", false), related: [RelatedList("user", by: "role")],
        isInNavigation: false
    ) {
        title
        key
        rights
    }

    /// Rights speak of objects and fields that there are, and of rows by filters that can be read. An administrator may do everything.
    static let preparation = Preparation("role") { draft, original, records in
        guard case .text(let text)? = draft[rights.name] else { return }
        if original?[key] == ShippedRoles.administrator.key {
            return draft.issue("rights", Label("Administrators may do everything.", ru: "Администратору можно всё."))
        }
        do throws(Failure) {
            for problem in try Rights(text).problems(records) { draft.issue("rights", problem) }
        } catch {
            guard case .invalid(let issues) = error else { throw error }
            for issue in issues { draft.issue("rights", issue.message) }
        }
    }

    /// Shipped roles stay: users are made with them.
    static let consequence = Consequence("role") { old, new, _ in
        guard let old, old[key] != nil, new == nil else { return }
        throw Failure.conflict(Label(
            "This role is a part of the program and can't be deleted. Take it from its users instead.",
            ru: "Эта роль — часть программы, её нельзя удалить. Отберите её у пользователей."
        ))
    }
}

extension Rights {
    /// What is wrong with the objects, fields and filters that are named.
    public func problems(_ records: Records) throws(Failure) -> [Label] {
        var problems: [Label] = []
        for (name, grant) in grants.sorted(by: { $0.key < $1.key }) {
            guard let object = records.schema.object(name) else {
                problems.append(Label("There is no object “\(name.prefix(80))”.", ru: "Объекта «\(name.prefix(80))» нет."))
                continue
            }
            for rule in Set([grant.read, grant.update, grant.delete]) {
                guard case .rows(let filter) = rule, let problem = records.problem(withRule: filter, of: object) else { continue }
                let title = object.noun.plural
                problems.append(Label("\(title.en), “\(filter)”: \(problem.en)", ru: "\(title.ru), «\(filter)»: \(problem.ru)"))
            }
        }
        for rule in [standard.read, standard.update, standard.delete] {
            if case .rows = rule {
                problems.append(Label("For other objects a rule is none or all.", ru: "Для остальных объектов правило — none или all."))
            }
        }
        for name in fields.keys.sorted() {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            if parts.count != 2 || records.schema.object(parts[0])?.field(parts[1]) == nil {
                problems.append(Label("There is no field “\(name.prefix(80))”.", ru: "Поля «\(name.prefix(80))» нет."))
            }
        }
        return problems
    }
}
