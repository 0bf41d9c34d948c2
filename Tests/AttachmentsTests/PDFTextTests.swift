import Attachments
import Definitions
import Files
import Foundation
import Jobs
import Kit
import Packing
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct PDFTextTests {
    /// A document of one page with these instructions.
    private func document(_ instructions: [UInt8], filter: String = "") -> [UInt8] {
        let parts: [[UInt8]] = [
            Array("<</Type/Catalog/Pages 2 0 R>>".utf8), Array("<</Type/Pages/Kids[3 0 R]/Count 1>>".utf8),
            Array("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".utf8),
            Array("<<\(filter)/Length \(instructions.count)>>stream\n".utf8) + instructions + Array("\nendstream".utf8),
            Array("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".utf8),
        ]
        var (bytes, places) = (Array("%PDF-1.4\n".utf8), [Int]())
        for (number, part) in parts.enumerated() {
            places.append(bytes.count)
            bytes += Array("\(number + 1) 0 obj\n".utf8) + part + Array("\nendobj\n".utf8)
        }
        let table = places.map { String(repeating: "0", count: 10 - "\($0)".count) + "\($0) 00000 n \n" }.joined()
        let end = "xref\n0 6\n0000000000 65535 f \n\(table)trailer<</Size 6/Root 1 0 R>>\nstartxref\n\(bytes.count)\n%%EOF"
        return bytes + Array(end.utf8)
    }

    private func page(_ text: String) -> [UInt8] { document(Array("BT /F1 12 Tf 20 100 Td (\(text)) Tj ET".utf8)) }

    /// A hundred megabytes of instructions in a few kilobytes.
    private var bomb: [UInt8] {
        let packed = gzip(Array(repeating: UInt8(ascii: "q"), count: 100 << 20)) ?? []
        // The same stream under the heading that documents use.
        return document([0x78, 0x9C] + packed.dropFirst(10).dropLast(8), filter: "/Filter/FlateDecode")
    }

    /// A program in the place of the real one.
    private func stand(in folder: URL, _ script: String) throws -> PDFText {
        let file = folder.appendingPathComponent("pdftotext")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return try #require(PDFText(in: "/nowhere:\(folder.path)", seconds: 1))
    }

    private func work(_ world: World, pdf: PDFText?) async throws {
        let workspace = world.workspace
        let kind = FileText.job(workspace.files, pdf: pdf) { try workspace.records($0, .system()) }
        try await JobRunner(workspace.database, queue: workspace.jobs, kinds: [kind], clock: workspace.clock).drain()
    }

    private func found(_ text: String, _ world: World) async throws -> [String] {
        try await world.read(as: world.clara) { try $0.search(text).map(\.title) }
    }

    private func words(_ world: World) async throws -> [String] {
        try await world.workspace.database.read { try $0.all("SELECT words FROM file_text ORDER BY words") { $0.text(0) } }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a document is found by its words, and one made to burst has none`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = RecordLink(object: "deal", id: world.deals[0])
            try await world.attach(page("Marmalade contract"), named: "a.pdf", to: deal, as: world.clara)
            try await world.attach(bomb, named: "b.pdf", to: deal, as: world.clara)
            try await world.attach(Array("%PDF-1.7\nMarmalade".utf8), named: "c.pdf", to: deal, as: world.clara)
            try await work(world, pdf: PDFText(in: "/usr/bin", seconds: 1))
            #expect(try await found("marmalade", world) == ["a.pdf"])
            let words = try await words(world)
            #expect(words.count == 3 && words.prefix(2) == ["", ""] && words[2].hasPrefix("Marmalade contract"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `without the program a document stays unread, and is read once it is there`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = RecordLink(object: "deal", id: world.deals[0])
            try await world.attach(page("Marmalade"), named: "a.pdf", to: deal, as: world.clara)
            try await work(world, pdf: PDFText(in: "/nowhere"))
            #expect(try await words(world).isEmpty)
            let jobs = world.workspace.jobs
            try await world.workspace.database.write { try FileText.catchUp(jobs, in: $0) }
            try await work(world, pdf: .installed)
            #expect(try await found("marmalade", world) == ["a.pdf"])
        }
    }

    @Test(
        arguments: [
            "while :; do :; done", "exec yes word", "cat /dev/zero | tail", "echo word; exit 3", "kill -SEGV $$",
        ])
    func `a program that does not end well within its limits gives no words`(_ script: String) async throws {
        try await withWorld(on: .sqlite) { world in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("krug_pdf_\(UInt64.random(in: 0 ... .max))")
            defer { try? FileManager.default.removeItem(at: folder) }
            let deal = RecordLink(object: "deal", id: world.deals[0])
            try await world.attach(page("Marmalade"), named: "a.pdf", to: deal, as: world.clara)
            try await work(world, pdf: stand(in: folder, script))
            #expect(try await words(world) == [""])
        }
    }
}
