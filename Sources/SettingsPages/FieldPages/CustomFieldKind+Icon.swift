import Pages
import Tailoring

extension CustomFieldKind {
    var icon: Icon {
        switch self {
        case .text: .pencil
        case .longText: .note
        case .choice: .tag
        case .boolean: .task
        case .integer, .decimal: .chart
        case .money: .wallet
        case .day: .calendar
        case .instant: .clock
        case .reference: .link
        case .references: .users
        case .emails: .mail
        case .phones: .phone
        case .url: .globe
        case .inn, .kpp, .ogrn, .bik, .bankAccount, .iban, .vatNumber, .snils: .receipt
        case .percent: .chart
        case .duration: .clock
        case .rating: .star
        case .color: .sliders
        case .severalChoices: .tag
        case .address: .mapPin
        case .autonumber: .list
        case .json: .file
        case .file, .files: .paperclip
        case .formula: .zap
        case .rollup: .chart
        }
    }
}
