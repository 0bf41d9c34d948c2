import Attachments
import Definitions
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct FileTests {
    private let stream = ["content-type": "application/octet-stream"]

    private func body(_ response: WebResponse) async throws -> [UInt8] {
        guard case .stream(let next) = response.body else { return response.bytes }
        var bytes: [UInt8] = []
        while let piece = try await next() { bytes += piece }
        return bytes
    }

    @Test(arguments: StorageEngine.allCases)
    func `a file goes in and comes out as it was, whole and in part`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
            let added = await world.raw(
                .post, "/api/files", query: [("about", "deal:\(world.deals[0])"), ("name", "данные.bin")], as: world.clara, bytes,
                headers: stream)
            #expect(added.status == 201)
            let id = added.rows.first?.id ?? 0
            let whole = await world.raw(.get, "/api/files/\(id)/content", as: world.clara)
            #expect(try await body(whole) == bytes)
            #expect(whole.header("content-length") == "700000")
            #expect(whole.header("content-disposition")?.hasPrefix("attachment; filename=\"______.bin\"; filename*=UTF-8''%D0%B4") ?? false)
            #expect(whole.header("content-security-policy")?.hasPrefix("sandbox") ?? false)
            #expect(whole.header("x-content-type-options") == "nosniff")
            for (range, expected) in [
                ("bytes=0-9", 0..<10), ("bytes=699990-", 699_990..<700_000), ("bytes=-5", 699_995..<700_000), ("bytes=5-5", 5..<6),
            ] {
                let part = await world.raw(.get, "/api/files/\(id)/content", as: world.clara, headers: ["range": range])
                #expect(part.status == 206)
                let read = try await body(part)
                #expect(read == Array(bytes[expected]), "\(range)")
            }
            #expect(await world.raw(.get, "/api/files/\(id)/content", as: world.clara, headers: ["range": "bytes=700000-"]).status == 416)
            #expect(await world.raw(.get, "/api/files/\(id)/content", as: world.clara, headers: ["range": "bytes=9-2"]).status == 200)
            #expect(
                await world.raw(.get, "/api/files/\(id)/content", as: world.clara, headers: ["if-none-match": whole.etag]).status == 304)
            #expect(await world.raw(.get, "/api/files/\(id)/content", as: world.dmitri).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `several files of a form are one action, which is undone as one`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = "deal:\(world.deals[0])"
            let files = [("file", "a.png", [UInt8].picture), ("file", "b.txt", Array("x\r\n--y".utf8)), ("file", "", [])]
            let sent = await world.upload(
                "/files/upload", as: world.clara, files, [("about", deal), ("_next", "/deals/\(world.deals[0])")])
            #expect(sent.status == 303)
            let batch = sent.header("location")?.split(separator: "=").last.map(String.init) ?? ""
            let listed = await world.list("/api/files", ["sort": "id", "filter": "about = deal(\(world.deals[0]))"], as: world.clara).rows
            #expect(listed.map { $0["title"]?.string } == ["a.png", "b.txt"])
            #expect(listed.map { $0["media_type"]?.string } == ["image/png", "text/plain"])
            let page = await world.page("/deals/\(world.deals[0])", as: world.clara).text
            #expect(page.contains("a.png") && page.contains("/files/\(listed[0].id)/preview") && page.contains("multiple"))
            #expect(!(await world.page("/deals/\(world.deals[0])", as: world.olga).text).contains("file-drop"))
            _ = await world.send("/batches/\(batch)/undo", as: world.clara)
            #expect(await world.list("/api/files", [:], as: world.clara).rows.isEmpty)
        }
    }

    @Test func `what a browser would run is given away as bytes and never shown`() async throws {
        try await withWorld(on: .sqlite) { world in
            let link = RecordLink(object: "deal", id: world.deals[0])
            let fakes = [("photo.png", "<html><script>alert(1)</script>"), ("logo.svg", "<svg xmlns='x'><script>1</script></svg>")]
            for (name, text) in fakes {
                let id = try await world.attach(Array(text.utf8), named: name, to: link).id
                #expect(await world.page("/files/\(id)/preview", as: world.clara).status == 404)
                let answer = await world.page("/files/\(id)/content", as: world.clara)
                #expect(answer.header("content-type") == "application/octet-stream")
                #expect(answer.header("content-disposition")?.hasPrefix("attachment") ?? false)
                #expect((await world.page("/files/\(id)", as: world.clara).text).contains("The name says") == (name == "photo.png"))
            }
            let picture = try await world.attach(.picture, named: "a\"b.png", to: link).id
            let shown = await world.page("/files/\(picture)/preview", as: world.clara)
            #expect(shown.header("content-type") == "image/png")
            #expect(shown.header("content-disposition") == "inline; filename=\"ab.png\"; filename*=UTF-8''ab.png")
            #expect(shown.headers.filter { $0.name == "content-security-policy" }.count == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what can't be taken is refused, and nothing stays behind`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = "deal:\(world.deals[0])"
            // A token that is new is noted as used.
            _ = await world.api(.get, "/api/me", as: world.clara)
            let before = try await world.digest()
            func send(_ bytes: [UInt8], _ query: [(String, String)], length: Int? = nil) async -> WebResponse {
                let headers = length.map { stream.merging(["content-length": "\($0)"]) { $1 } } ?? stream
                return await world.raw(
                    .post, "/api/files", query: query.map { (name: $0.0, value: $0.1) }, as: world.clara, bytes, headers: headers)
            }
            #expect(await send([], [("about", deal), ("name", "a")]).fields == ["file"])
            #expect(await send([1], [("about", deal)]).fields == ["name"])
            #expect(await send([1], [("name", "a")]).fields == ["about"])
            #expect(await send([1], [("about", "deal:999999"), ("name", "a")]).status == 404)
            #expect(await send([1], [("about", "stage:1"), ("name", "a")]).status == 422)
            #expect(await send([1], [("about", deal), ("name", "a")], length: 2 << 30).status == 413)
            let many = (0..<21).map { ("file", "\($0).txt", [UInt8(65)]) }
            #expect(await world.upload("/files/upload", as: world.clara, many, [("about", deal)]).status == 422)
            let cut = Array("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf".utf8)
            let type = ["content-type": "multipart/form-data; boundary=x"]
            #expect(await world.raw(.post, "/api/files", query: [("about", deal)], as: world.clara, cut, headers: type).status == 400)
            #expect(World.changed(before, try await world.digest()) == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a new version keeps those before within reach`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = try await world.attach(
                Array("one".utf8), named: "a.txt", to: RecordLink(object: "deal", id: world.deals[0]), as: world.clara
            ).id
            let stale = await world.raw(
                .put, "/api/files/\(id)/content", as: world.clara, Array("two".utf8), headers: stream.merging(["if-match": "\"7\""]) { $1 })
            #expect(stale.status == 412)
            let path = "/api/files/\(id)/content"
            #expect(
                await world.raw(.put, path, as: world.clara, Array("two".utf8), headers: stream.merging(["if-match": "\"1\""]) { $1 })
                    .status == 200)
            let versions = await world.api(.get, "/api/files/\(id)/versions", as: world.clara).rows
            #expect(versions.count == 2)
            let first = "/api/files/\(id)/versions/\(versions[1].id)"
            #expect(try await body(await world.raw(.get, "\(first)/content", as: world.clara)) == Array("one".utf8))
            #expect(try await body(await world.raw(.get, path, as: world.clara)) == Array("two".utf8))
            #expect(await world.raw(.get, "\(first)/content", as: world.dmitri).status == 404)
            #expect(await world.api(.post, "\(first)/restore", as: world.clara).status == 200)
            #expect(try await body(await world.raw(.get, path, as: world.clara)) == Array("one".utf8))
            #expect((await world.page("/files/\(id)", as: world.clara).text).contains("Version 3"))
        }
    }
}
