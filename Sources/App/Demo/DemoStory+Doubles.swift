import Definitions

/// Clients who were entered twice, as happens where many enter them: spelt otherwise, with a part of what is known.
final class DemoDoubles {
    private var companies: [[String: FieldValue]] = []
    private var people: [[String: FieldValue]] = []

    /// The company as it is entered: now and then one that is there already.
    func company(_ values: [String: FieldValue]) -> [String: FieldValue] {
        let number = companies.count
        companies.append(values)
        guard number % 60 == 41, let known = companies[..<(number - 5)].last(where: { $0["inn"] != nil }), let title = String(known["title"] ?? .empty)
        else { return values }
        var double = values
        for name in ["title", "city", "sector", "phones"] { double[name] = known[name] }
        for name in ["kpp", "ogrn", "revenue", "emails", "tags"] { double[name] = nil }
        double["inn"] = number % 120 == 41 ? known["inn"] : nil
        double["title"] = .text(respelt(title))
        return double
    }

    /// The same for a person.
    func person(_ values: [String: FieldValue]) -> [String: FieldValue] {
        let number = people.count
        people.append(values)
        guard number % 140 == 52 else { return values }
        var double = values
        let known = people[number - 9]
        double["name"] = .text((String(known["name"] ?? .empty) ?? "").split(separator: " ").reversed().joined(separator: " "))
        double["phones"] = known["phones"]
        if number % 280 == 52 { double["emails"] = known["emails"] }
        return double
    }

    /// ООО «Ромашка» as Ромашка ООО.
    private func respelt(_ title: String) -> String {
        let parts = title.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return title.uppercased() }
        return "\(parts[1].filter { $0 != "«" && $0 != "»" }) \(parts[0])"
    }
}
