import Definitions
import Duplicates
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// The pages about duplicates of one object: the sets, comparing and merging, and what a form is told while one types.
struct DuplicatePages: Sendable {
    let frame: PageFrame
    let object: ObjectDefinition

    static let mergeOffer = VerbOffer("merge", on: nil, done: Label("Merged", ru: "Записи объединены"))

    var routes: [Route] {
        var routes: [Route] = []
        if object.isMergeable { routes += [route(.get, "/merge", compare), route(.post, "/merge", merge)] }
        guard !object.matching.isEmpty else { return routes }
        return routes + [
            route(.get, "/duplicates", sets), route(.post, "/duplicates/merge", mergeSets), route(.post, "/duplicates/check", check),
            route(.post, "/duplicates/dismiss") { try await dismiss($0) { try $0.dismiss(object, $1) } },
            route(.post, "/duplicates/recall") { try await dismiss($0) { try $0.recall(object, $1) } },
        ]
    }

    private func route(
        _ method: WebRequest.Method, _ rest: String, _ handler: @escaping @Sendable (Visit) async throws -> WebResponse
    ) -> Route {
        Route(method, "/\(object.path)\(rest)", .signedIn, for: .people, handler: handler)
    }

    // The sets.

    private func sets(_ visit: Visit) async throws -> WebResponse {
        try await frame.respond(visit) { try DuplicateSetsPage(object: $0.records.current(object), visit: $0).content() }
    }

    /// Merges each of the chosen sets as usual; all of it is one action.
    private func mergeSets(_ visit: Visit) async throws -> WebResponse {
        let sets = DuplicatePages.joined(visit.form.all("set").map(DuplicatePages.ids))
        guard !sets.isEmpty else {
            throw Failure.conflict(Label("Choose at least one set first.", ru: "Сначала выберите хотя бы один набор."))
        }
        let (_, batch) = try await visit.writeBatch { records, _ in
            _ = try records.object(object.name)
            for ids in sets {
                let known = ids.compactMap { id in try? records.record(object.name, id) }
                // What is gone meanwhile is named as a record that there is not.
                guard let survivor = MergeView.survivor(of: known)?.id ?? ids.first else { continue }
                do {
                    try records.merge(object, MergeOrder(.init(survivor), with: ids.filter { $0 != survivor }.map { .init($0) }))
                } catch Failure.invalid(let issues) {
                    // There are no fields beside which it could stand.
                    throw issues.first.map { Failure.conflict($0.message) } ?? Failure.notFound
                }
            }
        }
        return .see(URLPath(object.path) / "duplicates", done: batch)
    }

    private func dismiss(_ visit: Visit, _ deed: @escaping @Sendable (Records, [Int64]) throws -> Void) async throws -> WebResponse {
        let ids = visit.form.all("ids").flatMap(DuplicatePages.ids)
        try await visit.write { records, _ in
            _ = try records.object(object.name)
            try deed(records, ids)
        }
        return .see((visit.next ?? URLPath(object.path) / "duplicates").text)
    }

    /// What stands in a form so far, and whom it may mean.
    private func check(_ visit: Visit) async throws -> WebResponse {
        try await frame.answer(visit) { page in
            let object = page.records.current(try page.records.object(object.name))
            let form = RecordForm(sent: visit.form, of: object, page.principal.role)
            let original = try visit.request.item("id").flatMap { Int64($0) }.map { try page.records.record(object.name, $0) }
            return .fragment(try DuplicateHints(form: form, original: original, visit: page).list())
        }
    }

    // Comparing.

    private func compare(_ visit: Visit) async throws -> WebResponse {
        try await frame.respond(visit) { page in
            let ids = page.items.filter { $0.name == "id" }.flatMap { DuplicatePages.ids($0.value) }
            return try MergePage(object: page.records.current(object), ids: ids, visit: page).content()
        }
    }

    private func merge(_ visit: Visit) async throws -> WebResponse {
        let ids = visit.form.all("ids").flatMap(DuplicatePages.ids)
        let survivor = visit.form.first("survivor").flatMap { Int64($0) } ?? ids.first ?? 0
        do {
            let (_, batch) = try await visit.writeBatch { records, _ in
                let object = records.current(try records.object(object.name))
                func member(_ id: Int64) -> MergeOrder.Member { .init(id, version: visit.form.first("version_\(id)").flatMap { Int64($0) }) }
                var choices: [String: MergeOrder.Choice] = [:]
                for field in object.fields {
                    guard let text = visit.form.first("choice_\(field.name)") else { continue }
                    choices[field.name] = text == "all" ? .all : Int64(text).map { .record($0) }
                }
                let others = ids.filter { $0 != survivor }
                try records.merge(object, MergeOrder(member(survivor), with: others.map(member), choices: choices))
            }
            return .see(URLPath(object.path) / survivor, done: batch)
        } catch let failure as Failure {
            let form = visit.form
            return try await frame.respond(visit) { page in
                try MergePage(object: page.records.current(object), ids: ids, visit: page, sent: form, failure: failure).content()
            }
        }
    }

    /// Reads `12 15`.
    static func ids(_ text: String) -> [Int64] { text.split { " ,".contains($0) }.prefix(100).compactMap { Int64($0) } }

    /// Sets that share a record are one.
    static func joined(_ sets: [[Int64]]) -> [[Int64]] {
        var joined: [[Int64]] = []
        for set in sets where !set.isEmpty {
            let near = joined.indices.filter { index in joined[index].contains(where: set.contains) }
            let all = near.flatMap { joined[$0] } + set
            for index in near.reversed() { joined.remove(at: index) }
            joined.append(Set(all).sorted())
        }
        return joined
    }
}
