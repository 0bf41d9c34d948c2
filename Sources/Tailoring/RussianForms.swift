import Kit

/// The forms of a Russian noun of one word, guessed by its ending; the administrator sees them and mends what is wrong.
struct RussianForms {
    let gender: String
    let many: String
    let genitive: String
    let manyGenitive: String
    let accusative: String

    /// - Parameter one: the nominative, «договор».
    init(_ one: String) {
        let lower = one.lowercased()
        let stem = String(one.dropLast())
        let before = stem.lowercased().last ?? " "
        let isHushing = "жчшщ".contains(before)
        switch lower.last {
        case "а":
            let softens = "гкхжчшщ".contains(before)
            (gender, many, genitive) = ("feminine", stem + (softens ? "и" : "ы"), stem + (softens ? "и" : "ы"))
            (manyGenitive, accusative) = (stem, stem + "у")
        case "я":
            (gender, many, genitive) = ("feminine", stem + "и", stem + "и")
            (manyGenitive, accusative) = (before == "и" ? stem.dropLast() + "ий" : stem + "ь", stem + "ю")
        case "о":
            (gender, many, genitive, manyGenitive, accusative) = ("neuter", stem + "а", stem + "а", stem, one)
        case "е":
            (gender, many, genitive, accusative) = ("neuter", stem + (isHushing ? "а" : "я"), stem + (isHushing ? "а" : "я"), one)
            manyGenitive = before == "и" ? stem.dropLast() + "ий" : stem + "ей"
        case "ь" where lower.hasSuffix("ость"):
            (gender, many, genitive, manyGenitive, accusative) = ("feminine", stem + "и", stem + "и", stem + "ей", one)
        case "ь":
            (gender, many, genitive, manyGenitive, accusative) = ("masculine", stem + "и", stem + "я", stem + "ей", one)
        case "й":
            (gender, many, genitive, manyGenitive, accusative) = ("masculine", stem + "и", stem + "я", stem + "ев", one)
        default:
            let last = lower.last ?? " "
            let many = "гкхжчшщ".contains(last) ? one + "и" : one + "ы"
            let few = "жчшщ".contains(last) ? one + "ей" : one + "ов"
            (gender, self.many, genitive, manyGenitive, accusative) = ("masculine", many, one + "а", few, one)
        }
    }
}
