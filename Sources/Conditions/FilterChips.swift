package import Definitions
import Kit
package import Markup
package import Pages
package import RecordEngine

/// The conditions of a filter one by one, each with the way to change it and to leave it out; groups of them inside.
package struct FilterChips {
    /// Groups further inside are told in words.
    private static let deepest = 3

    private let object: ObjectDefinition
    private let visit: PageVisit
    private let edit: (URLPath, [Int]) -> URLPath
    private let without: ([Int]) -> URLPath
    private let editor: URLPath

    /// - Parameters:
    ///   - editor: where a condition is said, with the whole filter.
    ///   - without: the same list without what stands at a place.
    package init(_ object: ObjectDefinition, editor: URLPath, without: @escaping ([Int]) -> URLPath, _ visit: PageVisit) {
        self.object = object
        self.visit = visit
        self.without = without
        self.editor = editor
        edit = { $0.query("at", FilterPlace.text($1)) }
    }

    package func html(_ filter: Filter) throws -> HTML {
        try filter.parts.enumerated().render { try chip($1, at: [$0], of: object) }
    }

    private func chip(_ part: Filter, at place: [Int], of object: ObjectDefinition) throws -> HTML {
        let wording = FilterWording(object: object, visit: visit)
        switch part {
        case .or(let parts) where place.count < FilterChips.deepest:
            return try group(parts, FilterWording.or, at: place, of: object, isAlternative: true)
        case .and(let parts) where place.count < FilterChips.deepest:
            return try group(parts, FilterWording.and, at: place, of: object, isAlternative: false)
        case .has(let path, let inner), .not(.has(let path, let inner)):
            guard place.count < FilterChips.deepest, let target = path.names.first.flatMap({ visit.schema.object($0) }) else { break }
            let head = wording.relation(path, exists: part == .has(path, inner))
            return try group(inner.parts, FilterWording.and, at: place, of: target, isAlternative: false, head: head)
        default: break
        }
        let text = try wording.text(part)
        return visit.ui.chip(FilterChip(text, remove: without(place), editor: edit(editor, place)))
    }

    private func group(
        _ parts: [Filter], _ word: Label, at place: [Int], of object: ObjectDefinition, isAlternative: Bool, head: String? = nil
    ) throws -> HTML {
        let chips = try parts.enumerated().map { try chip($1, at: place + [$0], of: object) }
        let first: HTML? = head.map { "<a class=\"chip__label\" data-condition href=\"\(edit(editor, place))\">\($0)</a>" }
        let join = edit(editor, place).query("join", isAlternative ? "or" : "and")
        let name = visit.say(
            isAlternative ? Label("Or one more condition", ru: "Или ещё условие") : Label("And one more condition", ru: "И ещё условие"))
        return """
            <div class="chip chip--group" role="group" aria-label="\(head ?? visit.say(Label("One of these", ru: "Одно из этого")))">\(first)\
            \(chips.joined(separator: "<span class=\"chip__word\">\(visit.say(word))</span>"))\
            <a class="chip__remove" data-condition href="\(join)" aria-label="\(name)" title="\(name)">\(visit.ui.icon(.plus))</a>\
            \(visit.ui.chipRemove(head ?? visit.say(Label("the group", ru: "группа")), without(place)))</div>
            """
    }
}

/// The place of a condition as an address holds it: `0.1`.
package enum FilterPlace {
    package static func text(_ place: [Int]) -> String { place.map(String.init).joined(separator: ".") }

    package static func place(_ text: String) -> [Int] { text.split(separator: ".").prefix(16).compactMap { Int($0) } }
}
