import Kit

/// One address of the program. The table of all of them is what serves requests, and what the tests of rights walk through.
public struct Route: Sendable {
    /// Who may come here at all; what they see is then the records' matter.
    public enum Access: String, Sendable, Hashable { case everyone, signedIn, administrator }
    /// How a failure is said: as a problem document or as a page.
    public enum Audience: String, Sendable, Hashable { case programs, people }

    public let method: WebRequest.Method
    /// `/deals/:id`: a segment with a colon takes any text.
    public let pattern: String
    public let access: Access
    public let audience: Audience
    package var handler: @Sendable (Visit) async throws -> WebResponse
    /// How many bytes a form may have. What is larger than usual is read only from those who are signed in.
    package var largestForm = Route.usualForm
    static let usualForm = 4 << 20
    /// Whether a form may have files as large as the workspace takes them.
    package var takesFiles = false
    /// Whether what stands beside the files is kept when the sender's session has ended: it was typed.
    package var keepsTyped = false
    /// What the API's document says of it.
    package var operation: Operation?

    public init(
        _ method: WebRequest.Method, _ pattern: String, _ access: Access, for audience: Audience,
        handler: @escaping @Sendable (Visit) async throws -> WebResponse
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.audience = audience
        self.handler = handler
    }
}

/// The table of routes as a tree by path segments. A literal segment is tried before a parameter.
struct RouteTree: Sendable {
    private var routes: [WebRequest.Method: Route] = [:]
    private var literals: [Substring: RouteTree] = [:]
    private var parameter: [RouteTree] = []

    init(_ table: [Route] = []) {
        for route in table { insert(route, route.pattern.split(separator: "/")[...]) }
    }

    private mutating func insert(_ route: Route, _ segments: ArraySlice<Substring>) {
        guard let first = segments.first else {
            routes[route.method] = route
            return
        }
        if first.hasPrefix(":") {
            if parameter.isEmpty { parameter = [RouteTree()] }
            parameter[0].insert(route, segments.dropFirst())
        } else {
            literals[first, default: RouteTree()].insert(route, segments.dropFirst())
        }
    }

    /// - Throws: `Failure.notFound`, or `Failure.methodNotAllowed` when the path is known under other methods.
    func route(_ method: WebRequest.Method, _ path: String) throws(Failure) -> (route: Route, parameters: [String: String]) {
        let segments = path.split(separator: "/")
        guard segments.count <= 12, let node = node(segments[...]) else { throw .notFound }
        guard let route = node.routes[method] else { throw .methodNotAllowed }
        var parameters: [String: String] = [:]
        for (name, value) in zip(route.pattern.split(separator: "/"), segments) where name.hasPrefix(":") {
            parameters[String(name.dropFirst())] = String(value)
        }
        return (route, parameters)
    }

    /// The methods that a path takes, in the order of their names.
    func methods(_ path: String) -> [WebRequest.Method] {
        (node(path.split(separator: "/")[...])?.routes.keys.map(\.self) ?? []).sorted { $0.rawValue < $1.rawValue }
    }

    private func node(_ segments: ArraySlice<Substring>) -> RouteTree? {
        guard let first = segments.first else { return routes.isEmpty ? nil : self }
        return literals[first]?.node(segments.dropFirst()) ?? parameter.first?.node(segments.dropFirst())
    }
}
