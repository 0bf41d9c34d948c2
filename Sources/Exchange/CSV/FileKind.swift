import Kit

/// What a file is that was given as a table of text and isn't.
enum FileKind {
    /// - Throws: `Failure.unsupportedType` with what to do instead.
    static func refuseOthers(_ start: [UInt8]) throws(Failure) {
        let text = String(decoding: start.prefix(512), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
        if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            // The first entry of a workbook is one of these parts.
            let names = String(decoding: start.prefix(2000), as: UTF8.self)
            if ["[Content_Types].xml", "xl/", "_rels/", "mimetypeapplication/vnd.oasis"].contains(where: names.contains) { throw workbook }
            throw .unsupportedType(
                Label(
                    "This is a ZIP archive. Unpack it and choose the CSV file inside.",
                    ru: "Это архив ZIP. Распакуйте его и выберите файл CSV."))
        }
        if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw workbook }
        if start.starts(with: Array("%PDF-".utf8)) {
            throw .unsupportedType(
                Label(
                    "This is a PDF document, not a table. Export the table as CSV.",
                    ru: "Это документ PDF, а не таблица. Выгрузите таблицу в CSV."))
        }
        if ["<!doctype", "<html", "<table", "<?xml"].contains(where: text.hasPrefix) {
            throw .unsupportedType(
                Label(
                    "This is a page or an XML document. Save the table as CSV.",
                    ru: "Это веб-страница или документ XML. Сохраните таблицу в CSV."))
        }
        if start.starts(with: [0x1F, 0x8B]) || start.starts(with: Array("Rar!".utf8)) || start.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) {
            throw .unsupportedType(
                Label(
                    "This is an archive. Unpack it and choose the CSV file inside.",
                    ru: "Это архив. Распакуйте его и выберите файл CSV."))
        }
    }

    static let binary = Failure.unsupportedType(
        Label(
            "This is not a text file. Save the table as CSV.",
            ru: "Это не текстовый файл. Сохраните таблицу в CSV."))

    private static let workbook = Failure.unsupportedType(
        Label(
            "This is a spreadsheet workbook. Save it as CSV and try again.",
            ru: "Это книга Excel. Сохраните её в CSV и попробуйте снова."))
}
