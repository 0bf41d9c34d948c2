public import Identity
public import Kit
public import RecordEngine
public import Storage

/// A request on its way through a handler: who asks is found out in the same unit in which the records are read.
public struct Visit: Sendable {
    public let request: WebRequest
    public let workspace: Workspace
    public let site: Site
    public let route: Route
    /// What the visitor sent in a form, read at most once, before any unit begins.
    public let form: Form

    /// Who asks: the principal, and for a person at a page the session.
    public struct Caller: Sendable {
        public let principal: Principal
        /// Nil for a program with a token.
        public let session: SignedIn?
        /// Nil for a person at a page.
        public let token: UsedToken?

        /// The same with the rights that hold for the records.
        package func within(_ records: Records) -> Caller { Caller(principal: records.principal, session: session, token: token) }

        public var language: Language { principal.language }
        /// What every form of a page carries.
        public var formToken: String { session?.formToken ?? "" }
    }

    /// Reads records as the caller, on one snapshot.
    /// - Throws: `Failure.signInRequired` for nobody, `Failure.forbidden` when the route is not for this caller.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Records, Caller) throws -> T) async throws -> T {
        let (now, known) = (workspace.clock.now(), workspace.engine)
        let (value, asker) = try await workspace.database.read { connection -> (T, Caller) in
            let asker = try caller(connection, now)
            let records = Records(try workspace.engines.engine(known, on: connection, at: now), connection, asker.principal, now: now)
            return (try body(records, asker.within(records)), asker)
        }
        try await touch(asker)
        return value
    }

    /// Reads records as whoever the caller is by now, without that counting as a use of the session.
    package func peek<T: Sendable>(_ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        let (now, known) = (workspace.clock.now(), workspace.engine)
        return try await workspace.database.read { connection in
            let asker = try caller(connection, now)
            return try body(Records(try workspace.engines.engine(known, on: connection, at: now), connection, asker.principal, now: now))
        }
    }

    /// Reads and writes records as the caller, as one unit and one batch. A page's form must carry its session's token.
    public func write<T: Sendable>(_ body: @escaping @Sendable (Records, Caller) throws -> T) async throws -> T {
        try await transact { tx, asker in 
            let records = try workspace.records(tx, asker.principal)
            return try body(records, asker.within(records))
        }
    }

    /// Writes as the caller what is no record: sessions, tokens, links.
    public func transact<T: Sendable>(_ body: @escaping @Sendable (any Transaction, Caller) throws -> T) async throws -> T {
        try await workspace.database.write { tx in
            let asker = try caller(tx, tx.now)
            try checkForm(asker)
            let value = try body(tx, asker)
            try touch(asker, tx)
            return value
        }
    }

    private func caller(_ connection: any Connection, _ now: Instant) throws -> Caller {
        let caller = try Visit.signedIn(request, connection, now)
        if route.access == .administrator, !caller.principal.role.administers {
            throw Failure.forbidden(Label("Only administrators may come here.", ru: "Сюда могут заходить только администраторы."))
        }
        return caller
    }

    package static func signedIn(_ request: WebRequest, _ connection: any Connection, _ now: Instant) throws -> Caller {
        if let header = request.headers["authorization"] {
            guard header.prefix(7).lowercased() == "bearer ", let found = try Tokens.find(String(header.dropFirst(7)), at: now, in: connection)
            else { throw Failure.signInRequired }
            return Caller(principal: found.principal, session: nil, token: found.token)
        }
        guard let cookie = request.cookie(Site.sessionCookie), let found = try Sessions.find(cookie, at: now, in: connection)
        else { throw Failure.signInRequired }
        return Caller(principal: found.principal, session: found.session, token: nil)
    }

    /// A person's browser may have been led here by another site; only our own forms know the token.
    func checkForm(_ caller: Caller) throws(Failure) {
        guard let session = caller.session else { return }
        let token = request.headers["x-csrf-token"] ?? form.first("_csrf") ?? ""
        guard session.isGenuine(token) else { throw Visit.foreignForm }
    }

    private func touch(_ caller: Caller) async throws {
        guard caller.session?.isStale ?? caller.token?.isStale ?? false else { return }
        do {
            try await workspace.database.write { tx in try touch(caller, tx) }
        } catch is Failure {
            // Whoever reads is answered although it can't be noted: the disk is full, or too many write. The next request tries again.
        }
    }

    /// Notes that the session or token is in use.
    private func touch(_ caller: Caller, _ tx: any Transaction) throws {
        if let session = caller.session, session.isStale { try Sessions.touch(session, in: tx) }
        if let token = caller.token, token.isStale { try Tokens.touch(token, in: tx) }
    }

    static let foreignForm = Failure.forbidden(Label(
        "This form is out of date. Reload the page and send it again.", ru: "Форма устарела. Обновите страницу и отправьте её снова."
    ))

    /// The caller's address and program, for sessions and throttling.
    public var visitor: Visitor { Visitor(address: request.address, agent: request.headers["user-agent"] ?? "") }
}
