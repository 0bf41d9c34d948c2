import Definitions
import Kit
import Pages
import RecordEngine

/// Requisites on their way into a form that is open: of a company, of a set, of an account. Whoever fills it looks it over and saves.
enum RequisitesAid {
    static let all = [
        FormAid(on: "company", title, help: help, nothing: RequisitesText.nothing, enclosure: set) { text, _, _ in
            texts(text, ofCompany)
        },
        FormAid(on: "requisite_set", title, help: help, nothing: RequisitesText.nothing) { text, _, _ in
            let found = RequisitesText(text).found
            return found.isEmpty
                ? [:] : texts(text, RequisitesVerbs.ofSet).merging(["kind": RequisitesVerbs.kind(found)]) { known, _ in known }
        },
        FormAid(on: "bank_account", title, help: help, nothing: RequisitesText.nothing, watches: "bik") { text, typed, records in
            var found = texts(text, RequisitesVerbs.ofAccount)
            if let bik = typed["bik"]?.trimmed ?? found["bik"], let bank = try Bank.find(bik, records) {
                found["bank"] = bank.title
                found["correspondent_account"] = bank[Bank.correspondent] ?? found["correspondent_account"]
                found["swift"] = bank[Bank.swift] ?? found["swift"]
            }
            return found
        },
    ]

    private static let title = Label("Paste requisites", ru: "Вставить реквизиты")
    private static let help = Label(
        "The card of the company, the foot of a contract, a letter", ru: "Карточка предприятия, конец договора, письмо")

    private static let ofCompany: [RequisitesLabel: String] = [
        .name: "title", .inn: "inn", .kpp: "kpp", .ogrn: "ogrn", .email: "emails", .phone: "phones",
    ]

    /// What has no field in the form of a company becomes a set of its own.
    private static let set = FormAid.Enclosure(
        Label("Keep with the company as its requisites", ru: "Сохранить вместе с компанией её реквизиты"),
        found: { text, records in
            let (found, role) = (RequisitesText(text).found, records.principal.role)
            guard role.grant(RequisiteSet.object.name).create else { return [] }
            func lines(_ object: ObjectDefinition, _ fields: [RequisitesLabel: String]) -> [(label: Label, text: String)] {
                let known = Dictionary(uniqueKeysWithValues: fields.compactMap { label, name in found[label].map { (name, $0) } })
                return records.current(object).fields.compactMap { field in known[field.name].map { (field.label, $0) } }
            }
            let hasAccount = (found[.account] ?? found[.iban]) != nil && role.grant(BankAccount.object.name).create
            return lines(RequisiteSet.object, RequisitesVerbs.ofSet.filter { ofCompany[$0.key] == nil })
                + (hasAccount ? lines(BankAccount.object, RequisitesVerbs.ofAccount) : [])
        },
        keep: { text, company, records in try RequisitesVerbs.add(text, to: company, records) })

    private static func texts(_ text: String, _ fields: [RequisitesLabel: String]) -> [String: String] {
        let found = RequisitesText(text).found
        return Dictionary(uniqueKeysWithValues: fields.compactMap { label, name in found[label].map { (name, own($0, label)) } })
    }

    /// On one line there often stand phones and addresses together.
    static func own(_ value: String, _ label: RequisitesLabel) -> String {
        guard label == .phone || label == .email else { return value }
        let parts = value.split { ",;\n".contains($0) }.map { String($0).trimmed }.filter { $0.contains("@") == (label == .email) }
        return parts.isEmpty ? value : parts.joined(separator: ", ")
    }
}
