import HTTPTypes
import Hummingbird
import Kit
import NIOCore
import TestSupport
import Testing
@testable import Web

@Suite struct UnreadableRequestTests {
    private func answer(_ world: World, _ method: String, _ target: String, _ headers: [String: String] = [:]) async throws -> WebResponse {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let head = HTTPRequest(
            method: try #require(HTTPRequest.Method(rawValue: method)), scheme: "http", authority: "localhost", path: target,
            headerFields: fields
        )
        let request = SiteResponder.request(Request(head: head, body: RequestBody(buffer: ByteBuffer())), from: "127.0.0.1")
        return await world.site.respond(to: request)
    }

    @Test func `an address that is not UTF-8 gets a problem or a page`() async throws {
        try await withWorld(on: .sqlite) { world in
            for target in ["/api/deals/%ff", "/api/deals?q=%ff", "/api/deals/%zz", "/api/deals/%c3%28?a=b"] {
                let problem = try await answer(world, "GET", target)
                #expect(problem.status == 400 && problem.header("content-type") == "application/problem+json", "\(target)")
                #expect(problem.json["type"]?.string == "/problems/malformed")
                #expect(problem.json["detail"]?.string == "The request is not valid UTF-8.")
            }
            for target in ["/deals/%ff", "/deals?q=%ff", "/assets/%ff", "/%"] {
                let page = try await answer(world, "GET", target, ["accept-language": "ru"])
                #expect(page.status == 400 && page.text.contains("Запрос не в кодировке UTF-8."), "\(target)")
            }
        }
    }

    @Test func `a method that nobody knows is told which ones there are`() async throws {
        try await withWorld(on: .sqlite) { world in
            let problem = try await answer(world, "BREW", "/api/deals")
            #expect(problem.status == 405 && problem.json["type"]?.string == "/problems/method-not-allowed")
            #expect(problem.header("allow") == "GET, POST")
            #expect(try await answer(world, "OPTIONS", "/deals").text.contains("This address does not take this method."))
            #expect(try await answer(world, "BREW", "/api/nothing").status == 404)
            #expect(try await answer(world, "BREW", "/assets/nothing").status == 404)
            #expect(try await answer(world, "HEAD", "/livez").status == 200)
        }
    }
}
