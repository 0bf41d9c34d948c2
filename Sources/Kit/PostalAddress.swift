/// Where a letter goes: parts that can be told apart, each on one line, any of them empty.
public struct PostalAddress: Sendable, Hashable {
    public var postcode: String
    public var region: String
    public var city: String
    /// Street, house, flat.
    public var street: String
    public var country: String

    public init(postcode: String = "", region: String = "", city: String = "", street: String = "", country: String = "") {
        self.postcode = postcode
        self.region = region
        self.city = city
        self.street = street
        self.country = country
    }

    /// In the order of `names`. Missing ones are empty.
    public init(parts: [String]) {
        func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
        self.init(postcode: part(0), region: part(1), city: part(2), street: part(3), country: part(4))
    }

    public static let names = ["postcode", "region", "city", "street", "country"]

    public var parts: [String] { [postcode, region, city, street, country] }

    public var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }

    /// `125009, Москва, ул. Тверская, 1`.
    public var line: String { parts.filter { !$0.isEmpty }.joined(separator: ", ") }

    /// As a file holds it: the line where that is understood again, or else the parts between bars.
    public var plain: String { PostalAddress(text: line) == self ? line : parts.joined(separator: " | ") }

    /// Reads a line, or the parts between bars. What can't be told apart is the street.
    public init(text: String) {
        let bars = text.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmingSpaces }
        guard bars.count != PostalAddress.names.count else {
            self.init(parts: bars)
            return
        }
        self.init()
        var rest = text.split(whereSeparator: { $0 == "," || $0.isNewline }).map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
        if let index = rest.firstIndex(where: PostalAddress.isPostcode) { postcode = rest.remove(at: index) }
        if let index = rest.firstIndex(where: PostalAddress.isCountry) { country = rest.remove(at: index) }
        if let index = rest.firstIndex(where: PostalAddress.isRegion) { region = rest.remove(at: index) }
        if let index = rest.firstIndex(where: PostalAddress.isCity) {
            city = rest.remove(at: index)
        } else if rest.count > 1 {
            city = rest.removeFirst()
        }
        street = rest.joined(separator: ", ")
    }

    private static func isPostcode(_ text: String) -> Bool { (5...6).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } }

    private static func isCountry(_ text: String) -> Bool { ["россия", "рф", "российская федерация", "russia"].contains(text.folded) }

    private static func isRegion(_ text: String) -> Bool {
        text.folded.split(separator: " ").contains { word in
            ["обл", "обл.", "область", "край", "респ", "респ.", "республика", "ао", "округ", "oblast", "region"].contains(word)
        }
    }

    private static func isCity(_ text: String) -> Bool {
        let folded = text.folded
        return ["г.", "г ", "город ", "пос.", "с.", "дер."].contains { folded.hasPrefix($0) } || ["москва", "санкт-петербург"].contains(folded)
    }
}

extension String {
    fileprivate var trimmingSpaces: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
