import Definitions
import Kit

/// What signs and functions take and give.
extension FormulaParser {
    func typed(_ sign: FormulaOperator, _ left: Term, _ right: Term) throws(Failure) -> Term {
        var (left, right) = (left, right)
        let type: FormulaType
        switch sign {
        case .join:
            for term in [left, right] where term.type == .opaque { throw unfit(term) }
            type = .text
        case .equal, .differ, .less, .atMost, .greater, .atLeast:
            (left, right) = try compared(left, right)
            let isOrdered = sign != .equal && sign != .differ
            guard let common = left.type.joined(right.type), common != .opaque, !isOrdered || common != .boolean && left.choices == nil
            else {
                throw mismatch(left, right, Label("can't be compared", ru: "не сравнивают"))
            }
            type = .boolean
        case .add, .subtract, .multiply, .divide:
            guard let result = FormulaParser.arithmetic(sign, left.type, right.type) else {
                if sign == .add, left.type == .text || right.type == .text {
                    throw failure(at: right.position, Label("texts are joined with &", ru: "тексты соединяют знаком &"))
                }
                throw mismatch(
                    left, right, Label("don't go together with \(sign.rawValue)", ru: "нельзя соединить знаком \(sign.rawValue)"))
            }
            type = result
        }
        return try built(.operation(sign, left.node, right.node), type, [left, right], at: left.position)
    }

    private static func arithmetic(_ sign: FormulaOperator, _ left: FormulaType, _ right: FormulaType) -> FormulaType? {
        switch (sign, left, right) {
        case (.divide, .number, .number): .number
        case (_, .number(let one), .number(let other)): .number(isWhole: one && other)
        case (.add, .money, .money), (.subtract, .money, .money): .money
        case (.multiply, .money, .number), (.multiply, .number, .money), (.divide, .money, .number): .money
        case (.divide, .money, .money): .number
        case (.add, .day, .number(true)), (.subtract, .day, .number(true)), (.add, .number(true), .day): .day
        case (.subtract, .day, .day): .whole
        default: nil
        }
    }

    /// A text beside a day is read as a day, one beside a choice as one of its values.
    private func compared(_ left: Term, _ right: Term) throws(Failure) -> (Term, Term) {
        (try read(left, as: right), try read(right, as: left))
    }

    private func read(_ term: Term, as other: Term) throws(Failure) -> Term {
        guard case .constant(.text(let text)) = term.node else { return term }
        if other.type == .day {
            guard let day = Day(text: text) else {
                throw failure(
                    at: term.position,
                    Label("“\(text.prefix(40))” is not a day such as 2026-11-22", ru: "«\(text.prefix(40))» — не дата вида 2026-11-22"))
            }
            return Term(node: .constant(.day(day)), type: .day, position: term.position)
        }
        guard let choices = other.choices, !text.isEmpty else { return term }
        let known = choices.first { $0.value == text } ?? choices.first { [$0.label.en.folded, $0.label.ru.folded].contains(text.folded) }
        guard let known else {
            let all = choices.prefix(20).map(\.value).joined(separator: ", ")
            throw failure(
                at: term.position, Label("“\(text.prefix(40))” is none of \(all)", ru: "«\(text.prefix(40))» — не из этих: \(all)"))
        }
        return Term(node: .constant(.text(known.value)), type: .text, position: term.position)
    }

    /// An infix `and` or `or` stands at its first term.
    func typed(_ function: FormulaFunction, _ terms: [Term]) throws(Failure) -> Term {
        try typed(function, terms, at: terms.first?.position ?? 0)
    }

    func typed(_ function: FormulaFunction, _ terms: [Term], at position: Int) throws(Failure) -> Term {
        var terms = terms
        let type: FormulaType
        switch function {
        case .and, .or, .not:
            for term in terms { try require(term, [.boolean]) }
            type = .boolean
        case .isBlank: type = .boolean
        case .blank: type = .blank
        case .ifElse:
            try require(terms[0], [.boolean])
            type = try common(terms.dropFirst())
        case .coalesce: type = try common(terms[...])
        case .min, .max:
            type = try common(terms[...])
            try require(terms[0], [.number, .money, .day, .instant])
        case .abs:
            try require(terms[0], [.number, .money])
            type = terms[0].type
        case .round: type = try rounded(terms)
        case .length, .upper, .lower, .trim, .contains:
            for term in terms { try require(term, [.text]) }
            type = function == .length ? .whole : function == .contains ? .boolean : .text
        case .left, .right:
            try require(terms[0], [.text])
            for term in terms.dropFirst() { try require(term, [.whole]) }
            type = .text
        case .days, .addMonths, .date, .year, .month, .day: type = try dated(function, &terms)
        case .money, .amount, .currency: type = try priced(function, terms)
        }
        return try built(.call(function, terms.map(\.node)), type, terms, at: position)
    }

