import Definitions
import Identity
import Kit
import People
import RecordEngine
import Requisites
import Sales
import Tailoring
import Work

extension Parser {
    static let values = [
        Parser("json") { bytes in
            let json = try JSON.parse(bytes)
            var writer = JSONWriter()
            writer.value(json)
            var again = JSONWriter()
            again.value(try JSON.parse(writer.bytes))
            try Unfaithful.check(String(decoding: writer.bytes, as: UTF8.self), String(decoding: again.bytes, as: UTF8.self))
        },
        Parser(text: "phone") { text in
            for country in ["RU", "US", "DE", ""] {
                for phone in PhoneNumber.list(text, country: country).numbers {
                    _ = (phone.formatted(.ru), phone.searchText, phone.uri, phone.digits)
                    guard PhoneNumber(stored: phone.stored) == phone else { throw Unfaithful(first: phone.stored, second: text) }
                }
                _ = PhoneNumber.searchKeys(text, country: country)
            }
        },
        Parser(text: "scalar") { text in
            for order in DateOrder.allCases {
                _ = Day(text: text, order: order)?.formatted(.ru)
                _ = LocalTime(text: text, order: order)?.milliseconds
            }
            _ = (Day(iso: text), Instant(iso: text)?.iso, LocalTime(iso: text)?.clock(withSeconds: true))
            _ = (EmailAddress(text)?.domain, WebAddress(text), PostalAddress(text: text).plain, KeyboardLayout.swapped(text), text.folded)
            _ = try? DecimalText.parse(text, digits: 4, commaGroups: false)
            for currency in ["RUB", "JPY", "KWD"].compactMap({ Currency($0) }) {
                _ = try? Money.parse(text, standard: currency, commaGroups: true)
            }
            _ = (TaxNumbers.isVATNumber(text), TaxNumbers.isSNILS(text), TaxNumbers.isTaxNumber(text, of: "RU"), BankNumbers.isIBAN(text))
            _ = (BankNumbers.isAccount(text, of: text), [UInt8](base64URL: text).map { $0.base64URL })
        },
        Parser(text: "field") { text in
            for type in types {
                guard let value = try? type.parse(text: text, context) else { continue }
                let written = type.export(value, context)
                _ = (type.format(value, context), type.searchText(value), type.store(value, context))
                guard !written.isEmpty, let again = try? type.parse(text: written, context) else { continue }
                try Unfaithful.check(type.export(again, context), written)
            }
        },
        Parser("field-json") { bytes in
            let json = try JSON.parse(bytes)
            for type in types {
                guard let value = try? type.parse(json, context) else { continue }
                var writer = JSONWriter()
                type.write(value, into: &writer)
                _ = (try JSON.parse(writer.bytes), type.export(value, context), type.store(value, context))
            }
        },
        Parser(text: "rights") { text in
            let rights = try Rights(text)
            try Unfaithful.check(try Rights(rights.text).text, rights.text)
        },
    ]

    static let objects = Dictionary(
        uniqueKeysWithValues: [
            Person.object, Company.object, Employment.object, Tag.object, Deal.object, Pipeline.object, Stage.object, Product.object,
            CurrencyRate.object, Activity.object, BankAccount.object, RequisiteSet.object, Bank.object, CustomField.object,
        ].map { ($0.name, $0) })

    /// One of each kind that there is among the fields.
    static let types: [any FieldType] = Dictionary(
        objects.values.flatMap(\.fields).map { ($0.type.kind, $0.type) }, uniquingKeysWith: { first, _ in first }
    ).sorted { $0.key < $1.key }.map(\.value)

    static let context = ValueContext(
        language: .ru, now: Instant(milliseconds: 1_800_000_000_000), zone: WorkspaceZone(identifier: "UTC", firstWeekday: 1) { _ in 0 },
        baseCurrency: .rub, country: "RU", me: 1, toBase: { $0.minor })
}
