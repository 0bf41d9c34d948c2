public import Markup

/// A line of the command field: a record, a place, an action.
public struct SearchHit: Sendable {
    public var title: HTML
    public var detail: String
    public var icon: Icon
    public var url: URLPath
    public var key: String?

    /// `title` may carry `<mark>` around what was found.
    public init(_ title: HTML, detail: String = "", icon: Icon, url: URLPath, key: String? = nil) {
        self.title = title
        self.detail = detail
        self.icon = icon
        self.url = url
        self.key = key
    }
}

extension Components {
    /// A group in the answer to `/search?q=…&fragment=1`; the answer is some of these, or `searchNothing`.
    /// - Parameter isPage: on a page of its own they are links, and no options to choose from.
    public func searchGroup(_ heading: String, _ hits: [SearchHit], isPage: Bool = false) -> HTML {
        """
        <div class="palette__group" role="group" aria-label="\(heading)"><p class="palette__heading">\(heading)</p>\
        \(hits.render { hit($0, isPage: isPage) })</div>
        """
    }

    public func searchNothing(_ text: String) -> HTML {
        "<p class=\"palette__nothing\">\(say(Wording.nothingFound)): «\(text)»</p>"
    }

    /// A line in the answer to `/search?q=…&object=…&fragment=picker`.
    public func pickerOption(_ record: PickedRecord, detail: String = "") -> HTML {
        """
        <div class="picker__option" role="option" data-id="\(record.id)" data-label="\(record.label)"><span>\(record.label)</span>\
        <span class="picker__detail">\(detail)</span></div>
        """
    }

    private func hit(_ hit: SearchHit, isPage: Bool) -> HTML {
        """
        <a class="palette__item"\(" role=\"option\"", if: !isPage) href="\(hit.url)">\(icon(hit.icon))<span class="palette__title">\(hit.title)</span>\
        <span class="palette__detail">\(hit.detail)</span>\(hit.key.map { key($0) })</a>
        """
    }
}
