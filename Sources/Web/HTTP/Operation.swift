package import Kit

/// What the API's document says of a route, and what the route holds its callers to.
package struct Operation: Sendable {
    /// A part of the address's query, or a header.
    package struct Parameter: Sendable {
        package enum Place: String, Sendable { case query, header }

        package let name: String
        package let place: Place
        package let schema: JSON
        package let note: Label
        package var isRequired = false
    }

    package struct Body: Sendable {
        package let schema: JSON
        /// Whether nothing may be sent at all.
        package var isOptional: Bool
        package let mediaType: String

        package init(schema: JSON, isOptional: Bool = false, mediaType: String = "application/json") {
            self.schema = schema
            self.isOptional = isOptional
            self.mediaType = mediaType
        }
    }

    /// The id in the document: `deal.list`.
    package let id: String
    /// In which section it stands.
    package let tag: Label
    package let summary: Label
    package var parameters: [Parameter]
    package var body: Body?
    package var status: Int
    /// The schema of what is answered; nil when there is no body.
    package var answer: JSON?
    /// What is answered when that is no JSON.
    package var answerType: String
    package var headers: [String]

    package init(
        id: String, tag: Label, summary: Label, parameters: [Parameter] = [], body: Body? = nil, status: Int = 200, answer: JSON? = nil,
        answerType: String = "application/json", headers: [String] = []
    ) {
        self.id = id
        self.tag = tag
        self.summary = summary
        self.parameters = parameters
        self.body = body
        self.status = status
        self.answer = answer
        self.answerType = answerType
        self.headers = headers
    }

    package func takes(_ name: String, in place: Parameter.Place) -> Bool { parameters.contains { $0.place == place && $0.name == name } }

    /// Refuses what the route does not know, so that a misspelt `filter` is not read as no filter.
    package func check(_ query: [(name: String, value: String)]) throws(Failure) {
        var seen: Set<String> = []
        for (name, value) in query {
            guard takes(name, in: .query) else {
                throw .malformed(Label("There is no parameter “\(name.prefix(80))” here.", ru: "Параметра «\(name.prefix(80))» здесь нет."))
            }
            guard seen.insert(name).inserted else {
                throw .malformed(Label("The parameter “\(name)” is there twice.", ru: "Параметр «\(name)» указан дважды."))
            }
            guard !value.utf8.contains(0) else {
                throw .malformed(Label("The parameter “\(name)” holds a zero byte.", ru: "В параметре «\(name)» есть нулевой байт."))
            }
        }
    }
}

extension Operation.Parameter {
    package static func query(_ name: String, _ schema: JSON, _ note: Label, required: Bool = false) -> Self {
        .init(name: name, place: .query, schema: schema, note: note, isRequired: required)
    }

    package static func header(_ name: String, _ note: Label, required: Bool = false) -> Self {
        .init(name: name, place: .header, schema: ["type": "string"], note: note, isRequired: required)
    }

    package static func limit(_ range: ClosedRange<Int>, standard: Int) -> Self {
        let schema: JSON = [
            "type": "integer", "minimum": .number("\(range.lowerBound)"), "maximum": .number("\(range.upperBound)"),
            "default": .number("\(standard)"),
        ]
        return .query("limit", schema, Label("How many at most.", ru: "Сколько самое большее."))
    }

