import Definitions
import Kit
import RecordEngine
import Storage

extension UserRecord {
    /// The e-mail is one, and who administers does so by the main role, where the last administrator is looked for.
    static let preparation = Preparation("user") { draft, _, records in
        if let more = draft[moreRoles]?.ids, try more.contains(where: { try isAdministrator($0, records.connection) }) {
            draft.issue("more_roles", Label("Choose administrator as the main role.", ru: "Роль администратора может быть только основной."))
        }
        guard let written = draft[email] else { return }
        if let address = EmailAddress(written) {
            draft[email] = address.text
        } else {
            draft.issue("email", Label("This is not an e-mail address.", ru: "Это не адрес электронной почты."))
        }
    }

    /// Somebody stays who can let others in; who is switched off or deleted is out at once.
    static let consequence = Consequence("user") { old, new, records in
        guard let old, old[isActive] == true else { return }
        let tx = try records.writing()
        let isOut = new?[isActive] != true
        if isOut || new?[role] != old[role], try isAdministrator(old[role]?.id, tx), try !hasAdministrator(tx) {
            guard new != nil else { throw Failure.conflict(administratorNeeded) }
            throw Failure.invalid(isOut ? "is_active" : "role", administratorNeeded)
        }
        if isOut {
            try Sessions.endAll(of: old.id, in: tx)
            try Links.forget(of: old.id, in: tx)
        }
        if new == nil { try Tokens.revokeAll(of: old.id, in: tx) }
    }

    private static let administratorNeeded = Label(
        "At least one active administrator must remain.", ru: "Должен остаться хотя бы один работающий администратор."
    )
}
