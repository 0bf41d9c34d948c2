import Foundation
import Kit
import Markup
import Pages
import Testing

@Suite struct StyleguideTests {
    private let assets = AssetLinks(style: "/a.css", script: "/a.js", icons: "/i.svg", font: "/f.ttf", mark: "/m.svg")

    @Test(arguments: Styleguide.Sample.allCases, Language.allCases)
    func `a page keeps to the content policy and closes what it opens`(_ sample: Styleguide.Sample, _ language: Language) throws {
        let page = Styleguide.page(sample, language: language, assets: assets).string
        #expect(!page.contains(" style=\"") && !page.contains("<style") && !page.contains("javascript:"))
        #expect(!page.contains(" onclick=") && !page.contains("<script>"))
        #expect(unclosed(page) == [])
    }

    @Test(arguments: Styleguide.Sample.allCases)
    func `every changing form carries its token`(_ sample: Styleguide.Sample) {
        let page = Styleguide.page(sample, language: .en, assets: assets).string
        let forms = page.components(separatedBy: "method=\"post\"").dropFirst()
        #expect(forms.allSatisfy { $0.contains("name=\"_csrf\" value=\"t\"") })
    }

    @Test func `a name from the database stays a text everywhere`() {
        let ui = Components(language: .ru, csrf: "t", assets: assets)
        let evil = "\"><script>alert(1)</script>"
        let field = FormField("x", evil, help: evil, error: evil)
        let card = BoardCard(id: evil, version: 1, url: .root, move: .root, title: evil, subtitle: evil, amount: evil, owner: evil)
        let pieces: [HTML] = [
            ui.badge(evil), ui.tag(evil), ui.avatar(evil), ui.person(evil), ui.key(evil), ui.emptyState(.info, evil, evil), ui.button(evil),
            ui.input(field, value: evil, placeholder: evil), ui.textArea(field, value: evil), ui.checkbox(field, isOn: true),
            ui.select(field, [Option(evil, evil)], selected: evil), ui.recordPicker(field, search: .root, selected: [PickedRecord(evil, evil)]),
            ui.boardCard(card), ui.titleCell(evil, href: .root), ui.chip(FilterChip(evil, remove: .root)), ui.toast(Toast(evil)),
            ui.searchNothing(evil), ui.pickerOption(PickedRecord(evil, evil), detail: evil), ui.panel(evil, count: evil, ""),
        ]
        for piece in pieces { #expect(!piece.string.contains("<script") && !piece.string.contains("\"\">")) }
    }

    @Test func `the set-up step fetches every icon`() throws {
        let list = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../bin/icons.txt")
        let listed = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(Set(listed) == Set(Icon.allCases.map(\.rawValue)))
    }

    /// The names of elements that are opened and not closed, or closed and not opened.
    private func unclosed(_ page: String) -> [String] {
        let empty: Set<String> = ["input", "meta", "link", "br", "use", "circle", "rect", "!doctype"]
        var open: [String] = []
        for tag in page.split(separator: "<").dropFirst(page.hasPrefix("<") ? 0 : 1) {
            let name = String(tag.prefix { !" >/".contains($0) || tag.first == "/" && $0 == "/" })
            if empty.contains(name) { continue }
            if name.hasPrefix("/") {
                guard open.popLast() == String(name.dropFirst()) else { return [name] }
            } else {
                open.append(name)
            }
        }
        return open
    }
}
