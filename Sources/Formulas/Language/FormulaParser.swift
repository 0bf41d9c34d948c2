import Definitions
import Filters
import Kit
import RecordEngine

/// Reads the text of a formula in one pass and types it on the way. Length, depth and size are bounded.
///
///     or := and ('or' and)*        and := not ('and' not)*        not := 'not' not | comparison
///     comparison := joined [('=' | '<>' | '<' | '<=' | '>' | '>=') joined]
///     joined := sum ('&' sum)*     sum := product (('+' | '-') product)*     product := sign (('*' | '/') sign)*
///     sign := '-' sign | value '%'*
///     value := 12.5 [RUB] | "text" | true | false | field | reference.field | NAME '(' arguments ')' | '(' or ')'
struct FormulaParser {
    static let longest = 4_000
    /// Brackets in brackets, and signs and functions in each other.
    static let deepest = 40
    static let tallest = 100
    static let largest = 400

    /// Part of a formula, with what it gives.
    struct Term {
        let node: FormulaNode
        let type: FormulaType
        /// Where it begins.
        let position: Int
        /// How deep it is.
        var depth = 1
        /// The values that a choice can have.
        var choices: [Choice]?
    }

    private let tokens: [FilterToken]
    private let length: Int
    private var next = 0
    private var nesting = 0
    private var size = 0
    private var fields: FormulaFields

    init(_ text: String, fields: FormulaFields) throws(Failure) {
        guard text.count <= FormulaParser.longest else {
            throw .malformed(
                Label(
                    "A formula has at most 4,000 characters; make a field of a part of it.",
                    ru: "В формуле не больше 4000 символов; вынесите часть её в отдельное поле."
                ))
        }
        var scanner = FilterScanner(text, isFormula: true)
        tokens = try scanner.tokens()
        length = text.count
        self.fields = fields
    }

    /// - Returns: the whole, and the fields that it reads.
    mutating func formula() throws(Failure) -> (Term, FormulaFields) {
        // As in a spreadsheet.
        _ = take("=")
        guard next < tokens.count else { throw failure(at: 0, Label("write what is to be computed", ru: "напишите, что вычислить")) }
        let term = try or()
        guard next == tokens.count else { throw unexpected() }
        return (term, fields)
    }

    private mutating func or() throws(Failure) -> Term {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= FormulaParser.deepest else { throw tooDeep(position) }
        var terms = [try and()]
        while take(word: "or", "или") { terms.append(try and()) }
        return terms.count == 1 ? terms[0] : try typed(.or, terms)
    }

    private mutating func and() throws(Failure) -> Term {
        var terms = [try not()]
        while take(word: "and", "и") { terms.append(try not()) }
        return terms.count == 1 ? terms[0] : try typed(.and, terms)
    }

    private mutating func not() throws(Failure) -> Term {
        let start = position
        var (isNegated, isThere) = (false, false)
        // Before a bracket it is a function, as in a spreadsheet.
        while !isCall, take(word: "not", "не") { (isNegated, isThere) = (!isNegated, true) }
        let term = try comparison()
        guard isThere else { return term }
        let negated = try typed(.not, [term], at: start)
        return isNegated ? negated : try typed(.not, [negated], at: start)
    }

    private mutating func comparison() throws(Failure) -> Term {
        let left = try joined()
        for sign in [FormulaOperator.equal, .differ, .atMost, .atLeast, .less, .greater] where take(sign.rawValue) {
            return try typed(sign, left, try joined())
        }
        return left
    }

    private mutating func joined() throws(Failure) -> Term {
        try chain([.join]) { parser throws(Failure) in try parser.sum() }
    }

    private mutating func sum() throws(Failure) -> Term {
        try chain([.add, .subtract]) { parser throws(Failure) in try parser.product() }
    }

    private mutating func product() throws(Failure) -> Term {
        try chain([.multiply, .divide]) { parser throws(Failure) in try parser.sign() }
    }

    /// Parts with signs between them, from the left to the right.
    private mutating func chain(
        _ signs: [FormulaOperator], _ part: (inout FormulaParser) throws(Failure) -> Term
    ) throws(Failure) -> Term {
        var left = try part(&self)
        while let sign = signs.first(where: { take($0.rawValue) }) { left = try typed(sign, left, try part(&self)) }
        return left
    }

    private mutating func sign() throws(Failure) -> Term {
        let start = position
        var (isNegative, isThere) = (false, false)
        while take("-") { (isNegative, isThere) = (!isNegative, true) }
        var term = try value()
        let hundredth = Term(node: .constant(.number(Exact(units: 1, digits: 2))), type: .number, position: position)
        while take("%") { term = try typed(.multiply, term, hundredth) }
        guard isThere else { return term }
        let factor = Term(node: .constant(.number(Exact(isNegative ? -1 : 1))), type: .whole, position: start)
        return try typed(.multiply, factor, term)
    }

