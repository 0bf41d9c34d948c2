import Definitions
import Kit

/// Reads the text form of a filter in one pass. Depth and number of comparisons are bounded.
///
///     or  := and ('or' and)*          and := not ('and' not)*       not := 'not' not | '(' or ')' | comparison
///     comparison := path ('=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'starts with') operand
///                 | path ['not'] 'in' (operand | '(' operand, … ')') | path 'is' ['not'] 'empty'
///                 | 'has' ['no'] object.reference ['where' '(' or ')']
///     operand := "text" | 12.5 [RUB] | word | word(number)
struct FilterParser {
    private let tokens: [FilterToken]
    private let problem: Failure?
    private let length: Int
    private var next = 0
    private var depth = 0

    init(_ text: String) {
        var scanner = FilterScanner(text)
        length = text.count
        do {
            tokens = try scanner.tokens()
            problem = nil
        } catch {
            tokens = []
            problem = error
        }
    }

    mutating func filter() throws(Failure) -> Filter {
        if let problem { throw problem }
        if tokens.isEmpty { return .all }
        let filter = try or()
        guard next == tokens.count else { throw unexpected() }
        return filter
    }

    private mutating func or() throws(Failure) -> Filter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 32 else { throw FilterParser.failure(at: position, Label("too many nested brackets", ru: "слишком много вложенных скобок")) }
        var parts = [try and()]
        while take(word: "or") { parts.append(try and()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func and() throws(Failure) -> Filter {
        var parts = [try not()]
        while take(word: "and") { parts.append(try not()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func not() throws(Failure) -> Filter {
        var isNegated = false
        while take(word: "not") { isNegated.toggle() }
        let inner: Filter
        if take(symbol: "(") {
            inner = try or()
            guard take(symbol: ")") else { throw unexpected() }
        } else {
            inner = try comparison()
        }
        return isNegated ? .not(inner) : inner
    }

    private mutating func comparison() throws(Failure) -> Filter {
        guard case .word(let path)? = peek?.kind else { throw unexpected() }
        next += 1
        if path.lowercased() == "has", let filter = try related() { return filter }
        let field = FieldPath(path)
        if take(word: "is") {
            let isNegated = take(word: "not")
            guard take(word: "empty") else { throw unexpected() }
            return .compare(field, isNegated ? .isNotEmpty : .isEmpty, .none)
        }
        if take(word: "not") {
            guard take(word: "in") else { throw unexpected() }
            return .compare(field, .isNotIn, try operands())
        }
        if take(word: "in") { return .compare(field, .isIn, try operands()) }
        if take(word: "contains") { return .compare(field, .contains, try operand()) }
        if take(word: "starts") {
            guard take(word: "with") else { throw unexpected() }
            return .compare(field, .startsWith, try operand())
        }
        for comparison in [FilterOperator.equals, .differs, .atMost, .atLeast, .less, .greater] where take(symbol: comparison.rawValue) {
            return .compare(field, comparison, try operand())
        }
        throw unexpected()
    }

    /// What stands behind `has`; nil when that is a field.
    private mutating func related() throws(Failure) -> Filter? {
        guard case .word(let next)? = peek?.kind, !["is", "not", "in", "contains", "starts"].contains(next.lowercased()) else { return nil }
        let isNone = take(word: "no")
        guard case .word(let path)? = peek?.kind else { throw unexpected() }
        self.next += 1
        var part = Filter.all
        if take(word: "where") {
            guard take(symbol: "(") else { throw unexpected() }
            part = try or()
            guard take(symbol: ")") else { throw unexpected() }
        }
        return isNone ? .not(.has(FieldPath(path), part)) : .has(FieldPath(path), part)
    }

    private mutating func operands() throws(Failure) -> Operand {
        guard take(symbol: "(") else { return try operand() }
        var list: [Operand] = []
        repeat { list.append(try operand()) } while take(symbol: ",")
        guard take(symbol: ")") else { throw unexpected() }
        return .list(list)
    }

    private mutating func operand() throws(Failure) -> Operand {
        guard let token = peek else { throw unexpected() }
        next += 1
        switch token.kind {
        case .string(let text): return .string(text)
        case .number(let digits):
            if case .word(let currency)? = peek?.kind, currency.count == 3, currency.allSatisfy({ $0.isUppercase }) {
                next += 1
                return .number(digits, currency: currency)
            }
            return .number(digits, currency: nil)
        case .word(let word):
            guard take(symbol: "(") else { return .word(word) }
            guard case .number(let digits)? = peek?.kind, let count = Int(digits) else { throw unexpected() }
            next += 1
            guard take(symbol: ")") else { throw unexpected() }
            return .call(word, count)
        case .symbol:
            next -= 1
            throw unexpected()
        }
    }

    private var peek: FilterToken? { next < tokens.count ? tokens[next] : nil }

    private var position: Int { peek?.position ?? length }

    private mutating func take(word: String) -> Bool {
        guard case .word(let text)? = peek?.kind, text.lowercased() == word else { return false }
        next += 1
        return true
    }

    private mutating func take(symbol: String) -> Bool {
        guard case .symbol(let text)? = peek?.kind, text == symbol else { return false }
        next += 1
        return true
    }

    private func unexpected() -> Failure {
        guard let token = peek else {
            return FilterParser.failure(at: position, Label("the filter ends too early", ru: "фильтр обрывается"))
        }
        return FilterParser.failure(at: token.position, Label("“\(token.shown)” is not expected here", ru: "«\(token.shown)» здесь не ожидается"))
    }

    static func failure(at position: Int, _ reason: Label) -> Failure {
        FilterScanner.failure(in: Label("Filter", ru: "Фильтр"), at: position, reason)
    }
}
