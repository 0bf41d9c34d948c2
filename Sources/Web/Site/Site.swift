public import Definitions
import Foundation
import Identity
import Kit
public import Logging
import Markup
import Packing
import Pages
package import RecordEngine
import Storage

/// The whole program as seen from outside: requests in, responses out. Needs no server to be tried.
public struct Site: Sendable {
    public static let sessionCookie = "krug_session"

    public let routes: [Route]
    package let assets: Assets
    private let isSecure: Bool
    private let proxies: TrustedProxies
    private let tree: RouteTree
    private let live: LiveRoutes
    private let workspaces: any Workspaces
    private let refused: Refusal
    private let logger: Logger
    /// What has been answered.
    public let figures = RequestFigures()
    /// Those of all visitors.
    public let connections: Connections

    /// Answers a form whose sender is not signed in any more, or is again, as whom is said then, so that nothing typed is lost.
    public typealias Refusal = @Sendable (WebRequest, Site, Form, Visit.Caller?) -> WebResponse?

    /// - Parameters:
    ///   - isSecure: whether all browsers come by HTTPS, so that cookies may be marked so.
    ///   - proxies: whose word about visitors counts.
    ///   - refused: what is answered to a form that nobody who is signed in sent.
    ///   - custom: the addresses of the objects that a workspace made itself.
    public init(
        routes: [Route], custom: @escaping @Sendable (Schema) -> [Route] = { _ in [] },
        workspaces: any Workspaces, assets: Assets, isSecure: Bool, proxies: TrustedProxies = .none, refused: @escaping Refusal,
        connections: Connections, logger: Logger
    ) {
        self.routes = routes
        self.assets = assets
        self.isSecure = isSecure
        self.proxies = proxies
        self.workspaces = workspaces
        self.refused = refused
        self.connections = connections
        self.logger = logger
        tree = RouteTree(routes)
        live = LiveRoutes(custom)
    }

    /// All routes of a workspace, with those of the objects that it made itself.
    package func routes(_ workspace: Workspace, _ engine: Engine) -> [Route] { routes + live.routes(workspace, engine) }

    /// Pages that listen hold their connections for long: a quarter is left to everybody else.
    var hasRoomForPages: Bool { workspaces.all.reduce(0) { $0 + $1.live.pages } < connections.limit / 4 * 3 }

    /// Answers a request. Never throws: what went wrong is the answer.
    public func respond(to request: WebRequest) async -> WebResponse {
        var request = request
        request.isSecure = isSecure || proxies.isSecure(behind: request.address, forwardedProto: request.headers["x-forwarded-proto"])
        request.address = proxies.visitor(behind: request.address, forwardedFor: request.headers["x-forwarded-for"])
        let begin = ContinuousClock.now
        var response = await answer(request)
        figures.note(request, response.status, ContinuousClock.now - begin)
        if request.isSecure { response.headers.append(("strict-transport-security", "max-age=31536000")) }
        guard request.path.hasPrefix("/assets/") else {
            // What is no page of ours may be shut in more tightly.
            response.headers += Site.pageHeaders.filter { response.header($0.name) == nil }
            return compressed(response, request)
        }
        response.headers.append(("x-content-type-options", "nosniff"))
        return response
    }

    private func answer(_ request: WebRequest) async -> WebResponse {
        if request.path.hasPrefix("/assets/"), request.refusal == nil { return asset(request) }
        let audience: Route.Audience = request.path.hasPrefix("/api/") ? .programs : .people
        do {
            if let refusal = request.refusal {
                throw refusal == .methodNotAllowed && methods(request).isEmpty ? .notFound : refusal
            }
            let (workspace, route, parameters) = try await route(request)
            var request = request
            request.parameters = parameters
            return try await perform(request, route, workspace)
        } catch let failure as Failure {
            var response = await say(failure, to: audience, request)
            if failure == .methodNotAllowed {
                response.headers.append(("allow", methods(request).map(\.rawValue).joined(separator: ", ")))
            }
            return response
        } catch {
            let id = String(UInt64.random(in: .min ... .max), radix: 36)
            // The rest of such an address opens an account.
            let path = request.path.hasPrefix("/welcome/") ? "/welcome/…" : request.path
            logger.error("A request failed.", metadata: ["request": "\(id)", "path": "\(path)", "cause": "\(error)"])
            let problem = Problem.unexpected(id)
            return audience == .programs ? problem.document(await language(of: request)) : ProblemPage.response(problem, request, self)
        }
    }

    private func perform(_ request: WebRequest, _ route: Route, _ workspace: Workspace) async throws -> WebResponse {
        try checkOrigin(request)
        let keeps = route.audience == .people && request.method == .post && !request.isFromScript
        let form: Form
        do {
            form = try await self.form(of: request, route, workspace)
        } catch Failure.signInRequired where keeps && route.keepsTyped {
            let typed = await typed(in: request)
            if !typed.fields.isEmpty, let kept = refused(request, self, typed, nil) { return kept }
            throw Failure.signInRequired
        }
        let visit = Visit(request: request, workspace: workspace, site: self, route: route, form: form)
        do {
            return try await route.handler(visit)
        } catch Failure.signInRequired where keeps {
            if let kept = refused(request, self, form, nil) { return kept }
            throw Failure.signInRequired
        } catch let failure as Failure where failure == Visit.foreignForm && request.method == .post && request.isOfOwnPage {
            // One has signed in again since in another tab: what was typed is kept, and sent with the token of now.
            if let kept = refused(request, self, form, try await visit.read { _, caller in caller }) { return kept }
            throw failure
        }
    }

