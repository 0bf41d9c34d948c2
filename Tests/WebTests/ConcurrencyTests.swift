import Kit
import TestSupport
import Testing
import Web

@Suite struct ConcurrencyTests {
    /// Read, add one, write over the version that was read; once more when somebody else was faster.
    private static func increment(_ target: String, _ world: World) async -> Int {
        for attempt in 1...10_000 {
            let read = await world.api(.get, target, as: world.clara)
            let next = (read.data["employees"]?.int ?? 0) + 1
            let written = await world.api(.patch, target, as: world.clara, "{\"employees\": \(next)}", headers: ["if-match": read.etag])
            if written.status == 200 { return attempt }
            if written.status != 412 { return 0 }
        }
        return 0
    }

    @Test(arguments: StorageEngine.allCases)
    func `no increment of sixteen at once is lost`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let target = "/api/companies/\(world.companies[0])"
            let attempts = await withTaskGroup(of: [Int].self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        var attempts: [Int] = []
                        for _ in 0..<25 { attempts.append(await Self.increment(target, world)) }
                        return attempts
                    }
                }
                return await group.reduce(into: [Int]()) { $0 += $1 }
            }
            #expect(!attempts.contains(0))
            let company = await world.api(.get, target, as: world.clara)
            #expect(company.data["employees"] == 400)
            #expect(company.etag == "\"401\"")
            let versions = await world.api(.get, "\(target)/history?limit=200", as: world.clara).rows.compactMap { $0["version"]?.int }
            #expect(versions == (202...401).reversed().map(Int64.init))
        }
    }
}
