package import Kit

/// How a failure meets the outside: the only place that knows statuses. The texts are RFC 9457's.
package struct Problem {
    package let status: Int
    /// The last part of its type: `/problems/invalid`.
    package let kind: String
    package let title: Label
    package let detail: Label?
    package var issues: [FieldIssue] = []
    package var headers: [(name: String, value: String)] = []

    package init(_ failure: Failure) {
        switch failure {
        case .notFound:
            self.init(404, "not-found", Label("There is nothing here.", ru: "Здесь ничего нет."))
        case .signInRequired:
            self.init(401, "sign-in-required", Label("Sign in first.", ru: "Сначала войдите."))
            headers = [("www-authenticate", "Bearer")]
        case .forbidden(let detail):
            self.init(403, "forbidden", Label("You may not do this.", ru: "Вам это нельзя."), detail)
        case .invalid(let issues):
            self.init(422, "invalid", Label("Some values can't be taken.", ru: "Некоторые значения не подходят."))
            self.issues = issues
        case .malformed(let detail):
            self.init(400, "malformed", Label("The request could not be understood.", ru: "Запрос не удалось понять."), detail)
        case .conflict(let detail):
            self.init(409, "conflict", Label("This does not fit the present state.", ru: "Это не сочетается с тем, что есть сейчас."), detail)
        case .stale(let version):
            self.init(412, "stale", Label("Somebody changed this in the meantime.", ru: "Запись тем временем кто-то изменил."), Label(
                "The present version is \(version); look at it and send your change again.",
                ru: "Сейчас действует версия \(version); посмотрите её и отправьте изменение снова."
            ))
        case .preconditionRequired:
            self.init(428, "precondition-required", Label("Say which version you change.", ru: "Укажите, какую версию вы меняете."), Label(
                "Send If-Match with the ETag of the record.", ru: "Пришлите If-Match со значением ETag записи."
            ))
        case .tooLarge(let detail): self.init(413, "too-large", Label("This is too large.", ru: "Слишком большой объём."), detail)
        case .unsupportedType(let detail):
            self.init(415, "unsupported-type", Label("This kind of content is not taken.", ru: "Такое содержимое не принимается."), detail)
        case .methodNotAllowed:
            self.init(405, "method-not-allowed", Label("This address does not take this method.", ru: "Этот адрес не принимает такой метод."))
        case .tooMany(let seconds):
            self.init(429, "too-many-requests", Label("Too many attempts.", ru: "Слишком много попыток."), Label(
                "Try again in \(seconds) s.", ru: "Попробуйте снова через \(seconds) с."
            ))
            headers = [("retry-after", "\(seconds)")]
        case .unavailable(let detail):
            self.init(503, "unavailable", Label("Krug can't do this right now.", ru: "Сейчас это не получается."), detail)
            headers = [("retry-after", "2")]
        case .storageFull:
            self.init(507, "storage-full", Label("The disk is full.", ru: "Диск заполнен."), Label(
                "Nothing was changed. Ask the administrator to make room.", ru: "Ничего не изменилось. Попросите администратора освободить место."
            ))
        }
    }

    /// Anything that is nobody's doing: the cause is in the log under the request's number.
    static func unexpected(_ requestID: String) -> Problem {
        Problem(500, "internal", Label("Something went wrong on our side.", ru: "Что-то сломалось у нас."), Label(
            "Request \(requestID).", ru: "Запрос \(requestID)."
        ))
    }

    private init(_ status: Int, _ kind: String, _ title: Label, _ detail: Label? = nil) {
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
    }

    package func document(_ language: Language) -> WebResponse {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.name("type")
            json.string("/problems/\(kind)")
            json.name("title")
            json.string(title[language])
            json.name("status")
            json.int(Int64(status))
            if let detail {
                json.name("detail")
                json.string(detail[language])
            }
            if !issues.isEmpty {
                json.name("errors")
                json.array { json in
                    for issue in issues {
                        json.object { json in
                            json.name("field")
                            json.string(issue.field)
                            json.name("message")
                            json.string(issue.message[language])
                        }
                    }
                }
            }
        }
        return WebResponse(status, headers: [("content-type", "application/problem+json")] + headers, body: .bytes(json.bytes))
    }
}
