import Kit
import Storage

/// Single writes, each acknowledged only when it is on the disk.
struct Writes {
    let stand: Stand
    let table: Table

    func run() async throws {
        let stand = stand
        let salt = UInt64.random(in: 0 ... .max)
        for clients in [1, 64] {
            try await table.measure("change of an amount", clients: clients, floor: { try await stand.bareUpdate(stand.deal($0)) }) {
                try await stand.change(stand.deal($0), "{\"amount\":{\"minor\":\(UInt64($0) &+ salt % 1_000_000),\"currency\":\"USD\"}}")
            }
            try await table.measure("change of a title", clients: clients, floor: { try await stand.bareUpdate(stand.deal($0)) }) {
                try await stand.change(stand.deal($0), "{\"title\":\"Deal \($0) \(salt)\"}")
            }
            try await table.measure("new deal", clients: clients, floor: { try await stand.bareUpdate(stand.deal($0)) }) {
                try await stand.create("{\"title\":\"New deal \($0)\",\"stage\":\(stand.stage)}")
            }
        }
    }
}
