public import Markup

/// A labelled place in a form, with what is wrong with it.
public struct FormField: Sendable {
    public var name: String
    public var label: String
    public var help: String?
    public var error: String?
    public var isRequired: Bool
    public var isDisabled: Bool
    /// Spans the whole width of a form in two columns.
    public var isWide: Bool
    /// Takes the cursor when the page opens.
    public var isFirst: Bool

    public init(
        _ name: String, _ label: String, help: String? = nil, error: String? = nil, isRequired: Bool = false, isDisabled: Bool = false,
        isWide: Bool = false, isFirst: Bool = false
    ) {
        self.name = name
        self.label = label
        self.help = help
        self.error = error
        self.isRequired = isRequired
        self.isDisabled = isDisabled
        self.isWide = isWide
        self.isFirst = isFirst
    }

    /// What a label points at.
    public var id: String { "field-\(name)" }

    /// Name, id and states, for a control written by hand: `<input class="input"\(field.attributes)>`.
    public var attributes: HTML {
        let described: HTML? =
            switch (help, error) {
            case (nil, nil): nil
            case (_, nil): " aria-describedby=\"\(id)-help\""
            case (nil, _): " aria-describedby=\"\(id)-error\""
            case (_, _): " aria-describedby=\"\(id)-error \(id)-help\""
            }
        return """
             id="\(id)" name="\(name)"\(" required", if: isRequired)\(" disabled", if: isDisabled)\(" autofocus", if: isFirst)\
            \(" aria-invalid=\"true\"", if: error != nil)\(described)
            """
    }
}

/// The kinds of one-line input. Dates and numbers are the browser's own.
public enum InputKind: String, Sendable {
    case text, email, tel, url, password, search, number, date, time, month
    case dateTime = "datetime-local"
}

/// One of several values to choose from.
public struct Option: Sendable {
    public var value: String
    public var label: String

    public init(_ value: String, _ label: String) {
        self.value = value
        self.label = label
    }
}

/// A record that a reference field holds.
public struct PickedRecord: Sendable {
    public var id: String
    public var label: String

    public init(_ id: String, _ label: String) {
        self.id = id
        self.label = label
    }
}

extension Components {
    /// A label, any control, what is wrong and what helps.
    public func field(_ field: FormField, _ control: HTML) -> HTML {
        """
        <div class="field\(" field--invalid", if: field.error != nil)\(" field--wide", if: field.isWide)">\
        <label class="field__label" for="\(field.id)">\(field.label)\(requiredMark, if: field.isRequired)</label>\
        \(control)\(notes(of: field))</div>
        """
    }

    public func input(
        _ field: FormField, _ kind: InputKind = .text, value: String = "", placeholder: String? = nil, autocomplete: String? = nil,
        inputMode: String? = nil, attributes: HTML = HTML()
    ) -> HTML {
        let hint: HTML? = placeholder.map { " placeholder=\"\($0)\"" }
        let complete: HTML? = autocomplete.map { " autocomplete=\"\($0)\"" }
        let mode: HTML? = inputMode.map { " inputmode=\"\($0)\"" }
        // What is a name is read in its own direction.
        let direction: HTML? = kind == .text && inputMode == nil ? " dir=\"auto\"" : nil
        return self.field(
            field,
            "<input class=\"input\" type=\"\(kind.rawValue)\" value=\"\(value)\"\(field.attributes)\(hint)\(complete)\(mode)\(direction)\(attributes)>"
        )
    }

    public func textArea(_ field: FormField, value: String = "", rows: Int = 4) -> HTML {
        // A newline right after the tag is dropped by browsers, so one of ours goes first.
        self.field(field, "<textarea class=\"input input--area\" dir=\"auto\" rows=\"\(rows)\"\(field.attributes)>\n\(value)</textarea>")
    }

    public func select(_ field: FormField, _ options: [Option], selected: String?, empty: String? = nil) -> HTML {
        self.field(
            field,
            "<select class=\"input input--select\"\(field.attributes)>\(self.options(options, selected: selected, empty: empty))</select>")
    }

    /// The options of a `<select>` written by hand.
    public func options(_ options: [Option], selected: String?, empty: String? = nil) -> HTML {
        let none: HTML? = empty.map { "<option value=\"\">\($0)</option>" }
        let rest = options.render { "<option value=\"\($0.value)\"\(" selected", if: $0.value == selected)>\($0.label)</option>" }
        return "\(none)\(rest)"
    }

    public func checkbox(_ field: FormField, isOn: Bool) -> HTML {
        """
        <div class="field field--check\(" field--invalid", if: field.error != nil)\(" field--wide", if: field.isWide)">\
        <label class="check"><input type="checkbox" value="1"\(field.attributes)\(" checked", if: isOn)><span>\(field.label)</span></label>\
        \(notes(of: field))</div>
        """
    }

    /// A few choices seen at once.
    public func radios(_ field: FormField, _ options: [Option], selected: String?) -> HTML {
        let choices = options.render { option in
            """
            <label class="check"><input type="radio" name="\(field.name)" value="\(option.value)"\
            \(" checked", if: option.value == selected)><span>\(option.label)</span></label>
            """
        }
        return """
            <fieldset class="field\(" field--invalid", if: field.error != nil)\(" field--wide", if: field.isWide)">\
            <legend class="field__label">\(field.label)</legend><div class="field__choices">\(choices)</div>\(notes(of: field))</fieldset>
            """
    }

    /// A reference to another record. Without scripts it is the number of the record or its name.
    public func recordPicker(_ field: FormField, search: URLPath, selected: [PickedRecord], isMultiple: Bool = false) -> HTML {
        self.field(field, recordPickerControl(field, search: search, selected: selected, isMultiple: isMultiple))
    }

    /// The same without a label around it, for filters and tables.
    public func recordPickerControl(_ field: FormField, search: URLPath, selected: [PickedRecord], isMultiple: Bool = false) -> HTML {
        let places = selected + (isMultiple || selected.isEmpty ? [PickedRecord("", "")] : [])
        let inputs = places.enumerated().render { plainReference(field, $1, isFirst: $0 == 0) }
        let state: HTML = """
            \(" data-multiple", if: isMultiple)\(" data-required", if: field.isRequired)\(" data-disabled", if: field.isDisabled)\
            \(" data-invalid", if: field.error != nil)
            """
        return """
            <record-picker class="picker" data-name="\(field.name)" data-field="\(field.id)" data-search="\(search)" \
            data-empty="\(say(Wording.nothingFound))" data-remove="\(say(Wording.remove))"\(state)>\(inputs)</record-picker>
            """
    }

    private func plainReference(_ field: FormField, _ record: PickedRecord, isFirst: Bool) -> HTML {
        let name: HTML = isFirst ? " id=\"\(field.id)\"" : " aria-label=\"\(field.label)\""
        return """
            <span class="picker__plain"><input class="input"\(name) name="\(field.name)" value="\(record.id)" \
            data-label="\(record.label)"><span>\(record.label)</span></span>
            """
    }

    var requiredMark: HTML {
        "<span class=\"field__required\" aria-hidden=\"true\">*</span><span class=\"sr-only\">\(say(Wording.required))</span>"
    }

    func notes(of field: FormField) -> HTML {
        let error: HTML? = field.error.map { "<p class=\"field__error\" id=\"\(field.id)-error\">\(icon(.warning))\($0)</p>" }
        let help: HTML? = field.help.map { "<p class=\"field__help\" id=\"\(field.id)-help\">\($0)</p>" }
        return "\(error)\(help)"
    }
}
