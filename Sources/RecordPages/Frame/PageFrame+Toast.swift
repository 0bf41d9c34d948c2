import Bulk
import Definitions
package import Kit
package import Markup
package import Pages
package import RecordEngine
package import Web

extension PageFrame {
    /// What the action behind `?done=` did, said once to the one who did it, with the way back.
    func toast(_ view: PageVisit) throws -> Toast? {
        guard let id = view.item("done").flatMap({ Int64($0) }) else { return nil }
        guard let batch = try? view.records.batch(id), batch.author == view.principal.user else { return nil }
        return try toast(batch, view, next: view.here)
    }

    /// - Parameter next: where undoing leads; nil to stay on the page that the notice is on.
    /// - Parameter back: the page that the notice is on.
    func toast(_ batch: Batch, _ view: PageVisit, next: URLPath?, back: URLPath? = nil) throws -> Toast {
        let isUndone = batch.undoneBy != nil
        let work = batch.undoes == nil && batch.via.kind == .bulk ? batch.via.id : nil
        let undo = isUndone ? nil : work.map { URLPath("bulk") / $0 / "undo" } ?? URLPath("batches") / batch.id / "undo"
        let more = try isUndone ? HTML() : follow(batch, view, back ?? next ?? .root)
        let cause = try cause(of: batch, view)
        return Toast(view.say(try message(batch, view)), undo: undo?.query("next", next?.text), isUndo: cause.isUndone, more: more)
    }

    /// What a verb asks when it is done.
    private func follow(_ batch: Batch, _ view: PageVisit, _ back: URLPath) throws -> HTML {
        let parts = (batch.action ?? "").split(separator: ".").map(String.init)
        guard batch.undoes == nil, parts.count == 2, let follow = offer(parts[1], on: parts[0])?.follow else { return HTML() }
        let touched = try view.records.touched(by: batch.id).filter { $0.object == parts[0] }
        // More than one: what is next has been said already.
        guard touched.count == 1, let record = touched.first else { return HTML() }
        return try follow(view, record.id, back)
    }

    /// "Deal won", «Сделка изменена»; after an undo what it was.
    /// - Parameter touched: what the batch did, where that is known already.
    package func message(_ batch: Batch, _ view: PageVisit, touched: [(object: String, kind: Touch)]? = nil) throws -> Label {
        if batch.undoes != nil {
            let (cause, isUndone) = try cause(of: batch, view)
            return try Wording.undone(isUndone, message(cause, view))
        }
        if batch.via.kind == .bulk, let bulk = try bulkMessage(batch, view) { return bulk }
        let parts = (batch.action ?? "").split(separator: ".").map(String.init)
        if parts.count == 2, let offer = offer(parts[1], on: parts[0]) { return offer.done }
        let touched = try touched ?? view.records.touched(by: batch.id).map { (object: $0.object, kind: $0.kind) }
        // Of what was deleted or changed together, the schema names first what the others hang on.
        let order = Dictionary(view.schema.objects.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        let main = touched.min { (order[$0.object] ?? .max) < (order[$1.object] ?? .max) }
        guard let main, let object = view.schema.object(main.object) else { return Label("Saved", ru: "Сохранено") }
        return Wording.done(main.kind, object.noun)
    }

    /// The action that this one is about in the end, and whether it takes it back. Taking that back brings it about again.
    private func cause(of batch: Batch, _ view: PageVisit) throws -> (cause: Batch, isUndone: Bool) {
        guard let undone = batch.undoes else { return (batch, false) }
        let (cause, isUndone) = try cause(of: view.records.batch(undone), view)
        return (cause, !isUndone)
    }

    /// "Changed: 12 deals", «Изменено: 12 сделок».
    private func bulkMessage(_ batch: Batch, _ view: PageVisit) throws -> Label? {
        guard let run = batch.via.id.flatMap({ try? BulkRuns.find($0, view.records) }), let object = view.schema.object(run.order.object)
        else { return nil }
        let count = object.noun.counted(run.changed)
        if case .delete = run.order.deed { return Label("Deleted: \(count.en)", ru: "Удалено: \(count.ru)") }
        return Label("Changed: \(count.en)", ru: "Изменено: \(count.ru)")
    }

    func offer(_ verb: String, on object: String) -> VerbOffer? {
        pages.offers.first { $0.verb == verb && ($0.object == nil || $0.object == object) }
    }
}

extension WebResponse {
    /// After an action: the page to see, which says what was done and offers the way back.
    package static func see(_ url: URLPath, done batch: Int64?) -> WebResponse {
        .see((batch.map { url.query("done", $0) } ?? url).text)
    }

    /// Sets a cookie that only this site gets back.
    package func setting(_ cookie: String, _ value: String, maxAge: Int64, isSecure: Bool) -> WebResponse {
        var response = self
        let secure = isSecure ? "; Secure" : ""
        response.headers.append(("set-cookie", "\(cookie)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax\(secure)"))
        return response
    }
}

extension Visit {
    /// Where a form wants to go afterwards, if that is inside this program.
    package var next: URLPath? { (form.first("_next") ?? request.item("next")).flatMap { URLPath(local: $0) } }

    package var cameFrom: URLPath? { request.cameFrom }

    /// The batch of what the closure wrote, with what it returned.
    package func writeBatch<T: Sendable>(_ body: @escaping @Sendable (Records, Caller) throws -> T) async throws -> (value: T, batch: Int64?) {
        try await write { records, caller in
            let value = try body(records, caller)
            return (value, records.batch)
        }
    }
}
