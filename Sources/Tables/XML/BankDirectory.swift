public import Files
public import Kit
import Packing

/// A bank as a directory names it.
public struct ListedBank: Sendable, Hashable {
    public var bik = ""
    public var name = ""
    public var city = ""
    public var correspondentAccount = ""
    public var swift = ""

    public init() {}
}

/// Reads directories of banks: the message ED807 of the Bank of Russia, as it is or in its archive, and tables with headings.
public enum BankDirectory {
    private static let sizeLimit: Int64 = 64 << 20

    /// - Throws: `Failure.malformed` for a file in which there are no banks, and for a damaged one.
    public static func read(_ file: FileSource, _ language: Language) throws -> [ListedBank] {
        try file.rewind()
        let start = try file.read(4096)
        let banks: [ListedBank]
        if start.starts(with: [0x50, 0x4B, 0x03, 0x04]), let archive = try? ZipArchive(file.handle),
            let entry = archive.entries.first(where: { $0.name.lowercased().hasSuffix(".xml") && !$0.name.contains("/") })
        {
            var part = try archive.open(entry, limit: sizeLimit)
            banks = try message { try part.read() }
        } else if String(decoding: start.prefix(1024), as: UTF8.self).contains("<?xml") || start.starts(with: Array("<".utf8)) {
            try file.rewind()
            banks = try message { try file.read(1 << 16) }
        } else {
            banks = try table(file, language)
        }
        guard !banks.isEmpty else {
            throw Failure.malformed(
                Label(
                    "There are no banks in this file. Take the message ED807 of the Bank of Russia, or a table with the headings BIK and Name.",
                    ru: "В файле нет банков. Нужно сообщение ED807 Банка России или таблица со столбцами БИК и Название."))
        }
        return banks
    }

    /// The central bank writes in Windows-1251, which Expat does not know.
    private static func message(_ read: () throws -> [UInt8]) throws -> [ListedBank] {
        let hearer = DirectoryHearer()
        var bytes = try read()
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        let encoding: TextEncoding = head.contains("1251") ? .windows1251 : .utf8
        var decoder = TextDecoder(encoding)
        let stream = try XMLStream(hearer, isUTF8: true)
        while !bytes.isEmpty {
            try stream.feed(decoder.decode(bytes), isLast: false)
            bytes = try read()
        }
        try stream.feed(decoder.decode([]), isLast: true)
        return hearer.banks
    }

    private static func table(_ file: FileSource, _ language: Language) throws -> [ListedBank] {
        try file.rewind()
        var table = try TableFile(file, language)
        guard let heading = try table.next()?.cells.map(\.folded) else { return [] }
        func column(_ names: [String]) -> Int? { heading.firstIndex { cell in names.contains { cell.hasPrefix($0) } } }
        guard let bik = column(["бик", "bik", "bic"]), let name = column(["наимен", "назван", "банк", "name", "title", "bank"]) else {
            return []
        }
        let (city, account) = (column(["город", "насел", "city"]), column(["корр", "кор.", "к/с", "корсч", "corr", "account", "счет"]))
        let swift = column(["swift"])
        var banks: [ListedBank] = []
        while let row = try table.next() {
            func cell(_ index: Int?) -> String { index.flatMap { $0 < row.cells.count ? row.cells[$0].trimmed : nil } ?? "" }
            var bank = ListedBank()
            bank.bik = cell(bik).count == 8 ? "0" + cell(bik) : cell(bik)
            (bank.name, bank.city, bank.correspondentAccount, bank.swift) = (cell(name), cell(city), cell(account), cell(swift))
            if BankNumbers.isBIK(bank.bik), !bank.name.isEmpty { banks.append(bank) }
        }
        return banks
    }
}

/// Hears `BICDirectoryEntry` and what is in it.
private final class DirectoryHearer: XMLHandler {
    private(set) var banks: [ListedBank] = []
    private var bank: ListedBank?

    func start(_ name: XMLWord, _ attributes: XMLAttributes) {
        if name == "BICDirectoryEntry" {
            bank = ListedBank()
            bank?.bik = attributes["BIC"] ?? ""
        } else if name == "ParticipantInfo" {
            bank?.name = attributes["NameP"] ?? ""
            bank?.city = attributes["Nnp"] ?? ""
        } else if name == "SWBICS" {
            if attributes["DefaultSWBIC"] == "1" || bank?.swift.isEmpty ?? false { bank?.swift = attributes["SWBIC"] ?? "" }
        } else if name == "Accounts", attributes["RegulationAccountType"] == "CRSA", attributes["AccountStatus"] != "ACDL" {
            bank?.correspondentAccount = attributes["Account"] ?? ""
        }
    }

    func end(_ name: XMLWord) {
        guard name == "BICDirectoryEntry" else { return }
        if let bank, BankNumbers.isBIK(bank.bik), !bank.name.isEmpty { banks.append(bank) }
        bank = nil
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
