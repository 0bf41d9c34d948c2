public import Markup

/// One of several inputs that make up one value.
public struct FormPart: Sendable {
    public var name: String
    public var label: String
    public var value: String

    public init(_ name: String, _ label: String, value: String) {
        self.name = name
        self.label = label
        self.value = value
    }
}

extension Components {
    /// Any number of a few values, seen at once. An empty input goes along, so that none at all is sent too.
    public func checkboxes(_ field: FormField, _ options: [Option], selected: Set<String>) -> HTML {
        group(field, choices(field.name, options, selected: selected, isFirst: field.isFirst))
    }

    /// A box to tick for each of a few values; nothing for none.
    public func choices(_ name: String, _ options: [Option], selected: Set<String>, isFirst: Bool = false) -> HTML {
        guard !options.isEmpty else { return HTML() }
        let boxes = options.enumerated().render { index, option in
            """
            <label class="check"><input type="checkbox" name="\(name)" value="\(option.value)"\
            \(" checked", if: selected.contains(option.value))\(" autofocus", if: isFirst && index == 0)><span>\(option.label)</span></label>
            """
        }
        return "<div class=\"field__choices\">\(boxes)</div>"
    }

    /// Several inputs that make up one value.
    public func fieldGroup(_ field: FormField, _ parts: [FormPart]) -> HTML {
        var wide = field
        wide.isWide = true
        let inputs = parts.enumerated().render { index, part in
            """
            <label class="field field--part"><span class="field__label">\(part.label)</span><input class="input" name="\(part.name)" \
            value="\(part.value)"\(" autofocus", if: field.isFirst && index == 0)></label>
            """
        }
        return group(wide, "<div class=\"field__parts\">\(inputs)</div>")
    }

    /// A colour as text, with the browser's own way of choosing one beside it.
    public func colorInput(_ field: FormField, value: String) -> HTML {
        self.field(
            field,
            """
            <color-field class="input-group"><input class="input" value="\(value)" placeholder="#1e90ff" autocomplete="off" spellcheck="false"\
            \(field.attributes)><input class="input input--color" type="color" value="\(value.isEmpty ? "#808080" : value)" \
            aria-label="\(field.label)" hidden></color-field>
            """
        )
    }

    /// A colour as it looks.
    public func swatch(_ color: String) -> HTML {
        """
        <svg class="swatch__color" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" rx="4" fill="\(color)"/></svg>
        """
    }

    private func group(_ field: FormField, _ controls: HTML) -> HTML {
        """
        <fieldset class="field\(" field--invalid", if: field.error != nil)\(" field--wide", if: field.isWide)" id="\(field.id)"\(described(field))>\
        <legend class="field__label">\(field.label)\(requiredMark, if: field.isRequired)</legend>\
        <input type="hidden" name="\(field.name)" value="">\(controls)\(notes(of: field))</fieldset>
        """
    }

    private func described(_ field: FormField) -> HTML? {
        let ids = [field.error.map { _ in "\(field.id)-error" }, field.help.map { _ in "\(field.id)-help" }].compactMap(\.self)
        return ids.isEmpty ? nil : " aria-describedby=\"\(ids.joined(separator: " "))\""
    }
}
