import Kit
import Sales
import Storage

/// Single writes, each acknowledged only when it is on the disk.
struct Writes {
    let stand: Stand
    let table: Table

    func run() async throws {
        let stand = stand
        let salt = Int64.random(in: 0..<1_000_000)
        for clients in table.clients(1, 64) {
            let bareAmount: Floor = { try await stand.bareChange(stand.deal($0), amount: Int64($0) + salt) }
            try await table.measure("change of an amount", clients: clients, floor: bareAmount) {
                try await stand.change(stand.deal($0), "{\"amount\":{\"minor\":\(Int64($0) + salt),\"currency\":\"USD\"}}")
            }
            let bareTitle: Floor = { try await stand.bareChange(stand.deal($0), title: "Deal \($0) \(salt)") }
            try await table.measure("change of a title", clients: clients, floor: bareTitle) {
                try await stand.change(stand.deal($0), "{\"title\":\"Deal \($0) \(salt)\"}")
            }
            let bareDeal: Floor = { number in
                let title = "New deal \(number)"
                let row: [(Identifier, DatabaseValue)] = [("title", .text(title)), ("title_fold", .text(title.folded)), ("stage", .int(stand.stage))]
                try await stand.bareCreate(Deal.object, [row])
            }
            try await table.measure("new deal", clients: clients, floor: bareDeal) {
                try await stand.create("{\"title\":\"New deal \($0)\",\"stage\":\(stand.stage)}")
            }
        }
    }
}

typealias Floor = @Sendable (Int) async throws -> Void
