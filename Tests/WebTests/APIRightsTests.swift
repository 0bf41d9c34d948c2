import Identity
import Kit
import TestSupport
import Testing
import Web

@Suite struct APIRightsTests {
    @Test(arguments: StorageEngine.allCases)
    func `another team's record does not exist and stays as it is`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let target = "/api/deals/\(world.deals[9])"
            let match = ["if-match": "*"]
            for person in [world.clara, world.boris] {
                #expect(await world.api(.get, target, as: person).status == 404)
                #expect(await world.api(.patch, target, as: person, #"{"title": "Mine", "nonsense": 1}"#, headers: match).status == 404)
                #expect(await world.api(.delete, target, as: person, headers: match).status == 404)
                for verb in ["win", "restore"] { #expect(await world.api(.post, "\(target)/\(verb)", as: person).status == 404) }
                #expect(await world.api(.post, target + "/assign", as: person, #"{"owner": \#(person.id)}"#).status == 404)
                #expect(
                    await world.list("/api/deals", ["filter": "id = \(world.deals[9])", "count": "true"], as: person).json["count"]?[
                        "value"] == 0)
                #expect(await world.list("/api/search", ["q": "Deal 9"], as: person).rows.isEmpty)
            }
            let deal = await world.api(.get, target, as: world.dmitri)
            #expect(deal.etag == "\"1\"")
            #expect(deal.data["title"] == "Deal 9")
            #expect(deal.data["status"] == "open")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a link to what one may not read is not there`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let body = #"{"subject": "Call", "owner": \#(world.clara.id), "about": {"object": "deal", "id": \#(world.deals[9])}}"#
            let id = await world.api(.post, "/api/activities", as: world.amelia, body).data.id
            #expect(await world.api(.get, "/api/activities/\(id)", as: world.amelia).data["about"]?["id"]?.int == world.deals[9])
            #expect(await world.api(.get, "/api/activities/\(id)", as: world.clara).data["about"] == .null)
            #expect(await world.list("/api/activities", as: world.clara).rows.map { $0["about"] } == [.null])
            #expect(await world.list("/api/activities", as: world.amelia).rows.compactMap { $0["about"]?["id"]?.int } == [world.deals[9]])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `nobody is told nothing but to sign in`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for route in world.site.routes where route.pattern.hasPrefix("/api/") {
                let target = route.pattern.split(separator: "/").map { $0.hasPrefix(":") ? "1" : String($0) }.joined(separator: "/")
                let answer = await world.api(route.method, "/\(target)", as: nil)
                #expect(answer.status == 401, "\(route.method) \(route.pattern)")
                #expect(answer.header("www-authenticate") != nil)
            }
            let stranger = ["authorization": "Bearer krug_unknown"]
            #expect(await world.api(.get, "/api/deals", as: nil, headers: stranger).status == 401)
            #expect(await world.api(.post, "/api/deals", as: nil, "{\"title\":", headers: stranger).status == 401)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a browser's session writes only with its form token`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let session = world.clara.session
            let cookie = ["cookie": "\(Site.sessionCookie)=\(session.cookie)"]
            #expect(await world.api(.get, "/api/deals", as: nil, headers: cookie).status == 200)
            #expect(await world.api(.post, "/api/deals", as: nil, #"{"title": "Pumps"}"#, headers: cookie).status == 403)
            let whole = cookie.merging(["x-csrf-token": session.signedIn.formToken]) { $1 }
            #expect(await world.api(.post, "/api/deals", as: nil, #"{"title": "Pumps"}"#, headers: whole).status == 201)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an observer changes nothing`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let target = "/api/deals/\(world.deals[0])"
            #expect(await world.api(.post, "/api/deals", as: world.olga, #"{"title": "Pumps"}"#).status == 403)
            #expect(await world.api(.patch, target, as: world.olga, #"{"title": "Pumps"}"#, headers: ["if-match": "*"]).status == 403)
            #expect(await world.api(.delete, target, as: world.olga, headers: ["if-match": "*"]).status == 403)
            #expect(await world.api(.post, target + "/win", as: world.olga).status == 403)
            #expect(await world.api(.get, target, as: world.olga).etag == "\"1\"")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a token may what its owner may, until it is revoked`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let key = ["idempotency-key": "token"]
            let made = await world.api(.post, "/api/tokens", as: world.clara, #"{"name": "Shop"}"#, headers: key)
            #expect(made.status == 201)
            let secret = made.data["secret"]?.string ?? ""
            let bearer = ["authorization": "Bearer \(secret)"]
            #expect(
                await world.api(.get, "/api/deals", as: nil, headers: bearer).bytes == world.api(.get, "/api/deals", as: world.clara).bytes)
            #expect(await world.api(.get, "/api/deals/\(world.deals[9])", as: nil, headers: bearer).status == 404)
            #expect(await world.api(.post, "/api/stages", as: nil, #"{"title": "Mine"}"#, headers: bearer).status == 403)
            #expect(await world.api(.get, "/api/me", as: nil, headers: bearer).data["role"] == "salesperson")

            let again = await world.api(.post, "/api/tokens", as: world.clara, #"{"name": "Shop"}"#, headers: key)
            #expect(again.data.id == made.data.id)
            #expect(again.data["secret"] == .null)
            let listed = await world.api(.get, "/api/tokens", as: world.clara)
            #expect(listed.rows.map { $0["name"] } == ["Shop", "test"])
            #expect(!listed.text.contains(secret))
            #expect(await world.api(.delete, "/api/tokens/\(made.data.id)", as: world.dmitri).status == 404)
            #expect(await world.api(.delete, "/api/tokens/\(made.data.id)", as: world.clara).status == 204)
            #expect(await world.api(.get, "/api/me", as: nil, headers: bearer).status == 401)
            #expect(await world.api(.post, "/api/tokens", as: world.clara, #"{"name": "", "rights": "all"}"#).status == 422)
        }
    }
}