    package static let view = query(
        "view", ["type": "integer"],
        Label(
            "A saved view of these records: its filter, order and fields, where the request has none of its own.",
            ru: "Сохранённое представление этих записей: его фильтр, порядок и поля, если в запросе нет своих."))
    package static let filter = query(
        "filter", ["type": "string"],
        Label(
            "A condition: amount >= 100000 and company.city = \"Moscow\".", ru: "Условие: amount >= 100000 and company.city = \"Москва\"."))
    package static let search = query(
        "q", ["type": "string"], Label("Only what search finds by this text.", ru: "Только то, что поиск находит по этому тексту."))
    package static let sort = query(
        "sort", ["type": "string"],
        Label(
            "Up to four fields, a minus before those that descend: -amount,title.",
            ru: "До четырёх полей, минус перед убывающими: -amount,title."))
    package static let fields = query(
        "fields", ["type": "string"],
        Label(
            "The fields wanted, with those of references: title,company.city. All when left out.",
            ru: "Нужные поля, в том числе по ссылкам: title,company.city. Без него — все."))
    package static let after = query(
        "after", ["type": "string"], Label("The “next” of the page before.", ru: "«next» предыдущей страницы."))
    package static let asOf = query(
        "as_of", ["type": "string"],
        Label(
            "As it was at a moment, 2026-11-12T09:00:00Z, or at the end of a day, 2026-11-12.",
            ru: "Как было в момент 2026-11-12T09:00:00Z или в конце дня 2026-11-12."))
    package static let version = header(
        "If-Match", Label("The ETag of the version that is changed.", ru: "ETag изменяемой версии."), required: true)
    package static let optionalVersion = header(
        "If-Match", Label("The ETag of the version that this is meant for.", ru: "ETag версии, к которой это относится."))
    package static let known = header(
        "If-None-Match", Label("The ETag of the version that is known already.", ru: "ETag уже известной версии."))
    package static let idempotency = Self(
        name: "Idempotency-Key", place: .header, schema: ["type": "string", "minLength": 1, "maxLength": 255],
        note: Label(
            "A name for this order: sent again, it is answered and not carried out again.",
            ru: "Имя поручения: при повторе на него ответят, но второй раз не выполнят."))
    package static let duplicates = Self(
        name: "Krug-Duplicates", place: .header, schema: ["enum": ["allow", "refuse"], "default": "allow"],
        note: Label(
            "“refuse” answers 409 when the rule for these records would have a person asked. A rule that refuses does so with either.",
            ru: "«refuse» отвечает 409, когда человека правило переспросило бы. Запрещающее правило отказывает в любом случае."))
    package static let clientKey = header(
        "Krug-Client-Key",
        Label(
            "What the sender calls the record, for ever: the same key gives the same record.",
            ru: "Как отправитель называет запись — навсегда: тот же ключ даёт ту же запись."))
}

extension Route {
    /// A route for programs: described in the API's document, and taking what stands there and nothing else.
    package static func api(
        _ method: WebRequest.Method, _ pattern: String, _ operation: Operation, for access: Access = .signedIn,
        handler: @escaping @Sendable (Visit) async throws -> WebResponse
    ) -> Route {
        var route = Route(method, pattern, access, for: .programs) { visit in
            // Who is nobody learns nothing else about the request.
            guard visit.request.hasCredentials else { throw Failure.signInRequired }
            try operation.check(visit.request.query)
            return try await handler(visit)
        }
        route.operation = operation
        return route
    }
}

extension WebRequest {
    var hasCredentials: Bool { headers["authorization"] != nil || cookie(Site.sessionCookie) != nil }

    /// How many rows are asked for. - Throws: `Failure.malformed` for anything but a number in `range`.
    package func limit(_ range: ClosedRange<Int>, standard: Int) throws(Failure) -> Int {
        guard let text = item("limit") else { return standard }
        guard let limit = Int(text), range.contains(limit) else {
            throw .malformed(
                Label(
                    "“limit” is a number from \(range.lowerBound) to \(range.upperBound).",
                    ru: "«limit» — число от \(range.lowerBound) до \(range.upperBound)."
                ))
        }
        return limit
    }

    /// Whether something is wished. - Throws: `Failure.malformed` for anything but true and false.
    package func flag(_ name: String) throws(Failure) -> Bool {
        switch item(name) {
        case "true": return true
        case "false", nil: return false
        default: throw .malformed(Label("“\(name)” is true or false.", ru: "«\(name)» — это true или false."))
        }
    }

    /// The number in the address. - Throws: `Failure.notFound` when it is none.
    package func id() throws(Failure) -> Int64 {
        let text = parameter("id")
        // One address a record: `+7` is none.
        guard let id = Int64(text), id > 0, "\(id)" == text else { throw .notFound }
        return id
    }

    /// The parts of a list such as `title,amount`, none of them twice. - Throws: `Failure.malformed` for an empty or repeated part.
    package func names(_ item: String) throws(Failure) -> [String]? {
        guard let text = self.item(item) else { return nil }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= 100, !names.contains(""), Set(names).count == names.count else {
            throw .malformed(Label("“\(item)” is a list of names, each once: a,b,c.", ru: "«\(item)» — список имён без повторов: a,b,c."))
        }
        return names
    }
}
