import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Taking records away, and taking actions back.
struct DeletePages: Sendable {
    let frame: PageFrame

    /// Asks whoever comes without scripts, or by a link.
    func ask(_ object: ObjectDefinition, _ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        return try await frame.respond(visit) { page in
            let record = try page.records.record(object.name, id)
            guard try page.records.may(\.delete, record) else { throw FormPages.mayNotChange }
            let ui = page.ui
            let url = URLPath(object.path) / id
            let question = page.say(Wording.askDelete(object.noun))
            let form = ui.form(
                url / "delete", class: "form form--single",
                """
                <p><strong>\(record.title)</strong></p><p class="muted">\(page.say(Wording.deletedIsRestorable))</p>\
                <div class="form__actions">\(ui.button(page.say(Wording.delete), .danger, icon: .trash))\
                \(ui.linkButton(page.say(Wording.cancel), url, .plain))</div>
                """
            )
            return PageContent(question, object: object.name, Layout.pageHead(question) + form)
        }
    }

    func delete(_ object: ObjectDefinition, _ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let (_, batch) = try await visit.writeBatch { records, _ in try records.delete(object, id) }
        return .see(visit.next ?? frame.front(of: object), done: batch)
    }

    func undo(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let (place, batch) = try await visit.writeBatch { records, _ in
            try records.undo(id)
            return try there(visit.next ?? visit.cameFrom ?? .root, records)
        }
        return .see(place, done: batch)
    }

    /// Where to go on: the list, where the record of that page went with what was taken back.
    private func there(_ place: URLPath, _ records: Records) throws -> URLPath {
        let parts = place.text.prefix { $0 != "?" }.split(separator: "/")
        guard parts.count == 2, let id = Int64(parts[1]), let object = records.schema.objects.first(where: { $0.path == parts[0] }) else {
            return place
        }
        do {
            _ = try records.record(object.name, id)
            return place
        } catch Failure.notFound {
            return frame.front(of: object)
        }
    }
}
