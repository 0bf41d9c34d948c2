import Definitions
import Kit
public import RecordEngine

/// Requisites out of a text that was pasted: a new set of a company, or what a set still lacks. What is wrong by its digits is said, and nothing
/// is kept then; what was kept can be undone as one action.
public enum RequisitesVerbs {
    private static let text = Field.longText(
        "text", Label("Text with requisites", ru: "Текст с реквизитами"), required: true,
        help: Label(
            "The card of the company, the foot of a contract, a letter: INN, KPP, OGRN, BIK, accounts, addresses and names are recognised.",
            ru: "Карточка предприятия, конец договора, письмо: распознаются ИНН, КПП, ОГРН, БИК, счета, адреса и имена."))

    public static let add = Verb(
        VerbDefinition(
            "paste_requisites", Label("Paste requisites", ru: "Вставить реквизиты"), on: "company", icon: "receipt",
            inputs: [text.definition])
    ) { company, input, records in try add(input[text], to: company, records) }

    static func add(_ text: String?, to company: Record, _ records: Records) throws {
        let found = try recognised(text, records)
        let own = Filter.compare(FieldPath("company"), .equals, .number("\(company.id)", currency: nil))
        // The same set again is completed and not doubled.
        if let inn = found.set["inn"].flatMap(String.init) {
            let same = own & .compare(FieldPath("inn"), .equals, .string(inn))
            if let known = try records.list(Query("requisite_set", filter: same, limit: 1), make: \.id).rows.first {
                return try complete(try records.record("requisite_set", known), found, records)
            }
        }
        var draft = found.set
        draft[RequisiteSet.company] = Reference(company.id)
        if draft[RequisiteSet.title] == nil { draft[RequisiteSet.title] = company.title }
        let set = try saying { try records.create(draft) }
        try addAccount(found, to: set.id, records)
        try fill(company, found, records)
    }

    public static let complete = Verb(
        VerbDefinition("paste", Label("Paste text", ru: "Вставить текст"), on: "requisite_set", icon: "receipt", inputs: [text.definition])
    ) { set, input, records in try complete(set, try recognised(input[text], records), records) }

    private struct Found {
        var set: Draft
        var account: Draft
    }

    private static func recognised(_ text: String?, _ records: Records) throws -> Found {
        let found = RequisitesText(text ?? "").found
        guard !found.isEmpty else {
            throw Failure.invalid("text", RequisitesText.nothing)
        }
        let context = try records.context()
        func draft(_ object: ObjectDefinition, _ fields: [RequisitesLabel: String]) -> Draft {
            let pairs = fields.compactMap { label, name in found[label].map { (name: name, text: RequisitesAid.own($0, label)) } }.sorted {
                $0.name < $1.name
            }
            return Draft(form: pairs, of: records.current(object), context, role: records.principal.role)
        }
        var set = draft(RequisiteSet.object, ofSet)
        let account = draft(BankAccount.object, ofAccount)
        try saying {
            let issues = set.issues + account.issues
            if !issues.isEmpty { throw Failure.invalid(issues) }
        }
        set[RequisiteSet.kind] = kind(found)
        return Found(set: set, account: account)
    }

    static let ofSet: [RequisitesLabel: String] = [
        .name: "title", .fullName: "full_name", .inn: "inn", .kpp: "kpp", .ogrn: "ogrn", .okpo: "okpo", .vatNumber: "vat_number",
        .legalAddress: "legal_address", .actualAddress: "actual_address", .postalAddress: "postal_address", .director: "director",
        .position: "position", .basis: "basis", .accountant: "accountant", .email: "emails", .phone: "phones",
    ]
    static let ofAccount: [RequisitesLabel: String] = [
        .bik: "bik", .account: "account", .correspondent: "correspondent_account", .bank: "bank", .iban: "iban", .swift: "swift",
    ]

    static func kind(_ found: [RequisitesLabel: String]) -> String {
        if found[.inn]?.count == 12 || found[.ogrn]?.count == 15 { return found[.ogrn] == nil ? "person" : "sole_trader" }
        return found[.inn] == nil && found[.vatNumber] ?? found[.iban] != nil ? "foreign" : "legal_entity"
    }

    /// Fills what a set lacks; what stands there stays.
    private static func complete(_ set: Record, _ found: Found, _ records: Records) throws {
        let draft = missing(found.set, in: set)
        if !draft.values.isEmpty { try saying { try records.update(set.id, draft) } }
        try addAccount(found, to: set.id, records)
    }

    private static func addAccount(_ found: Found, to set: Int64, _ records: Records) throws {
        guard records.principal.role.grant(BankAccount.object.name).create,
            let number = [found.account[BankAccount.account], found.account[BankAccount.iban]].compactMap(\.self).first
        else { return }
        let name = found.account[BankAccount.account] == nil ? "iban" : "account"
        let same =
            Filter.compare(FieldPath("requisites"), .equals, .number("\(set)", currency: nil))
            & .compare(FieldPath(name), .equals, .string(number))
        guard try records.count(Query("bank_account", filter: same)).value == 0 else { return }
        var draft = found.account
        draft[BankAccount.requisites] = Reference(set)
        try saying { try records.create(draft) }
    }

    /// The company learns its own numbers, where it has none.
    private static func fill(_ company: Record, _ found: Found, _ records: Records) throws {
        var draft = Draft(company.object)
        for name in ["inn", "kpp", "ogrn"] where company[name].isEmpty {
            if let value = found.set[name] { draft[name] = value }
        }
        if !draft.values.isEmpty { try saying { try records.update(company.id, draft) } }
    }

    private static func missing(_ draft: Draft, in record: Record) -> Draft {
        var missing = Draft(record.object)
        for field in record.object.fields where field.name != "kind" && record[field.name].isEmpty {
            if let value = draft[field.name] { missing[field.name] = value }
        }
        return missing
    }

    /// What is wrong with a value that was found is said beside the text in which it stands.
    @discardableResult
    private static func saying<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch Failure.invalid(let issues) {
            throw Failure.invalid(
                issues.map { issue in
                    let field = RequisiteSet.object.field(issue.field) ?? BankAccount.object.field(issue.field)
                    guard let label = field?.label else { return issue }
                    return FieldIssue("text", Label("\(label.en): \(issue.message.en)", ru: "\(label.ru): \(issue.message.ru)"))
                })
        }
    }
}
