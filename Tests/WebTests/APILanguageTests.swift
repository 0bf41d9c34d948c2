import Definitions
import Identity
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct APILanguageTests {
    @Test(arguments: StorageEngine.allCases)
    func `a problem is told in the language of the user, and of the request while nobody is known`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let clara = world.clara
            _ = try await world.write(as: nil) { records in
                try records.update(clara.id, Draft(UserRecord.object, ["language": .text("ru")]))
            }
            let (english, russian) = (["accept-language": "en"], ["accept-language": "ru"])
            for path in ["/api/deals/999999", "/api/nothing", "/api/deals?filter=nonsense"] {
                let problem = await world.api(.get, path, as: clara, headers: english)
                #expect(problem.json["title"]?.string?.contains("т") == true, "\(path)")
                let other = await world.api(.get, path, as: world.boris, headers: russian)
                #expect(other.json["title"]?.string?.contains("т") == false, "\(path)")
            }
            let made = await world.api(.post, "/api/deals", as: clara, "{}", headers: english)
            #expect(made.json["errors"]?.array?.first?["message"]?.string == "Заполните это поле.")
            let cookie = world.cookies(of: clara).merging(english) { _, given in given }
            #expect(await world.api(.get, "/api/deals/999999", as: nil, headers: cookie).json["title"]?.string == "Здесь ничего нет.")

            for (headers, title) in [(english, "Sign in first."), (russian, "Сначала войдите.")] {
                #expect(await world.api(.get, "/api/deals", as: nil, headers: headers).json["title"]?.string == title)
                let forged = headers.merging(["authorization": "Bearer krug_nobody"]) { _, given in given }
                #expect(await world.api(.get, "/api/deals", as: nil, headers: forged).json["title"]?.string == title)
            }
        }
    }
}
