/// Where a person who is not signed in yet comes from, as far as the front can tell.
public struct Visitor: Sendable {
    /// The network address, for throttling and for the list of sessions.
    public let address: String
    /// What the browser calls itself.
    public let agent: String

    public init(address: String, agent: String) {
        self.address = String(address.prefix(64))
        self.agent = String(agent.prefix(200))
    }

    /// The address, or the network of an IPv6 address: a subscriber has a whole /64.
    var network: String {
        guard address.contains(":"), !address.contains(".") else { return address }
        let halves = address.split(separator: ":", omittingEmptySubsequences: false)
        guard let gap = halves.dropFirst().firstIndex(of: ""), gap < 4 else { return halves.prefix(4).joined(separator: ":") }
        // `::` stands for zeros; what is before it is shorter than the network part.
        return halves.prefix(gap).joined(separator: ":") + "::"
    }
}
