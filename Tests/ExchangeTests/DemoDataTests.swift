import App
import Identity
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

struct DemoDataTests {
    @Test(arguments: StorageEngine.allCases)
    func `a demonstration company has a past that never runs backwards`(_ engine: StorageEngine) async throws {
        try await ImportDesk.empty(on: engine) { workspace in
            let size = DemoData.Size(companies: 12, people: 30, deals: 40)
            try await DemoData.load(into: workspace.database, engine: workspace.engine, passwordHash: "hash", size: size)
            try await workspace.database.read { connection in
                let records = Records(workspace.engine, connection, .system(.ru), now: workspace.clock.now())
                #expect(try records.count(Query("user")).value == 12)
                #expect(try records.count(Query("company")).value == 12)
                #expect(try records.count(Query("person")).value == 30)
                let deals = try records.count(Query("deal")).value
                #expect((30...40).contains(deals))
                let (entries, _) = try records.journal(after: .start, limit: 2_000)
                let moments = entries.map(\.batch.at)
                #expect(moments == moments.sorted())
                #expect(try records.count(Query("deal", filter: try Filter("created_at < days_ago(100)"))).value > 0)
            }
            await #expect(throws: Failure.self) {
                try await DemoData.load(into: workspace.database, engine: workspace.engine, passwordHash: "hash", size: size)
            }
        }
    }
}
