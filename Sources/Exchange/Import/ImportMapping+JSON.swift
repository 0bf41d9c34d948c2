import Duplicates
public import Kit
import RecordEngine

extension ImportMapping {
    /// Reads the form in which mappings are kept and sent:
    ///
    ///     {"objects": [{"as": "deal", "object": "deal", "client_key": ["opportunity_id"], "existing": "update",
    ///                   "keys": [{"fields": ["title", "company"]}],
    ///                   "fields": {"amount": {"column": "close_value"}, "title": {"columns": ["account", "product"], "separator": " · "},
    ///                              "stage": {"column": "deal_stage", "values": {"Prospecting": "New"}},
    ///                              "product": {"column": "product", "create": true}, "source": {"value": "file"}, "company": {"row": "company"}}}],
    ///      "main": "deal", "dates": "month_first", "language": "en", "currency": "USD"}
    ///
    /// - Throws: `Failure.malformed` that names what is wrong.
    public init(_ json: JSON) throws(Failure) {
        guard let objects = json["objects"]?.array, (1...20).contains(objects.count) else { throw ImportMapping.wrong("objects") }
        var parts: [Part] = []
        for object in objects { parts.append(try Part(object)) }
        self.init(parts: parts, main: json["main"]?.string)
        switch json["dates"]?.string {
        case "day_first", nil: dateOrder = .dayFirst
        case "month_first": dateOrder = .monthFirst
        default: throw ImportMapping.wrong("dates")
        }
        if let code = json["language"]?.string {
            guard let known = Language(rawValue: code) else { throw ImportMapping.wrong("language") }
            language = known
        }
        if let code = json["currency"]?.string {
            guard let known = Currency(code) else { throw ImportMapping.wrong("currency") }
            currency = known
        }
    }

    public init(text: String) throws(Failure) {
        try self.init(try JSON.parse(text))
    }

    public var json: JSON {
        var members: [(name: String, value: JSON)] = [("objects", .array(parts.map(\.json)))]
        if let main { members.append(("main", .string(main))) }
        members.append(("dates", .string(dateOrder == .dayFirst ? "day_first" : "month_first")))
        members.append(("language", .string(language.rawValue)))
        if let currency { members.append(("currency", .string(currency.code))) }
        return .object(members)
    }

    public var text: String { json.text }

    static func wrong(_ place: String) -> Failure {
        .malformed(Label("The mapping is wrong at “\(place)”.", ru: "Ошибка в сопоставлении, раздел «\(place)»."))
    }
}

extension ImportMapping.Part {
    init(_ json: JSON) throws(Failure) {
        guard let object = json["object"]?.string, let members = json["fields"]?.members else { throw ImportMapping.wrong("object") }
        var fields: [ImportMapping.Source] = []
        for member in members { fields.append(try ImportMapping.Source(member.name, member.value)) }
        var keys: [ImportMapping.Key] = []
        for key in json["keys"]?.array ?? [] {
            guard let names = ImportMapping.texts(key["fields"]), !names.isEmpty else { throw ImportMapping.wrong("keys") }
            keys.append(ImportMapping.Key(names, sharing: ImportMapping.texts(key["sharing"]) ?? [], within: key["within"]?.string))
        }
        guard let existing = ImportMapping.Existing(rawValue: json["existing"]?.string ?? "update") else {
            throw ImportMapping.wrong("existing")
        }
        guard let mode = ImportMapping.Mode(rawValue: json["mode"]?.string ?? "upsert") else { throw ImportMapping.wrong("mode") }
        self.init(
            json["as"]?.string ?? object, object: object, fields: fields, clientKey: ImportMapping.texts(json["client_key"]) ?? [],
            keys: keys, recognition: try json["match_keys"].map { json throws(Failure) in try Recognition.Rule(json) }, existing: existing,
            mode: mode
        )
    }

    var json: JSON {
        var members: [(name: String, value: JSON)] = [("as", .string(name)), ("object", .string(object))]
        if !clientKey.isEmpty { members.append(("client_key", .array(clientKey.map(JSON.string)))) }
        members.append(("existing", .string(existing.rawValue)))
        if mode != .upsert { members.append(("mode", .string(mode.rawValue))) }
        members.append(("keys", .array(keys.map(\.json))))
        if let recognition { members.append(("match_keys", recognition.json)) }
        members.append(("fields", .object(fields.map { ($0.field, $0.json) })))
        return .object(members)
    }
}

extension ImportMapping.Key {
    var json: JSON {
        var members: [(name: String, value: JSON)] = [("fields", .array(fields.map(JSON.string)))]
        if !sharing.isEmpty { members.append(("sharing", .array(sharing.map(JSON.string)))) }
        if let within { members.append(("within", .string(within))) }
        return .object(members)
    }
}

extension ImportMapping.Source {
    init(_ field: String, _ json: JSON) throws(Failure) {
        let origin: ImportMapping.Origin
        if let columns = ImportMapping.texts(json["columns"]) ?? json["column"]?.string.map({ [$0] }) {
            origin = .columns(columns, separator: json["separator"]?.string ?? " ")
        } else if let text = json["value"]?.string {
            origin = .constant(text)
        } else if let part = json["row"]?.string {
            origin = .part(part)
        } else {
            throw ImportMapping.wrong(field)
        }
        var values: [String: String?] = [:]
        for member in json["values"]?.members ?? [] { values[member.name.folded] = .some(member.value.string) }
        self.init(
            field, origin, values: values, by: json["by"]?.string, createsMissing: json["create"]?.bool ?? false,
            otherwise: json["otherwise"]?.string
        )
    }

    var json: JSON {
        var members: [(name: String, value: JSON)] = []
        switch origin {
        case .columns(let names, let separator):
            if names.count == 1 {
                members.append(("column", .string(names[0])))
            } else {
                members += [("columns", .array(names.map(JSON.string))), ("separator", .string(separator))]
            }
        case .constant(let text): members.append(("value", .string(text)))
        case .part(let name): members.append(("row", .string(name)))
        }
        if !values.isEmpty {
            let pairs = values.sorted { $0.key < $1.key }
            members.append(("values", .object(pairs.map { ($0.key, $0.value.map(JSON.string) ?? .null) })))
        }
        if let by { members.append(("by", .string(by))) }
        if let otherwise { members.append(("otherwise", .string(otherwise))) }
        if createsMissing { members.append(("create", .bool(true))) }
        return .object(members)
    }
}

extension ImportMapping {
    static func texts(_ json: JSON?) -> [String]? { json?.array.map { $0.compactMap(\.string) } }
}
