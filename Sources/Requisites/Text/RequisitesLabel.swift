import Kit

/// What the words before a value say it is.
enum RequisitesLabel: CaseIterable {
    case inn, kpp, ogrn, okpo, bik, account, correspondent, iban, swift, vatNumber
    case name, fullName, legalAddress, actualAddress, postalAddress, bothAddresses, address
    case generalDirector, director, head, accountant, basis, bank, email, phone, position

    static let positions: [RequisitesLabel] = [.generalDirector, .head]

    var isNumber: Bool {
        switch self {
        case .inn, .kpp, .ogrn, .okpo, .bik, .account, .correspondent, .iban, .swift, .vatNumber: true
        default: false
        }
    }

    /// In small letters, ё as е; longer ones before those they begin with.
    var spellings: [String] {
        switch self {
        case .inn: ["инн", "inn"]
        case .kpp: ["кпп", "kpp"]
        case .ogrn: ["огрнип", "огрн", "ogrn"]
        case .okpo: ["окпо"]
        case .bik: ["бик", "bik"]
        case .account:
            [
                "расчетный счет", "расч. счет", "расч.счет", "рас. счет", "рас/счет", "р/счет", "р/сч", "р/с", "р. с.", "р.с.",
                "номер счета", "account no", "account",
            ]
        case .correspondent:
            [
                "корреспондентский счет", "корр. счет", "корр.счет", "кор. счет", "кор.счет", "корр/счет", "кор/счет", "корсчет", "корр/с",
                "кор/с",
                "к/счет", "к/сч", "к/с", "к.с.",
            ]
        case .iban: ["iban"]
        case .swift: ["swift code", "swift/bic", "swift", "bic"]
        case .vatNumber: ["vat number", "vat no", "vat id", "vat"]
        case .fullName:
            ["полное фирменное наименование", "полное наименование организации", "полное наименование", "полное название", "full name"]
        case .name:
            [
                "сокращенное фирменное наименование", "сокращенное наименование организации", "сокращенное наименование",
                "краткое наименование",
                "наименование организации", "наименование предприятия", "наименование компании", "наименование", "название организации",
                "название", "организация", "company name", "name",
            ]
        case .bothAddresses:
            [
                "юридический и почтовый адрес", "юридический/почтовый адрес", "юридический (почтовый) адрес",
                "юридический и фактический адрес",
            ]
        case .legalAddress:
            [
                "юридический адрес", "юр. адрес", "юр.адрес", "адрес юридический", "адрес места нахождения", "место нахождения",
                "адрес (место нахождения)", "адрес регистрации", "местонахождение", "legal address",
            ]
        case .actualAddress: ["фактический адрес", "факт. адрес", "факт.адрес", "адрес фактический"]
        case .postalAddress: ["почтовый адрес", "почт. адрес", "адрес для корреспонденции", "адрес почтовый", "postal address"]
        case .address: ["адрес", "address"]
        case .generalDirector:
            [
                "генеральный директор", "ген. директор", "ген.директор", "исполнительный директор", "управляющий", "президент", "директор",
                "director",
            ]
        case .head: ["руководитель"]
        case .director: []
        case .accountant: ["главный бухгалтер", "гл. бухгалтер", "гл.бухгалтер"]
        case .basis: ["действует на основании", "действующий на основании", "действующего на основании"]
        case .bank: ["наименование банка", "полное наименование банка", "название банка", "банк получателя", "банк", "bank name", "bank"]
        case .email: ["электронная почта", "эл. почта", "эл.почта", "e-mail", "email", "почта"]
        case .phone: ["телефон/факс", "тел./факс", "телефоны", "телефон", "тел.", "phone"]
        case .position: []
        }
    }

    /// All spellings, the longest first.
    static let all: [(spelling: [Character], label: RequisitesLabel)] = allCases.flatMap { label in
        label.spellings.map { (Array($0), label) }
    }.sorted { $0.0.count > $1.0.count }

    /// The label that a line begins with, and what stands behind it.
    static func beginning(of line: String) -> (RequisitesLabel, rest: String)? {
        let characters = Array(line)
        let lower = characters.map(folded)
        for (spelling, label) in all where lower.starts(with: spelling) {
            let end = spelling.count
            // A word that only begins so is another one.
            if end < lower.count, lower[end].isLetter, spelling.last?.isLetter ?? false { continue }
            var rest = RequisitesText.bare(String(characters[end...]))
            // «Генеральный директор (должность руководителя)», «ИНН/КПП».
            if rest.hasPrefix("("), let close = rest.firstIndex(of: ")"), label != .name, label != .fullName {
                rest = RequisitesText.bare(String(rest[rest.index(after: close)...]))
            }
            return (label, rest)
        }
        return nil
    }

    static func folded(_ character: Character) -> Character {
        let lower = character.lowercased().first ?? character
        return lower == "ё" ? "е" : lower
    }
}
