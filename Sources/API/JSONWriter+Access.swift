import Identity
import Kit
import Web

extension JSONWriter {
    /// What a user may do with a record, and why.
    mutating func access(_ access: RecordAccess, _ language: Language) {
        object { json in
            json.name("user")
            json.int(access.user)
            json.name("name")
            json.string(access.name)
            for right in RecordAccess.Right.allCases {
                json.name(right.rawValue)
                json.object { json in
                    json.name("allowed")
                    json.bool(access.may(right))
                    json.name("reasons")
                    json.array { json in for reason in access.reasons[right] ?? [] { json.reason(reason, language) } }
                }
            }
        }
    }

    private mutating func reason(_ reason: RecordAccess.Reason, _ language: Language) {
        object { json in
            json.name("role")
            json.string(reason.role[language])
            json.name("rule")
            json.string(reason.rule.text)
            json.name("met")
            json.bool(reason.isMet)
        }
    }
}
