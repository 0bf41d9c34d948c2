public import Markup

extension Components {
    /// Where one is in a thing of several pages.
    public func steps(_ titles: [String], current: Int) -> HTML {
        let items = titles.enumerated().render { index, title in
            """
            <li class="steps__item\(" steps__item--done", if: index < current)"\(" aria-current=\"step\"", if: index == current)>\
            <span class="steps__number">\(index + 1)</span><span>\(title)</span></li>
            """
        }
        return "<ol class=\"steps\">\(items)</ol>"
    }

    /// A file to choose or to drop. The form around it needs `enctype="multipart/form-data"`.
    /// - Parameter above: what is there already.
    public func fileDrop(_ field: FormField, accept: String, isMultiple: Bool = false, above: HTML = HTML()) -> HTML {
        let kinds: HTML? = accept.isEmpty ? nil : " accept=\"\(accept)\""
        return self.field(
            field,
            """
            \(above)<drop-zone class="drop-zone">\(icon(.upload))<span class="drop-zone__text" data-file-name>\(say(Wording.chooseFile))</span>\
            <input class="drop-zone__input" type="file"\(kinds)\(" multiple", if: isMultiple)\(field.attributes)></drop-zone>
            """
        )
    }

    /// Something that is still being done: asks `url` for itself every second, until the answer has no `live-progress`.
    /// - Parameter notice: why nothing moves.
    public func liveProgress(_ url: URLPath, label: String, done: Int, of total: Int, detail: String, notice: HTML = HTML()) -> HTML {
        """
        <live-progress class="live-progress" data-url="\(url)" role="status"><p class="live-progress__label">\(label)</p>\
        \(progress(done, of: total, label: label))<p class="live-progress__detail num">\(detail)</p>\(notice)</live-progress>
        """
    }
}