    private mutating func value() throws(Failure) -> Term {
        guard let token = peek else { throw unexpected() }
        size += 1
        guard size <= FormulaParser.largest else {
            throw failure(
                at: token.position,
                Label(
                    "the formula has too many parts; make a field of some of them",
                    ru: "в формуле слишком много частей; вынесите некоторые в отдельное поле"))
        }
        next += 1
        switch token.kind {
        case .string(let text): return Term(node: .constant(.text(text)), type: .text, position: token.position)
        case .number(let digits): return try number(digits, token)
        case .symbol("("):
            let inner = try or()
            guard take(")") else { throw unexpected() }
            return inner
        case .symbol:
            next -= 1
            throw unexpected()
        case .word(let word):
            if take("(") { return try call(word, token) }
            switch word.lowercased() {
            case "true", "истина": return Term(node: .constant(.boolean(true)), type: .boolean, position: token.position)
            case "false", "ложь": return Term(node: .constant(.boolean(false)), type: .boolean, position: token.position)
            default: return try field(word, token)
            }
        }
    }

    private mutating func number(_ digits: String, _ token: FilterToken) throws(Failure) -> Term {
        guard let number = Exact(digits) else {
            throw failure(
                at: token.position,
                Label("“\(token.shown)” is not a number such as 1500.50", ru: "«\(token.shown)» — не число вида 1500.50"))
        }
        if case .word(let code)? = peek?.kind, let currency = Currency(code) {
            next += 1
            return Term(node: .constant(.money(number, currency)), type: .money, position: token.position)
        }
        return Term(node: .constant(.number(number)), type: .number(isWhole: !digits.contains(".")), position: token.position)
    }

    private mutating func field(_ path: String, _ token: FilterToken) throws(Failure) -> Term {
        do throws(FormulaProblem) {
            let (index, reading) = try fields.input(path)
            var term = Term(node: .input(index), type: reading.type, position: token.position)
            if case .choice(let choices) = reading { term.choices = choices }
            return term
        } catch {
            throw failure(at: token.position, error.reason)
        }
    }

    private mutating func call(_ word: String, _ token: FilterToken) throws(Failure) -> Term {
        let name = word.uppercased()
        if FormulaFunction.volatile.contains(name) {
            throw failure(
                at: token.position,
                Label(
                    "\(name) changes by itself, and what is kept does not; ask for the day in a filter, a rule or the condition of a rollup: expected_close < today",
                    ru:
                        "\(name) меняется сама, а хранимое значение — нет; спросите о дне в фильтре, в правиле или в условии сводки: expected_close < today"
                ))
        }
        guard let function = FormulaFunction.byName[name] else {
            throw failure(at: token.position, Label("there is no function “\(token.shown)”", ru: "функции «\(token.shown)» нет"))
        }
        var arguments: [Term] = []
        if !take(")") {
            var separator: String?
            repeat { arguments.append(try or()) } while try takeSeparator(&separator)
            guard take(")") else { throw unexpected() }
        }
        guard function.counts.contains(arguments.count) else {
            throw failure(
                at: token.position,
                Label(
                    "\(name) is written \(name)(\(function.help.arguments))",
                    ru: "\(name) пишут так: \(name)(\(function.help.arguments.replacing(",", with: ";")))"
                ))
        }
        return try typed(function, arguments, at: token.position)
    }

    /// Arguments are parted by the same sign throughout, so that a fraction written with a comma is not taken for two of them.
    private mutating func takeSeparator(_ known: inout String?) throws(Failure) -> Bool {
        guard case .symbol(let sign)? = peek?.kind, sign == "," || sign == ";" else { return false }
        guard known == nil || known == sign else { throw FormulaParser.comma(at: position) }
        known = sign
        next += 1
        return true
    }

    private static func comma(at position: Int) -> Failure {
        FilterScanner.failure(
            in: Label("Formula", ru: "Формула"), at: position,
            Label(
                "a fraction is written with a point, 1.5; arguments are parted by , or by ; but not by both",
                ru: "дробь пишут с точкой: 1.5; аргументы разделяют либо «,», либо «;»"
            ))
    }

    private var peek: FilterToken? { next < tokens.count ? tokens[next] : nil }
    private var isCall: Bool { if next + 1 < tokens.count, case .symbol("(") = tokens[next + 1].kind { true } else { false } }
    private var position: Int { peek?.position ?? length }

    private mutating func take(_ symbol: String) -> Bool {
        guard case .symbol(let text)? = peek?.kind, text == symbol else { return false }
        next += 1
        return true
    }

    private mutating func take(word: String, _ russian: String) -> Bool {
        guard case .word(let text)? = peek?.kind, [word, russian].contains(text.lowercased()) else { return false }
        next += 1
        return true
    }

    private func unexpected() -> Failure {
        guard let token = peek else { return failure(at: position, Label("the formula ends too early", ru: "формула обрывается")) }
        if case .symbol(",") = token.kind { return FormulaParser.comma(at: token.position) }
        return failure(at: token.position, Label("“\(token.shown)” is not expected here", ru: "«\(token.shown)» здесь не ожидается"))
    }

    func tooDeep(_ position: Int) -> Failure {
        failure(
            at: position,
            Label(
                "too much inside each other; make a field of a part of it",
                ru: "слишком глубокая вложенность; вынесите часть в отдельное поле"))
    }

    func failure(at position: Int, _ reason: Label) -> Failure {
        FilterScanner.failure(in: Label("Formula", ru: "Формула"), at: position, reason)
    }
}

/// Why a field can't be read.
struct FormulaProblem: Error {
    let reason: Label
}
