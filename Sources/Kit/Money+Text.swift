extension Money {
    /// As a person reads it: `1 234 567,89 ₽`, `$1,234.56`, `RUB 1,234.56`. The spaces don't break.
    /// - Parameter trimmingZeros: `45 000 ₽` for an amount without kopecks.
    public func formatted(_ language: Language, trimmingZeros: Bool = false) -> String {
        var out: [UInt8] = []
        append(language, trimmingZeros: trimmingZeros, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// The same as UTF-8 at the end of something longer.
    public func append(_ language: Language, trimmingZeros: Bool, to out: inout [UInt8]) {
        let digits = currency.exponent
        var step: Int64 = 1
        for _ in 0..<digits { step *= 10 }
        let isWhole = trimmingZeros && minor % step == 0
        let units = isWhole ? minor / step : minor
        let places = isWhole ? 0 : digits
        switch language {
        case .ru:
            DecimalText.append(units, digits: places, group: "\u{A0}", point: ",", minus: "\u{2212}", to: &out)
            out += "\u{A0}".utf8
            out += (currency.symbol ?? currency.code).utf8
        case .en:
            if units < 0 { out += "\u{2212}".utf8 }
            if let symbol = currency.symbol, currency.hasLeadingSymbol {
                out += symbol.utf8
            } else {
                out += currency.code.utf8
                out += "\u{A0}".utf8
            }
            DecimalText.append(Int64(clamping: units.magnitude), digits: places, group: ",", point: ".", minus: "", to: &out)
        }
    }

    /// As a file holds it: `1234.56 USD`; in Russian with a comma, as spreadsheets there read it.
    public func plain(_ language: Language) -> String {
        "\(DecimalText.plain(minor, digits: currency.exponent, point: language == .ru ? "," : ".")) \(currency.code)"
    }

    /// Reads an amount in major units with a currency before or behind it: `1 234,56 руб.`, `$1,234.56`, `1000 USD`.
    /// - Parameter standard: the currency of an amount that names none.
    public static func parse(_ text: String, standard: Currency, commaGroups: Bool) throws(DecimalText.Problem) -> Money {
        let scalars = Array(text.trimmed.unicodeScalars)
        func isNumeric(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) || "+-\u{2212}".unicodeScalars.contains(scalar) }
        guard let first = scalars.firstIndex(where: isNumeric),
            let last = scalars.lastIndex(where: { ("0"..."9").contains($0) }), first <= last
        else { throw .notANumber }
        let before = String.text(scalars[..<first]), behind = String.text(scalars[(last + 1)...])
        var number = String.text(scalars[first...last])
        var word = before.isEmpty ? behind : before
        guard before.isEmpty || behind.isEmpty else { throw .notANumber }
        // "−$5": the sign stands before the symbol.
        if let sign = number.unicodeScalars.first, !("0"..."9").contains(sign), before.isEmpty {
            let rest = Array(number.unicodeScalars.dropFirst())
            if let digit = rest.firstIndex(where: { ("0"..."9").contains($0) }), digit > 0 {
                let between = String.text(rest[..<digit])
                if !between.isEmpty {
                    guard word.isEmpty else { throw .notANumber }
                    word = between
                    number = "\(sign)" + String.text(rest[digit...])
                }
            }
        }
        guard let currency = word.isEmpty ? standard : Currency(named: word) else { throw .notANumber }
        return Money(minor: try DecimalText.parse(number, digits: currency.exponent, commaGroups: commaGroups), currency: currency)
    }
}

extension String {
    fileprivate static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view).trimmed
    }
}