    /// The route of an address: one that every workspace has, or one of an object that this workspace made, perhaps a moment ago by another
    /// server. Whoever shows nothing to be known by has nothing looked up.
    private func route(_ request: WebRequest) async throws -> (Workspace, Route, [String: String]) {
        guard let workspace = workspaces.workspace(host: request.headers["host"] ?? "") else { throw Failure.notFound }
        func found(_ tree: RouteTree) throws(Failure) -> (Workspace, Route, [String: String])? {
            do throws(Failure) {
                let (route, parameters) = try tree.route(request.method, request.path)
                return (workspace, route, parameters)
            } catch .notFound { return nil }
        }
        let known = workspace.engine
        if let found = try found(tree) ?? found(live.tree(workspace, known)) { return found }
        guard request.hasCredentials else { throw Failure.notFound }
        let now = workspace.clock.now()
        let engine = try await workspace.database.read { try workspace.engines.engine(known, on: $0, at: now, mustAsk: true) }
        guard engine.number != known.number, let found = try found(live.tree(workspace, engine)) else { throw Failure.notFound }
        return found
    }

    private func methods(_ request: WebRequest) -> [WebRequest.Method] {
        let shipped = tree.methods(request.path)
        guard shipped.isEmpty, let workspace = workspaces.workspace(host: request.headers["host"] ?? "") else { return shipped }
        return live.tree(workspace, workspace.engine).methods(request.path)
    }

    private func say(_ failure: Failure, to audience: Route.Audience, _ request: WebRequest) async -> WebResponse {
        if audience == .people, failure == .signInRequired, !request.isFromScript {
            return .see("/sign-in?next=\((request.encodedPath + request.queryText).formEncoded)")
        }
        let problem = Problem(failure)
        guard audience == .programs || request.headers["accept"] == "application/json" else {
            return ProblemPage.response(problem, request, self)
        }
        // Whom nobody knows, and when there is too much to do already, nothing is looked up for.
        let isAsked = failure != .signInRequired && problem.status < 500
        return problem.document(isAsked ? await language(of: request) : request.language)
    }

    /// The language of whoever asks: that of the user, as far as somebody is known.
    private func language(of request: WebRequest) async -> Language {
        guard request.hasCredentials, let workspace = workspaces.workspace(host: request.headers["host"] ?? "") else {
            return request.language
        }
        let now = workspace.clock.now()
        let known = try? await workspace.database.read { try Visit.signedIn(request, $0, now).language }
        return known ?? request.language
    }

    /// A page of another site can't make a browser change anything here.
    private func checkOrigin(_ request: WebRequest) throws(Failure) {
        guard request.method != .get, request.headers["authorization"] == nil else { return }
        if let site = request.headers["sec-fetch-site"] {
            guard site == "same-origin" || site == "none" else { throw Visit.foreignForm }
        } else if request.isOfOwnOrigin == false {
            throw Visit.foreignForm
        }
    }

    private func form(of request: WebRequest, _ route: Route, _ workspace: Workspace) async throws -> Form {
        guard route.audience == .people, request.method != .get, let type = request.headers["content-type"] else { return .empty }
        if route.largestForm > Route.usualForm || route.takesFiles && !type.hasPrefix("application/x-www-form-urlencoded") {
            try await Visit(request: request, workspace: workspace, site: self, route: route, form: .empty).read { _, _ in }
        }
        if type.hasPrefix("application/x-www-form-urlencoded") {
            return try Form(urlEncoded: try await request.bytes(upTo: Route.usualForm))
        }
        if type.hasPrefix("multipart/form-data") {
            let limit = route.takesFiles ? workspace.fileLimit * 4 : route.largestForm
            var reader = try MultipartReader(contentType: type, limits: .init(file: route.takesFiles ? workspace.fileLimit : limit))
            try await request.pieces(upTo: limit) { try reader.feed($0) }
            return try reader.form()
        }
        throw Failure.unsupportedType(Label("Send a form.", ru: "Отправьте форму."))
    }

    /// What stands beside the files of a form whose sender's session has ended. Of what nobody answers for, no more is taken in than of any
    /// form; nothing when there is more, or what can't be read.
    private func typed(in request: WebRequest) async -> Form {
        guard let type = request.headers["content-type"], type.hasPrefix("multipart/form-data") else { return .empty }
        do {
            var reader = try MultipartReader(contentType: type, limits: .init(file: Route.usualForm))
            try await request.pieces(upTo: Route.usualForm) { try reader.feed($0) }
            return Form(fields: try reader.form().fields)
        } catch {
            return .empty
        }
    }

    private func asset(_ request: WebRequest) -> WebResponse {
        guard request.method == .get, let asset = assets.response(path: request.path) else {
            return Problem(.notFound).document(request.language)
        }
        var headers = [
            ("content-type", asset.contentType), ("cache-control", "public, max-age=31536000, immutable"), ("vary", "accept-encoding"),
        ]
        if acceptsGzip(request), let gzipped = asset.gzipped {
            headers.append(("content-encoding", "gzip"))
            return WebResponse(200, headers: headers, body: .gzipped(gzipped))
        }
        return WebResponse(200, headers: headers, body: .bytes(asset.bytes))
    }

    private func compressed(_ response: WebResponse, _ request: WebRequest) -> WebResponse {
        guard case .bytes(let bytes) = response.body, bytes.count > 1_400, acceptsGzip(request), let small = gzip(bytes, level: 1) else {
            return response
        }
        var response = response
        response.body = .gzipped(small)
        response.headers += [("content-encoding", "gzip"), ("vary", "accept-encoding")]
        return response
    }

    private func acceptsGzip(_ request: WebRequest) -> Bool { request.headers["accept-encoding"]?.contains("gzip") ?? false }

    static let pageHeaders: [(name: String, value: String)] = [
        (
            "content-security-policy",
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
            form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        ),
        ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"), ("cache-control", "no-store"),
    ]
}
