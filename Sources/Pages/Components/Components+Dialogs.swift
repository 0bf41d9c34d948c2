public import Markup

extension Components {
    /// A window over the page; a button with `data-opens="id"` opens it, one with `data-closes` closes it.
    public func dialog(id: String, _ title: String, _ content: HTML) -> HTML {
        """
        <dialog class="dialog" id="\(id)" aria-labelledby="\(id)-title"><div class="dialog__head">\
        <h2 class="dialog__title" id="\(id)-title">\(title)</h2>\
        \(iconButton(.x, say(Wording.close), attributes: " type=\"button\" data-closes"))</div><div class="dialog__body">\(content)\
        </div></dialog>
        """
    }

    /// What has just happened; with a way back for ten seconds.
    public func toast(_ toast: Toast) -> HTML {
        let undo: HTML? = toast.undo.map {
            form(
                $0, class: "form-inline",
                toast.isUndo
                    ? button(say(Wording.redo), .plain, icon: .restore, attributes: " type=\"submit\" data-redo")
                    : button(say(Wording.undo), .plain, icon: .undo, key: "z"))
        }
        return """
            <undo-toast class="toast\(" toast--failure", if: toast.isFailure)" role="\(toast.isFailure ? "alert" : "status")">\
            \(icon(toast.isFailure ? .warning : .circleCheck))<span class="toast__text">\(toast.message)</span>\(undo)\(toast.more)\
            \(iconButton(.x, say(Wording.close), attributes: " type=\"button\" data-dismiss"))</undo-toast>
            """
    }

    /// Asks before a form with `data-confirm` is sent. Once on every page.
    var confirmDialog: HTML {
        let actions: HTML = """
            <p class="dialog__text" data-question></p><div class="form__actions">\
            \(button(say(Wording.cancel), attributes: " type=\"button\" data-closes"))\
            \(button("OK", .danger, attributes: " type=\"button\" data-confirmed"))</div>
            """
        return "<confirm-dialog>\(dialog(id: "confirm", say(Wording.confirmTitle), actions))</confirm-dialog>"
    }

    /// Every key that works here. Once on every page; the script adds the keys of the page itself.
    var helpOverlay: HTML {
        let global: [(String, String)] = [
            ("Ctrl K", say(Wording.searchOrCommand)), ("/", say(Wording.search)), ("Tab", say(Wording.actOnFound)), ("?", say(Wording.showShortcuts)),
            ("Ctrl Z", say(Wording.undoLast)), ("Ctrl Shift Z", say(Wording.redo)),
        ]
        let lines = global.render { "<div class=\"shortcuts__line\"><dt>\($0.1)</dt><dd>\(key($0.0))</dd></div>" }
        let content: HTML = """
            <h3 class="shortcuts__title">\(say(Wording.everywhere))</h3><dl class="shortcuts" data-everywhere-keys>\(lines)</dl>\
            <h3 class="shortcuts__title">\(say(Wording.onThisPage))</h3><dl class="shortcuts" data-page-keys \
            data-then="\(say(Wording.then))"></dl>
            """
        return "<help-overlay>\(dialog(id: "shortcuts", say(Wording.shortcuts), content))</help-overlay>"
    }
}
