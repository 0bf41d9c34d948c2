public import Definitions
import Kit
import Tables

/// Whom a pasted text speaks of: a signature, a visiting card, a tax number. One pass over the lines; what is not understood is a comment.
public struct PastedContact: Sendable, Equatable {
    public enum Part: Sendable, Hashable { case person, company, post, phones, emails, website, inn, kpp, ogrn, city, comment }

    public private(set) var found: [Part: String] = [:]
    public static let limit = 10_000

    /// - Parameter country: where phone numbers lie that don't say.
    public init(_ text: String, country: String) {
        let text = String(text.prefix(PastedContact.limit))
        if let card = CardText.read(text) {
            take(card)
            return
        }
        var rest: [String] = []
        for line in text.split(whereSeparator: { $0.isNewline || $0 == "|" || $0 == "•" || $0 == "\t" }) {
            let words = PastedLine(line)
            guard !words.isEmpty, !words.isGreeting else { continue }
            rest += read(words, country)
        }
        name(rest)
    }

    private mutating func take(_ card: [String: String]) {
        let parts: [(Part, String)] = [
            (.person, "Full name"), (.company, "Company"), (.post, "Post"), (.phones, "Phones"), (.emails, "E-mails"), (.city, "City"),
            (.website, "Website"), (.comment, "Comment"),
        ]
        for (part, name) in parts { found[part] = card[name] }
        if found[.comment] == nil { found[.comment] = card["Address"] }
    }

    /// Takes what is known by its shape out of a line.
    /// - Returns: what is left of it.
    private mutating func read(_ line: PastedLine, _ country: String) -> [String] {
        var line = line
        for email in line.takeEmails() { add(email, to: .emails) }
        for (part, number) in line.takeNumbers() where found[part] == nil { found[part] = number }
        if let site = line.takeSite(), found[.website] == nil { found[.website] = site }
        for phone in line.takePhones(country) { add(phone, to: .phones) }
        if let city = line.takeCity(), found[.city] == nil { found[.city] = city }
        return line.rest
    }

    private mutating func add(_ text: String, to part: Part) {
        found[part] = found[part].map { $0.contains(text) ? $0 : "\($0), \(text)" } ?? text
    }

    /// What the words that are left mean: a company by its form, a person by capitals, a post by its words or by standing behind the person.
    private mutating func name(_ lines: [String]) {
        var comment: [String] = []
        for (index, line) in lines.enumerated() {
            if found[.company] == nil, PastedLine.isCompany(line) {
                found[.company] = line
            } else if found[.post] == nil, PastedLine.isPost(line) {
                found[.post] = line
            } else if found[.person] == nil, PastedLine.isPerson(line) {
                found[.person] = line
            } else if found[.post] == nil, found[.person] != nil, index > 0, lines[index - 1] == found[.person],
                !line.contains(where: \.isNumber)
            {
                found[.post] = line
            } else {
                comment.append(line)
            }
        }
        if !comment.isEmpty { found[.comment] = comment.joined(separator: "\n") }
    }

    /// What it puts into the fields of an object, as texts that these read; what has no field of its own goes into the comment.
    public func texts(for object: ObjectDefinition) -> [String: String] {
        var texts: [String: String] = [:]
        var left = found
        func put(_ part: Part, _ field: FieldDefinition?) {
            guard let field, !field.isReadOnly, texts[field.name] == nil, let text = left.removeValue(forKey: part) else { return }
            texts[field.name] = text
        }
        let isCompany = object.fields.contains { $0.type is INNType }
        for part in isCompany ? [Part.company, .person] : [.person, .company] where texts[object.titleField] == nil {
            put(part, object.field(object.titleField))
        }
        for field in object.fields {
            switch field.type {
            case is PhonesType: put(.phones, field)
            case is EmailsType: put(.emails, field)
            case is URLType: put(.website, field)
            case is INNType: put(.inn, field)
            case is KPPType: put(.kpp, field)
            case is OGRNType: put(.ogrn, field)
            default: break
            }
        }
        put(.post, object.field("post"))
        put(.city, object.field("city"))
        let order: [Part] = [.person, .company, .post, .phones, .emails, .website, .inn, .kpp, .ogrn, .city, .comment]
        if let comment = object.field("comment"), !left.isEmpty {
            texts[comment.name] = order.compactMap { left[$0] }.joined(separator: "\n")
        }
        return texts
    }
}
