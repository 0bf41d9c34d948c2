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

    @Test func `a page fetches one script, and beside it lies what it may ask for later`() throws {
        let assets = try Assets(own: root + "/Sources/Web/Assets", fetched: root + "/.assets")
        let folder = assets.links.script.text.dropLast("main.js".count)
        let script = String(decoding: try #require(assets.response(path: assets.links.script.text)).bytes, as: UTF8.self)
        #expect(script.contains("modules$['keys.js'] = ") && !script.contains("\nimport ") && !script.contains("\nexport "))
        for name in ["sortable.js", "api-explorer.js", "api-schema.js"] { #expect(assets.response(path: folder + name) != nil) }
        #expect(assets.response(path: folder + "keys.js") == nil)
    }

    @Test func `modules are joined behind what they import, each once, with names of their own`() throws {
        func joined(_ modules: KeyValuePairs<String, String>) throws -> String {
            var bundle = ScriptBundle(modules.map { ($0.key, Array($0.value.utf8)) })
            return String(decoding: try bundle.joined(from: "main.js").script, as: UTF8.self)
        }
        let script = try joined([
            "main.js": "import './b.js';\nimport { a } from './a.js';\nlet x = a;\n",
            "b.js": "import { a } from './a.js';\nlet x = a;\nexport async function later(x) {}\n", "a.js": "export const a = 1;\n",
        ])
        #expect(
            script == """
                const modules$ = {};
                modules$['a.js'] = (() => {
                const a = 1;
                return { a };
                })();
                modules$['b.js'] = (() => {
                const { a } = modules$['a.js'];
                let x = a;
                async function later(x) {}
                return { later };
                })();
                modules$['main.js'] = (() => {

                const { a } = modules$['a.js'];
                let x = a;
                return {  };
                })();

                """)
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "import './a.js';", "a.js": "import './main.js';"]) }
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "import './gone.js';"]) }
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "import a from './a.js';", "a.js": ""]) }
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "export default 1;"]) }
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "export default function f() {}"]) }
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "import { b } from './a.js';", "a.js": "export const a = 1;"]) }
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "import { a as b } from './a.js';", "a.js": "export const a = 1;"]) }
        let apart = "import { a } from './a.js';"
        #expect(throws: Assets.Missing.self) { try joined(["main.js": "import './a.js';", "a.js": "export const a = 1;", "later.js": apart]) }
        #expect(try joined(["main.js": "a() // last"]).hasSuffix("a() // last\nreturn {  };\n})();\n"))
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
