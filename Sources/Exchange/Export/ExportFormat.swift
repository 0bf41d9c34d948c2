public import Definitions
public import Kit

/// In what a list goes out.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable, Codable {
    case csv, xlsx, vcf, jsonl

    public var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .vcf: "text/vcard; charset=utf-8"
        case .jsonl: "application/jsonl"
        }
    }

    public var label: Label {
        switch self {
        case .csv: Label("CSV", ru: "CSV")
        case .xlsx: Label("Excel (XLSX)", ru: "Excel (XLSX)")
        case .vcf: Label("Contacts (VCF)", ru: "Контакты (VCF)")
        case .jsonl: Label("JSON Lines", ru: "JSON Lines")
        }
    }

    /// Whether records of an object can go out so: cards are of those who are recognized by how one reaches them, as people and companies are.
    public func fits(_ object: ObjectDefinition) -> Bool { self != .vcf || object.matching.contains(.emails) }
}
