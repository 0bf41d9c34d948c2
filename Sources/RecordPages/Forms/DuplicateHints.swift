package import Definitions
package import Duplicates
import Exchange
import Kit
package import Markup
package import Pages
package import RecordEngine
import Web

/// In the form of a record: those that it may mean already, with the reason. Filled by the server; a script keeps it up to date while
/// somebody types.
package struct DuplicateHints {
    let form: RecordForm
    let original: Record?
    let visit: PageVisit
    private var ui: Components { visit.ui }

    /// - Parameter original: the record that is changed; nil for a new one.
    package init(form: RecordForm, original: Record?, visit: PageVisit) {
        self.form = form
        self.original = original
        self.visit = visit
    }

    /// The place in the form.
    func html() throws -> HTML {
        guard !form.object.matching.isEmpty else { return HTML() }
        let url = (URLPath(form.object.path) / "duplicates" / "check").query("id", original.map { "\($0.id)" })
        let isAsked = form.problem != nil || original == nil
        return "<duplicate-hints class=\"duplicate-hints\" data-url=\"\(url)\" aria-live=\"polite\">\(isAsked ? try list() : HTML())</duplicate-hints>"
    }

    /// Whether the form may be sent again in spite of them.
    var mayPass: Bool { get throws { try form.problem != nil && check().outcome == .asks } }

    package func list() throws -> HTML {
        let check = try check()
        guard !check.duplicates.isEmpty else { return HTML() }
        let title = check.outcome == .refuses
            ? Label("This is here already; duplicates are not saved", ru: "Такая запись уже есть; дубли не сохраняются")
            : Label("This may be here already", ru: "Возможно, такая запись уже есть")
        let lines = check.duplicates.prefix(5).render { DuplicateHints.line($0, form.object, visit) }
        return ui.notice(check.outcome == .refuses ? .bad : .warning, "<strong>\(visit.say(title))</strong><ul class=\"duplicate-list\">\(lines)</ul>")
    }

    private func check() throws -> DuplicateCheck {
        let draft = try form.draft(visit.records, visit.context, role: visit.principal.role)
        return try DuplicateCheck(draft, original, visit.records)
    }

    static func line(_ duplicate: Duplicate, _ object: ObjectDefinition, _ visit: PageVisit) -> HTML {
        """
        <li class="duplicate-list__line"><a href="\(URLPath(object.path) / duplicate.record.id)" target="_blank">\(duplicate.record.title)</a>\
        <span class="muted">\(visit.number(of: duplicate.record.id))</span>\(visit.ui.badge(visit.say(duplicate.certainty.label), duplicate.certainty.hue))\
        <span class="duplicate-list__why">\(reasons(duplicate.matches, visit))</span></li>
        """
    }

    package static func reasons(_ matches: [Match], _ visit: PageVisit) -> String {
        matches.prefix(4).map { visit.say($0.label) }.joined(separator: ", ")
    }
}

extension PageVisit {
    /// Whether the person may merge records of the object at all.
    package func mayMerge(_ object: ObjectDefinition) -> Bool {
        object.isMergeable && !records.isPast && may(\.update, object.name) && may(\.delete, object.name)
    }
}
