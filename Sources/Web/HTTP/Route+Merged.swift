package import Definitions
import Kit
import RecordEngine

extension Route {
    /// The route of one record, which also knows those that went into others: who asks for one is led on for ever, who would change it
    /// is told where to.
    package func leadingOn(_ object: ObjectDefinition) -> Route {
        guard object.isMergeable, pattern.contains(":id") else { return self }
        var route = self
        let (handler, pattern, method) = (handler, pattern, method)
        route.handler = { visit in
            do {
                return try await handler(visit)
            } catch Failure.notFound {
                let id = try visit.request.id()
                let survivor = try await visit.read { records, _ in
                    // What is denied leaves no trace, not even that somebody was here.
                    guard let survivor = try records.survivor(of: id, records.current(object)) else { throw Failure.notFound }
                    return survivor
                }
                let path = pattern.replacing(":id", with: "\(survivor)")
                if method == .get { return WebResponse(301, headers: [("location", path + visit.request.queryText)]) }
                throw Failure.conflict(Label(
                    "This \(object.noun.english.one) was merged into another one: \(path).", ru: "Эта запись объединена с другой: \(path)."
                ))
            }
        }
        return route
    }
}
