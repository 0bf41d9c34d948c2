import Definitions
import Duplicates
import Kit
import People
import RecordEngine
import Sales
import Storage
import Synchronization
import TestSupport
import Testing

/// A record goes while another unit, which is not committed yet, begins to refer to it.
@Suite struct DepartingTests {
    /// Runs `departure` as soon as the other unit has made a deal for the company, and before that commits.
    private func race(
        _ world: World, company: Int64, _ departure: @escaping @Sendable (Records) throws -> Void
    ) async throws -> (deal: Int64, hasGone: Bool) {
        let (made, tell) = AsyncStream<Void>.makeStream()
        let isAsked = Atomic(false)
        async let deal = world.write(as: world.amelia) { records in
            let deal = try records.create(Draft(Deal.object, [
                "title": .text("Late"), "company": .reference(company), "stage": .reference(1),
            ])).id
            tell.yield()
            // As long as it takes until the other one asks, or waits for this one.
            var left = 3_000_000
            while !isAsked.load(ordering: .acquiring), left > 0 { left -= 1 }
            return deal
        }
        for await _ in made { break }
        let hasGone: Bool
        do {
            try await world.write(as: world.amelia) { records in
                isAsked.store(true, ordering: .releasing)
                try departure(records)
            }
            hasGone = true
        } catch Failure.conflict {
            hasGone = false
        }
        return (try await deal, hasGone)
    }

    @Test(arguments: StorageEngine.allCases)
    func `a deal made meanwhile never refers to a company that was deleted`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for _ in 0..<10 {
                let company = try await world.write(as: world.amelia) { try $0.create(Draft(Company.object, ["title": .text("Going")])).id }
                let (deal, hasGone) = try await race(world, company: company) { try $0.delete(Company.object, company) }
                let kept = try await world.read(as: nil) { try $0.record("deal", deal)["company"] }
                #expect(kept == (hasGone ? .empty : .reference(company)))
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a deal made meanwhile is led to the company that stays after a merge`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let stays = world.companies[0]
            for _ in 0..<10 {
                let company = try await world.write(as: world.amelia) { try $0.create(Draft(Company.object, ["title": .text("Going")])).id }
                let (deal, _) = try await race(world, company: company) {
                    try $0.merge(Company.object, MergeOrder(.init(stays), with: [.init(company)]))
                }
                let kept = try await world.read(as: nil) { try $0.record("deal", deal)["company"] }
                #expect(kept == .reference(stays))
            }
        }
    }
}
