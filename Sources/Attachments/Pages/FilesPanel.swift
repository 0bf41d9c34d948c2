import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The files of a record beside it: the newest ones, the way to all of them, and the place where more are dropped.
enum FilesPanel {
    private static let shown = 10
    private static let columns = ["title", "size", "media_type", "created_by", "created_at"]

    static let part = RecordPart(.related, on: nil) { view in
        guard Attachment.takes(view.record.object), view.visit.may(\.read, "file") else { return HTML() }
        let visit = view.visit
        let about = Attachment.about(view.record)
        let query = Query(
            "file", filter: about, sort: [Sort(FieldPath("id"), descending: true)], columns: columns.map { FieldPath($0) },
            withTitles: true,
            limit: shown)
        let (rows, next) = try visit.records.list(query) { row in
            FileLine(
                id: row.id, name: String(row.value(0)) ?? "", size: Int64(row.value(1)) ?? 0,
                kind: ContentKind(mediaType: String(row.value(2)) ?? ""), author: row.title(3) ?? "", at: Instant(row.value(4)))
        }
        guard !rows.isEmpty || view.mayUpdate else { return HTML() }
        let count = next == nil ? RecordCount(value: rows.count, isExact: true) : try visit.records.count(Query("file", filter: about))
        var content =
            rows.isEmpty
            ? "<p class=\"muted\">\(visit.say(Wording.emptyColumn))</p>"
            : "<ul class=\"file-list\">\(rows.render { $0.html(view) })</ul>" as HTML
        if next != nil {
            let all = URLPath("files").query("filter", "about = \(view.record.object.name)(\(view.record.id))").query("as_of", visit.asOf)
            content += visit.ui.wayToAll(visit.count(count), all)
        }
        if view.mayUpdate, !visit.records.isPast { content += form(view) }
        return visit.ui.panel(visit.say(Attachment.object.noun.plural), count: rows.isEmpty ? nil : visit.count(count), content)
    }

    private static func form(_ view: RecordView) -> HTML {
        let (visit, ui) = (view.visit, view.ui)
        let field = FormField("file", visit.say(Label("Add files", ru: "Добавить файлы")))
        return ui.form(
            URLPath("files", "upload"), class: "form form--single file-form",
            attributes: " enctype=\"multipart/form-data\" data-submit-on-change",
            """
            <input type="hidden" name="about" value="\(view.record.object.name):\(view.record.id)">\
            <input type="hidden" name="_next" value="\(view.url.text)">\
            <file-drop>\(ui.fileDrop(field, accept: "", isMultiple: true))</file-drop>\
            <div class="form__actions">\(ui.button(visit.say(Wording.add), icon: .upload))</div>
            """)
    }
}

/// A file in a list.
struct FileLine {
    let id: Int64
    let name: String
    let size: Int64
    let kind: ContentKind
    let author: String
    let at: Instant?

    /// Larger pictures are not sent just to be shown small.
    static let largestThumbnail = 2 << 20

    func html(_ view: RecordView) -> HTML {
        let (visit, ui) = (view.visit, view.ui)
        let url = URLPath("files") / id
        let detail = [ByteCount.text(size, ui.language), author, at.map { visit.clock($0) } ?? ""].filter { !$0.isEmpty }.joined(
            separator: " · ")
        let picture: HTML =
            kind.isPicture && size <= FileLine.largestThumbnail
            ? "<img class=\"file-list__picture\" src=\"\((url / "preview").query("as_of", visit.asOf))\" alt=\"\" loading=\"lazy\">"
            : ui.icon(kind.icon)
        let warning = kind.contradiction(of: name).map {
            "<span class=\"file-list__warning\">\(ui.icon(.warning))\(visit.say($0))</span>" as HTML
        }
        return """
            <li class="file-list__item"><span class="file-list__icon">\(picture)</span>\
            <span class="file-list__text"><a href="\(url.query("as_of", visit.asOf))">\(name)</a>\
            <span class="file-list__detail">\(detail)</span>\(warning)</span>\
            \(ui.iconLink(.download, visit.say(Label("Download", ru: "Скачать")) + ": " + name, (url / "content").query("as_of", visit.asOf)))</li>
            """
    }
}

extension ContentKind {
    var icon: Icon {
        if mediaType == ContentKind.office["xl"] { return .spreadsheet }
        return isPDF || hasWords || isActive ? .file : isPicture ? .eye : .paperclip
    }
}

extension Attachment {
    /// The files that hang on a record.
    static func about(_ record: Record) -> Filter { .compare(FieldPath(about.name), .equals, .call(record.object.name, Int(record.id))) }
}
