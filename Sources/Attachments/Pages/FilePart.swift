import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What the page of a file shows: the picture or the way to the document, its contents of before, the place for a new one.
enum FilePart {
    static let part = RecordPart(.composer, on: "file") { view in
        let (visit, ui) = (view.visit, view.ui)
        let kind = ContentKind(mediaType: view.record[Attachment.mediaType] ?? "")
        var html = HTML()
        if let problem = kind.contradiction(of: view.record.title) { html += ui.notice(.warning, HTML(text: visit.say(problem))) }
        html += preview(view, kind)
        html += try versions(view)
        if view.mayUpdate, !visit.records.isPast { html += form(view) }
        return html
    }

    private static func preview(_ view: RecordView, _ kind: ContentKind) -> HTML {
        let (visit, ui) = (view.visit, view.ui)
        let download = ui.linkButton(
            visit.say(Label("Download", ru: "Скачать")), (view.url / "content").query("as_of", visit.asOf), .primary, icon: .download)
        let url = (view.url / "preview").query("as_of", visit.asOf)
        var picture = HTML()
        var open = HTML()
        if kind.isPicture {
            picture =
                "<a href=\"\(url)\" target=\"_blank\" rel=\"noopener\"><img class=\"file-preview\" src=\"\(url)\" alt=\"\(view.record.title)\"></a>"
        } else if kind.isPDF {
            let label = visit.say(Label("Open", ru: "Открыть"))
            open =
                "<a class=\"button button--secondary\" href=\"\(url)\" target=\"_blank\" rel=\"noopener\">\(ui.icon(.eye))<span>\(label)</span></a>"
        }
        return "<section class=\"file-head\">\(picture)<p class=\"cluster\">\(download)\(open)</p></section>"
    }

    private static func versions(_ view: RecordView) throws -> HTML {
        let (visit, ui) = (view.visit, view.ui)
        guard visit.records.mayReadHistory(of: Attachment.object) else { return HTML() }
        let all = try FileVersion.all(of: view.record.id, visit.records)
        guard all.count > 1 else { return HTML() }
        visit.titles.want("user", all.compactMap(\.author))
        let lines = try all.enumerated().map { place, version -> HTML in
            let number = visit.say(Label("Version \(all.count - place)", ru: "Версия \(all.count - place)"))
            let author = try version.author.flatMap { try visit.titles.title("user", $0) } ?? ""
            let detail = [ByteCount.text(version.size, ui.language), author, visit.clock(version.at), version.name]
                .filter { !$0.isEmpty }.joined(separator: " · ")
            let url = view.url / "versions" / version.batch
            let restore =
                place > 0 && view.mayUpdate && !visit.records.isPast
                ? ui.postButton(visit.say(Label("Restore", ru: "Вернуть")), url / "restore", .plain, icon: .restore) : HTML()
            return """
                <li class="file-list__item"><span class="file-list__text"><a href="\(url / "content")">\(number)</a>\
                <span class="file-list__detail">\(detail)</span></span>\(restore)</li>
                """
        }
        return ui.panel(visit.say(Label("Versions", ru: "Версии")), count: "\(all.count)", "<ol class=\"file-list\">\(lines.joined())</ol>")
    }

    private static func form(_ view: RecordView) -> HTML {
        let (visit, ui) = (view.visit, view.ui)
        let field = FormField("file", visit.say(Label("New version", ru: "Новая версия")))
        return ui.form(
            view.url / "upload", class: "form form--single file-form", attributes: " enctype=\"multipart/form-data\" data-submit-on-change",
            """
            <file-drop>\(ui.fileDrop(field, accept: ""))</file-drop>\
            <div class="form__actions">\(ui.button(visit.say(Label("Upload", ru: "Загрузить")), icon: .upload))</div>
            """)
    }
}
