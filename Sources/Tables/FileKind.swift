import Kit

/// What kind of table a file is, by its first bytes.
enum FileKind {
    case text, workbook, cards, lines

    /// - Throws: `Failure.unsupportedType` for what is no table, with what to do instead.
    init(_ start: [UInt8]) throws(Failure) {
        if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            try FileKind.refuseOtherArchives(start)
            self = .workbook
            return
        }
        try FileKind.refuseOthers(start)
        let text = FileKind.text(start)
        if text.hasPrefix("begin:vcard") {
            self = .cards
        } else if text.hasPrefix("{"), text.dropFirst().first(where: { !$0.isWhitespace }) == "\"" {
            self = .lines
        } else {
            self = .text
        }
    }

    /// The first words, in small letters, whatever the encoding: all that is looked for is Latin.
    private static func text(_ start: [UInt8]) -> String {
        let bytes = start.prefix(1024).filter { $0 != 0 && $0 != 0xFE && $0 != 0xFF }
        return String(String(decoding: bytes, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }).lowercased()
    }

    /// A workbook begins with one of its own parts; what else is packed alike is not.
    private static func refuseOtherArchives(_ start: [UInt8]) throws(Failure) {
        let names = String(decoding: start.prefix(4000), as: UTF8.self)
        if names.contains("mimetypeapplication/vnd.oasis") { throw otherWorkbook }
        guard ["[Content_Types].xml", "xl/", "_rels/", "docProps/"].contains(where: names.contains) else {
            throw .unsupportedType(
                Label(
                    "This is a ZIP archive. Unpack it and choose the table inside.", ru: "Это архив ZIP. Распакуйте его и выберите таблицу."
                ))
        }
    }

    private static func refuseOthers(_ start: [UInt8]) throws(Failure) {
        let text = text(start)
        if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw otherWorkbook }
        if start.starts(with: Array("%PDF-".utf8)) {
            throw .unsupportedType(
                Label(
                    "This is a PDF document, not a table. Export the table as XLSX or CSV.",
                    ru: "Это документ PDF, а не таблица. Выгрузите таблицу в XLSX или CSV."
                ))
        }
        if [[0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8)].contains(where: start.starts(with:)) {
            throw .unsupportedType(
                Label("This is a picture. The table is needed as XLSX or CSV.", ru: "Это картинка. Нужна таблица в XLSX или CSV."))
        }
        if ["<!doctype", "<html", "<table", "<?xml"].contains(where: text.hasPrefix) {
            throw .unsupportedType(
                Label(
                    "This is a page or an XML document. Save the table as XLSX or CSV.",
                    ru: "Это веб-страница или документ XML. Сохраните таблицу в XLSX или CSV."
                ))
        }
        if text.hasPrefix("["), text.dropFirst().first(where: { !$0.isWhitespace }) == "{" {
            throw .unsupportedType(
                Label(
                    "This is one JSON array. Write each record as an object on a line of its own (JSON Lines).",
                    ru: "Это один массив JSON. Запишите каждую запись объектом в отдельной строке (JSON Lines)."
                ))
        }
        if start.starts(with: [0x1F, 0x8B]) || start.starts(with: Array("Rar!".utf8)) || start.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) {
            throw .unsupportedType(
                Label(
                    "This is an archive. Unpack it and choose the table inside.", ru: "Это архив. Распакуйте его и выберите таблицу."
                ))
        }
    }

    static let binary = Failure.unsupportedType(
        Label(
            "This is not a text file. Save the table as XLSX or CSV.", ru: "Это не текстовый файл. Сохраните таблицу в XLSX или CSV."
        ))

    private static let otherWorkbook = Failure.unsupportedType(
        Label(
            "This is an old or protected workbook, or one of another program. Save it as XLSX without a password.",
            ru: "Это старая, защищённая или не того формата книга. Сохраните её в XLSX без пароля."
        ))
}