    private func rounded(_ terms: [Term]) throws(Failure) -> FormulaType {
        try require(terms[0], [.number, .money])
        for term in terms.dropFirst() { try require(term, [.whole]) }
        if terms[0].type == .money { return .money }
        // Without places the result is whole; so it is with a zero.
        let isWhole = terms.count == 1 || terms[1].node == .constant(.number(Exact(0)))
        return .number(isWhole: isWhole || terms[0].type == .whole)
    }

    private func dated(_ function: FormulaFunction, _ terms: inout [Term]) throws(Failure) -> FormulaType {
        if function == .date, terms.count > 1 {
            guard terms.count == 3 else {
                throw failure(at: terms[0].position, Label("a day has a year, a month and a day", ru: "у даты есть год, месяц и день"))
            }
            for term in terms { try require(term, [.whole]) }
            return .day
        }
        let day = Term(node: .constant(.empty), type: .day, position: 0)
        terms[0] = try read(terms[0], as: day)
        try require(terms[0], function == .addMonths ? [.day] : [.day, .instant])
        switch function {
        case .days:
            terms[1] = try read(terms[1], as: day)
            try require(terms[1], [.day, .instant])
            return .whole
        case .addMonths:
            try require(terms[1], [.whole])
            return .day
        default: return function == .date ? .day : .whole
        }
    }

    private func priced(_ function: FormulaFunction, _ terms: [Term]) throws(Failure) -> FormulaType {
        guard function == .money else {
            try require(terms[0], [.money])
            return function == .amount ? .number : .text
        }
        try require(terms[0], [.number])
        try require(terms[1], [.text])
        if case .constant(.text(let code)) = terms[1].node, Currency(code) == nil {
            throw failure(
                at: terms[1].position,
                Label("“\(code.prefix(20))” is not a currency such as USD", ru: "«\(code.prefix(20))» — не валюта вроде RUB"))
        }
        return .money
    }

    private func common(_ terms: ArraySlice<Term>) throws(Failure) -> FormulaType {
        var type = FormulaType.blank
        for term in terms {
            guard let joined = type.joined(term.type), joined != .opaque else {
                if term.type == .opaque { throw unfit(term) }
                throw failure(
                    at: term.position,
                    Label(
                        "this is \(term.type.label.en), and the one before is \(type.label.en)",
                        ru: "здесь \(term.type.label.ru), а перед этим \(type.label.ru)"
                    ))
            }
            type = joined
        }
        return type
    }

    private func require(_ term: Term, _ types: [FormulaType]) throws(Failure) {
        let isFit = types.contains { $0 == term.type || $0 == .number && term.type == .whole } || term.type == .blank
        guard !isFit, let wanted = types.first else { return }
        if term.type == .opaque { throw unfit(term) }
        throw failure(
            at: term.position,
            Label(
                "here \(wanted.label.en) is wanted, and this is \(term.type.label.en)",
                ru: "здесь нужно \(wanted.label.ru), а это \(term.type.label.ru)"))
    }

    private func mismatch(_ left: Term, _ right: Term, _ reason: Label) -> Failure {
        if let term = [left, right].first(where: { $0.type == .opaque }) { return unfit(term) }
        return failure(
            at: left.position,
            Label(
                "\(left.type.label.en) and \(right.type.label.en) \(reason.en)",
                ru: "\(left.type.label.ru) и \(right.type.label.ru) \(reason.ru)"))
    }

    private func unfit(_ term: Term) -> Failure {
        failure(
            at: term.position,
            Label(
                "of this field one can only ask ISBLANK; of a record name a field, such as company.city",
                ru: "об этом поле можно только спросить ЕПУСТО; у записи назовите поле, например company.city"
            ))
    }

    private func built(_ node: FormulaNode, _ type: FormulaType, _ parts: [Term], at position: Int) throws(Failure) -> Term {
        let depth = (parts.map(\.depth).max() ?? 0) + 1
        guard depth <= FormulaParser.tallest else { throw tooDeep(position) }
        return Term(node: node, type: type, position: position, depth: depth)
    }
}
