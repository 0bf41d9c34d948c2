@testable import Identity
import Kit
import Definitions
import RecordEngine
import Storage
import TestSupport
import Testing

struct FirstAdministratorTests {
    @Test(arguments: StorageEngine.allCases)
    func `the first user comes in with a code, once`(engine: StorageEngine) async throws {
        try await engine.withOffice { office in
            try await office.database.write { tx in _ = try tx.execute("DELETE FROM \"user\"") }
            let codes = try await office.database.write { tx in
                [try FirstAdministrator.makeCode(in: tx), try FirstAdministrator.makeCode(in: tx)].compactMap(\.self)
            }
            #expect(codes.count == 2)
            let first = FirstAdministrator(office.database, passwords: office.passwords)
            func redeem(_ code: String, password: String = Office.password) async throws -> NewSession {
                let engine = office.engine
                return try await first.redeem(
                    code: code, name: "Olga", email: "olga@example.com", password: password, from: Office.visitor
                ) { tx in
                    var draft = Draft(UserRecord.object)
                    draft[UserRecord.name] = "Olga"
                    draft[UserRecord.email] = "olga@example.com"
                    draft[UserRecord.role] = try tx.first("SELECT id FROM \"role\" WHERE key = 'administrator'") { Reference($0.int(0)) }
                    return try Records(engine, tx, .system()).create(draft).id
                }
            }
            await #expect(throws: Failure.self) { _ = try await redeem("AAAA-BBBB") }
            await #expect(throws: Failure.self) { _ = try await redeem(codes[0], password: "qwertyui") }
            let session = try await redeem(codes[0].lowercased().replacing("-", with: " "))
            let user = try await #require(office.find(session)?.user)
            try await #expect(office.principal(user)?.role.administers == true)
            await #expect(throws: Failure.notFound) { _ = try await redeem(codes[1]) }
            let none = try await office.database.write { tx in try FirstAdministrator.makeCode(in: tx) }
            #expect(none == nil)
        }
    }
}
