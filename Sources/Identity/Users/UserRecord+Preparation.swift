import Definitions
import Kit
import RecordEngine
import Storage

extension UserRecord {
    /// The e-mail is one; who is switched off is out at once; somebody stays who can let others in.
    static let preparation = Preparation("user") { draft, original, records in
        if let written = draft[email] {
            if let address = EmailAddress(written) {
                draft[email] = address.text
            } else {
                draft.issue("email", Label("This is not an e-mail address.", ru: "Это не адрес электронной почты."))
            }
        }
        guard let original, let tx = records.connection as? any Transaction else { return }
        let remains = draft["is_active"] == nil ? original[UserRecord.isActive] ?? false : draft[UserRecord.isActive] ?? false
        let role = draft[UserRecord.role] ?? original[UserRecord.role]
        if try !(remains && isAdministrator(role?.id, tx)), try isLastAdministrator(original.id, tx) {
            draft.issue(
                remains ? "role" : "is_active",
                Label("At least one active administrator must remain.", ru: "Должен остаться хотя бы один работающий администратор.")
            )
        }
        if !remains, original[UserRecord.isActive] == true {
            try Sessions.endAll(of: original.id, in: tx)
            try Links.forget(of: original.id, in: tx)
        }
    }
}
