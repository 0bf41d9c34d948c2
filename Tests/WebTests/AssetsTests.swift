import Foundation
import Markup
import Packing
import Pages
import Testing

@testable import Web

@Suite struct AssetsTests {
    private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL.path

    @Test func `style, scripts, icons and font are served under names made of their content`() throws {
        let assets = try Assets(own: root + "/Sources/Web/Assets", fetched: root + "/.assets")
        let links = assets.links
        for url in [links.style, links.script, links.icons, links.font, links.mark].map(\.text) {
            let file = try #require(assets.response(path: url))
            #expect(!file.bytes.isEmpty && (file.gzipped?.count ?? .max) < file.bytes.count)
        }
        #expect(assets.url("app.css") == links.style.text)
        #expect(assets.response(path: links.style.text)?.contentType == "text/css; charset=utf-8")
        #expect(assets.response(path: "/assets/../Package.swift") == nil)
        #expect(try Assets(own: root + "/Sources/Web/Assets", fetched: root + "/.assets").links == links)
    }

    @Test func `the layers come first and the font is found under its name`() throws {
        let assets = try Assets(own: root + "/Sources/Web/Assets", fetched: root + "/.assets")
        let style = String(decoding: try #require(assets.response(path: assets.links.style.text)).bytes, as: UTF8.self)
        #expect(style.hasPrefix("@layer reset, tokens, base, components, pages, utilities;"))
        #expect(style.contains("url(\"\(assets.links.font.text)\")") && !style.contains("!important"))
    }

    @Test func `modules lie in one folder, so that they find each other`() throws {
        let assets = try Assets(own: root + "/Sources/Web/Assets", fetched: root + "/.assets")
        let folder = assets.links.script.text.dropLast("main.js".count)
        for name in ["keys.js", "stage-board.js", "sortable.js"] { #expect(assets.response(path: folder + name) != nil) }
    }

    @Test func `a missing folder says what to do`() {
        #expect { try Assets(own: root + "/Sources/Web/Assets", fetched: "/nowhere") } throws: { "\($0)".contains("bin/setup") }
    }

    @Test func `what is compressed is a whole gzip file`() throws {
        let text = [UInt8](repeating: 65, count: 100_000)
        let packed = try #require(gzip(text, level: 9))
        #expect(packed.prefix(2) == [0x1F, 0x8B] && packed.count < 300)
        #expect(packed.suffix(4) == [0xA0, 0x86, 0x01, 0x00])
        #expect(gzip([], level: 6)?.count == 20)
    }
}
