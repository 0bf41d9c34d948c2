@testable import Identity
import Kit
import Storage
import TestSupport
import Testing

struct IdempotencyTests {
    @Test(arguments: StorageEngine.allCases)
    func `the same order again gets the same answer, another order under the key is refused`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let order = try Idempotency.Order(key: "k1", user: 1, route: "POST /api/deals", body: [1, 2])
            let answer = Idempotency.Answer(status: 201, head: "\"1\"", body: "{\"id\":1}")
            for expected in [nil, answer] {
                let known = try await office.database.write { tx in
                    let known = try Idempotency.replay(order, in: tx)
                    if known == nil { try Idempotency.store(answer, to: order, in: tx) }
                    return known
                }
                #expect(known == expected)
            }
            for (route, body) in [("POST /api/deals", [UInt8(1)]), ("POST /api/people", [1, 2])] {
                let other = try Idempotency.Order(key: "k1", user: 1, route: route, body: body)
                await #expect(throws: Failure.self) { _ = try await office.database.write { tx in try Idempotency.replay(other, in: tx) } }
            }
            let somebodyElse = try Idempotency.Order(key: "k1", user: 2, route: "POST /api/deals", body: [1, 2])
            let none = try await office.database.write { tx in try Idempotency.replay(somebodyElse, in: tx) }
            #expect(none == nil)
            #expect(throws: Failure.self) { try Idempotency.Order(key: "", user: 1, route: "", body: []) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an order that failed leaves no trace, and many at once are carried out once`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let order = try Idempotency.Order(key: "k2", user: 1, route: "POST /api/deals", body: [])
            await #expect(throws: Failure.notFound) {
                try await office.database.write { tx in
                    _ = try Idempotency.replay(order, in: tx)
                    throw Failure.notFound
                }
            }
            let answers = try await withThrowingTaskGroup(of: Idempotency.Answer?.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        try await office.database.write { tx in
                            if let known = try Idempotency.replay(order, in: tx) { return known }
                            try Idempotency.store(Idempotency.Answer(status: 201, head: "", body: "\(number)"), to: order, in: tx)
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == nil } == 1)
            #expect(Set(answers.compactMap(\.?.body)).count == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `answers are kept for two days`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            let order = try Idempotency.Order(key: "k3", user: 1, route: "POST /api/deals", body: [])
            func isKnown() async throws -> Bool {
                try await office.database.write { tx in
                    try IdentityModule.sweep(in: tx)
                    if try Idempotency.replay(order, in: tx) != nil { return true }
                    try Idempotency.store(Idempotency.Answer(status: 200, head: "", body: ""), to: order, in: tx)
                    return false
                }
            }
            try await #expect(!isKnown())
            office.time.advance(seconds: 47 * 3600)
            try await #expect(isKnown())
            office.time.advance(seconds: 3600)
            try await #expect(!isKnown())
        }
    }
}
